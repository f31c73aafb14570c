"""An XML tree of the Camunda 8 dialect to Process objects (BPMN 2.0.2, clause 15; Zeebe's extension elements).

We read the diagram ourselves and give the library specifications that we built: its own parser drops flows without an id,
orders flows by their place on the canvas and ignores conditions silently (docs/decisions/0003).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.bpmn.elements import Element, EventDefinition, Extensions, Flow, IoMapping, MultiInstance, Process
from engine.bpmn.xml import parse_xml
from engine.model.errors import DeploymentRejected, Problem

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"

_FLOW_NODES = frozenset(
    "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask callActivity subProcess transaction "
    "adHocSubProcess exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway startEvent endEvent "
    "intermediateCatchEvent intermediateThrowEvent boundaryEvent".split()
)


@dataclass(frozen=True)
class Diagram:
    """A read file: its processes and its tree (for the drawing and for a byte-true save)."""

    processes: tuple[Process, ...]
    root: Any


def read_diagram(data: bytes, *, resource: str = "") -> Diagram:
    """Read a BPMN file. Raises DeploymentRejected where it is no XML or no BPMN; what cannot be executed is the linter's."""
    root = parse_xml(data, resource=resource)
    if root.tag != f"{BPMN}definitions":
        raise DeploymentRejected(
            [
                Problem(
                    code="NO_BPMN", resource=resource, message="The file is XML, but no BPMN 2.0.", remedy="Save it as BPMN in the modeler."
                )
            ]
        )
    catalogue = _catalogue(root)
    processes = tuple(_Reader(node, catalogue, resource).process() for node in root.findall(f"{BPMN}process"))
    if not processes:
        raise DeploymentRejected(
            [
                Problem(
                    code="NO_PROCESS",
                    resource=resource,
                    message="The diagram holds no process.",
                    remedy="Draw a process with a start event.",
                )
            ]
        )
    return Diagram(processes, root)


def _catalogue(root: Any) -> dict[str, Any]:
    """Messages, errors and their like by id: what events refer to."""
    return {node.get("id"): node for node in root if isinstance(node.tag, str) and node.get("id")}


def _local(reference: str | None) -> str | None:
    """A reference without its namespace prefix (`tns:Message_1`): ids are unique in a file."""
    return reference.rpartition(":")[2].strip() if reference else None


def _text(node: Any) -> str | None:
    return node.text.strip() if node is not None and node.text and node.text.strip() else None


class _Reader:
    def __init__(self, node: Any, catalogue: dict[str, Any], resource: str) -> None:
        self.node = node
        self.catalogue = catalogue
        self.resource = resource
        self.flows: dict[str, Flow] = {}
        self.elements: dict[str, Element] = {}
        self.lanes: dict[str, str] = {}
        self.problems: list[Problem] = []

    def process(self) -> Process:
        for lane in self.node.iter(f"{BPMN}lane"):
            for reference in lane.findall(f"{BPMN}flowNodeRef"):
                self.lanes[_local(_text(reference)) or ""] = lane.get("name") or lane.get("id")
        self._flows(self.node)
        self._nodes(self.node, None)
        if self.problems:
            raise DeploymentRejected(self.problems)
        extension = self.node.find(f"{BPMN}extensionElements/{ZEEBE}versionTag")
        return Process(
            id=self.node.get("id") or "",
            name=self.node.get("name") or self.node.get("id") or "",
            executable=self.node.get("isExecutable") == "true",
            elements=self.elements,
            flows=self.flows,
            version_tag=extension.get("value") if extension is not None else None,
            properties=_properties(self.node),
        )

    def _flows(self, scope: Any) -> None:
        for number, node in enumerate(scope.iter(f"{BPMN}sequenceFlow")):
            identifier = node.get("id") or f"flow-{number + 1}"  # the id is optional in the XSD
            self.flows[identifier] = Flow(
                id=identifier,
                name=node.get("name") or "",
                source=_local(node.get("sourceRef")) or "",
                target=_local(node.get("targetRef")) or "",
                condition=_text(node.find(f"{BPMN}conditionExpression")),
                line=node.sourceline,
            )

    def _nodes(self, parent: Any, scope: str | None) -> None:
        for node in parent:
            if not isinstance(node.tag, str) or not node.tag.startswith(BPMN):
                continue
            kind = etree.QName(node).localname
            if kind not in _FLOW_NODES:
                continue
            identifier = node.get("id") or f"{kind}-{len(self.elements) + 1}"
            if identifier in self.elements:
                self.problems.append(
                    Problem(
                        code="DUPLICATE_ID",
                        element=identifier,
                        resource=self.resource,
                        line=node.sourceline,
                        message="Two elements have this id.",
                        remedy="Give each element an id of its own.",
                    )
                )
                continue
            self.elements[identifier] = self._element(node, kind, identifier, scope)
            if kind in ("subProcess", "transaction", "adHocSubProcess"):
                self._nodes(node, identifier)

    def _element(self, node: Any, kind: str, identifier: str, scope: str | None) -> Element:
        if kind == "subProcess" and node.get("triggeredByEvent") == "true":
            kind = "eventSubProcess"
        event = self._event(node)
        if kind == "receiveTask":
            event = self._message(node.get("messageRef"))
        return Element(
            id=identifier,
            kind=kind,
            name=" ".join((node.get("name") or "").split()),
            scope=scope,
            incoming=tuple(flow.id for flow in self.flows.values() if flow.target == identifier),
            outgoing=tuple(flow.id for flow in self.flows.values() if flow.source == identifier),
            default=_local(node.get("default")),
            attached_to=_local(node.get("attachedToRef")),
            interrupting=node.get("cancelActivity", "true") != "false" and node.get("isInterrupting", "true") != "false",
            event=event,
            loop=_loop(node),
            extensions=_extensions(node),
            lane=self.lanes.get(identifier),
            line=node.sourceline,
        )

    def _event(self, node: Any) -> EventDefinition | None:
        definitions = [child for child in node if isinstance(child.tag, str) and child.tag.endswith("EventDefinition")]
        for reference in node.findall(f"{BPMN}eventDefinitionRef"):
            found = self.catalogue.get(_local(_text(reference)) or "")
            if found is not None:
                definitions.append(found)
        if not definitions:
            return None
        if len(definitions) > 1:
            return EventDefinition(kind="multiple")
        definition = definitions[0]
        kind = etree.QName(definition).localname.removesuffix("EventDefinition")
        if kind == "timer":
            timers = [child for child in definition if isinstance(child.tag, str) and child.tag.startswith(f"{BPMN}time")]
            timer = timers[0] if timers else None
            return EventDefinition(kind=kind, timer_kind=etree.QName(timer).localname if timer is not None else None, timer=_text(timer))
        if kind == "message":
            return self._message(definition.get("messageRef"))
        if kind == "error":
            error = self.catalogue.get(_local(definition.get("errorRef")) or "")
            code = None if error is None else error.get("errorCode") or error.get("name") or error.get("id")
            return EventDefinition(kind=kind, error_code=code)
        return EventDefinition(kind=kind)

    def _message(self, reference: str | None) -> EventDefinition:
        message = self.catalogue.get(_local(reference) or "")
        if message is None:
            return EventDefinition(kind="message")
        subscription = message.find(f"{BPMN}extensionElements/{ZEEBE}subscription")
        key = subscription.get("correlationKey") if subscription is not None else None
        return EventDefinition(kind="message", message=message.get("name") or message.get("id"), correlation_key=key)


def _loop(node: Any) -> MultiInstance | None:
    loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return MultiInstance(sequential=True, input_collection="") if node.find(f"{BPMN}standardLoopCharacteristics") is not None else None
    zeebe = loop.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    values = {} if zeebe is None else zeebe.attrib
    return MultiInstance(
        sequential=loop.get("isSequential") == "true",
        input_collection=values.get("inputCollection", ""),
        input_element=values.get("inputElement"),
        output_collection=values.get("outputCollection"),
        output_element=values.get("outputElement"),
        completion_condition=_text(loop.find(f"{BPMN}completionCondition")),
    )


def _properties(node: Any) -> tuple[tuple[str, str], ...]:
    found = node.findall(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property")
    return tuple((item.get("name") or "", item.get("value") or "") for item in found)


def _extensions(node: Any) -> Extensions:
    def attributes(tag: str) -> dict[str, str]:
        found = node.find(f"{BPMN}extensionElements/{ZEEBE}{tag}")
        return {} if found is None else dict(found.attrib)

    def mappings(tag: str) -> tuple[IoMapping, ...]:
        found = node.findall(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{tag}")
        return tuple(IoMapping(source=item.get("source") or "", target=item.get("target") or "") for item in found)

    task, called, decision = attributes("taskDefinition"), attributes("calledElement"), attributes("calledDecision")
    assignment, schedule, script, form = (
        attributes("assignmentDefinition"),
        attributes("taskSchedule"),
        attributes("script"),
        attributes("formDefinition"),
    )
    headers = node.findall(f"{BPMN}extensionElements/{ZEEBE}taskHeaders/{ZEEBE}header")
    return Extensions(
        form=form.get("formId") or form.get("formKey"),
        assignee=assignment.get("assignee"),
        candidate_groups=assignment.get("candidateGroups"),
        due_date=schedule.get("dueDate"),
        follow_up_date=schedule.get("followUpDate"),
        priority=attributes("priorityDefinition").get("priority"),
        job_type=task.get("type"),
        retries=task.get("retries") or "3",
        headers=tuple((item.get("key") or "", item.get("value") or "") for item in headers),
        inputs=mappings("input"),
        outputs=mappings("output"),
        called_process=called.get("processId"),
        propagate_all_child=called.get("propagateAllChildVariables", "true") != "false",
        propagate_all_parent=called.get("propagateAllParentVariables", "true") != "false",
        binding=called.get("bindingType") or decision.get("bindingType") or "latest",
        version_tag=called.get("versionTag") or decision.get("versionTag"),
        decision=decision.get("decisionId"),
        result_variable=decision.get("resultVariable") or script.get("resultVariable"),
        script=script.get("expression"),
        properties=_properties(node),
    )

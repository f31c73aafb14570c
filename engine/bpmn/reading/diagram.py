"""An XML tree of the Camunda 8 dialect to Process objects (BPMN 2.0.2, clause 15; Zeebe's extension elements).

We read the diagram ourselves and give the library specifications that we built: its own parser drops flows without an id,
orders flows by their place on the canvas and ignores conditions silently (docs/decisions/0003).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn.elements import Element, EventDefinition, Flow, Oddity, Process
from engine.bpmn.extensions import Extensions
from engine.bpmn.kinds import FLOW_NODES, SUB_PROCESSES, ElementKind
from engine.bpmn.reading.counts import inner_counts
from engine.bpmn.reading.events import read_events, read_message
from engine.bpmn.reading.extensions import read_ad_hoc, read_extensions, read_loop, read_properties
from engine.bpmn.reading.foreign_mappings import camunda7_attribute
from engine.bpmn.reading.juel import to_executable_text
from engine.bpmn.reading.listeners import read_listeners
from engine.bpmn.reading.losses import read_losses
from engine.bpmn.reading.names import (
    BPMN,
    CAMUNDA_7,
    DRAWING,
    ZEEBE,
    is_executable,
    local_name,
    local_reference,
    parse_boolean,
    text_of,
)
from engine.bpmn.reading.oddities import find_oddities
from engine.bpmn.reading.references import References
from engine.bpmn.reading.unwritten import always_true, is_of_camunda_7
from engine.bpmn.reading.xml import parse_xml
from engine.model.errors import DeploymentRejected, Problem


@dataclass(frozen=True)
class Diagram:
    """A read file: its processes and its tree (for the drawing and for a byte-true save)."""

    processes: tuple[Process, ...]
    root: Any


def read_diagram(data: bytes, *, resource: str = "") -> Diagram:
    """Read a BPMN file, or a part of one. Raises DeploymentRejected where it is no XML or no BPMN, or two elements have one id.

    What cannot be executed, also a file without a process, is the linter's.
    """
    root = parse_xml(data, resource=resource)
    if not root.tag.startswith((BPMN, *DRAWING, *CAMUNDA_7)):
        raise DeploymentRejected(
            [
                Problem(
                    code="NO_BPMN", resource=resource, message="The file is XML, but no BPMN 2.0.", remedy="Save it as BPMN in the modeler."
                )
            ]
        )
    catalogue, messages, references = _catalogue(root), _message_flows(root), References(root)
    nodes = root.findall(f"{BPMN}process")
    processes = tuple(_Reader(node, root, catalogue, messages, references, resource).process() for node in nodes)
    return Diagram(processes, root)


def _catalogue(root: Any) -> dict[str, Any]:
    """Messages, errors and their like by id: what events refer to."""
    found = {node.get("id"): node for node in root if isinstance(node.tag, str) and node.get("id")}
    found |= {node.get("id"): node for node in root.iterfind(f"{BPMN}interface/{BPMN}operation") if node.get("id")}
    return found


def _message_flows(root: Any) -> dict[str, str]:
    """Where a message flow leads, for events and send tasks that name no message of their own."""
    flows = root.iterfind(f"{BPMN}collaboration/{BPMN}messageFlow")
    receivers = {local_reference(flow.get("sourceRef")) or "": local_reference(flow.get("targetRef")) or "" for flow in flows}
    named: dict[str, str] = {}
    for node in root.iter(*(f"{BPMN}{kind}" for kind in FLOW_NODES)):
        definition = node.find(f"{BPMN}messageEventDefinition")
        reference = node.get("messageRef") or (definition.get("messageRef") if definition is not None else None)
        if reference and node.get("id"):
            named[node.get("id")] = reference
    return {sender: named[receiver] for sender, receiver in receivers.items() if receiver in named}


class _Reader:
    def __init__(
        self, node: Any, root: Any, catalogue: dict[str, Any], messages: dict[str, str], references: References, resource: str
    ) -> None:
        self.node = node
        self.root = root
        self.catalogue = catalogue
        self.messages = messages
        self.references = references
        self.resource = resource
        self.flows: dict[str, Flow] = {}
        #: element -> its flows, in the order of the file
        self.incoming: dict[str, list[str]] = {}
        self.outgoing: dict[str, list[str]] = {}
        self.elements: dict[str, Element] = {}
        self.lanes: dict[str, str] = {}
        self.handlers: dict[str, str] = {}
        self.problems: list[Problem] = []

    def process(self) -> Process:
        for lane in self.node.iter(f"{BPMN}lane"):
            for reference in lane.findall(f"{BPMN}flowNodeRef"):
                self.lanes[local_reference(text_of(reference)) or ""] = lane.get("name") or lane.get("id")
        for association in self.node.iter(f"{BPMN}association"):
            ends = local_reference(association.get("sourceRef")) or "", local_reference(association.get("targetRef")) or ""
            self.handlers[ends[0]] = ends[1]
            self.handlers.setdefault(ends[1], ends[0])  # some draw it the other way round
        self._flows(self.node)
        self._nodes(self.node, None)
        if self.problems:
            raise DeploymentRejected(self.problems)
        unwritten = always_true(self.elements.values(), self.flows) if is_of_camunda_7(self.node) else []
        self.flows |= {flow.id: replace(flow, condition="=true") for flow in unwritten}
        oddities = [
            *find_oddities(self.node, self.root, self.catalogue, self.references),
            *(
                Oddity(kind="shared_id", id=element.id, line=element.line, detail=local_name(self.catalogue[element.id].tag))
                if element.id in self.catalogue
                else Oddity(kind="shared_id", id=element.id, line=element.line, detail="sequenceFlow")
                for element in self.elements.values()
                if element.id in self.catalogue or element.id in self.flows
            ),
            *(Oddity(kind="always_true", id=flow.id, line=flow.line) for flow in unwritten),
        ]
        extension = self.node.find(f"{BPMN}extensionElements/{ZEEBE}versionTag")
        tag = extension.get("value") if extension is not None else camunda7_attribute(self.node, "versionTag")
        return Process(
            id=self.node.get("id") or "",
            name=self.node.get("name") or self.node.get("id") or "",
            executable=is_executable(self.node),
            elements=self.elements,
            flows=self.flows,
            version_tag=tag,
            properties=read_properties(self.node),
            listeners=read_listeners(self.node),
            data_objects=_data_objects(self.node),
            oddities=tuple(oddities),
            losses=tuple(read_losses(self.node, self.catalogue, self.references)),
        )

    def _flows(self, scope: Any) -> None:
        for number, node in enumerate(scope.iter(f"{BPMN}sequenceFlow")):
            identifier = node.get("id") or f"flow-{number + 1}"  # the id is optional in the XSD
            if identifier in self.flows:
                self._duplicate(identifier, node)
            self.flows[identifier] = Flow(
                id=identifier,
                name=node.get("name") or "",
                source=local_reference(node.get("sourceRef")) or "",
                target=local_reference(node.get("targetRef")) or "",
                condition=to_executable_text(text_of(node.find(f"{BPMN}conditionExpression")), inner_counts(node)),
                line=node.sourceline,
            )
        for flow in self.flows.values():
            self.incoming.setdefault(flow.target, []).append(flow.id)
            self.outgoing.setdefault(flow.source, []).append(flow.id)

    def _duplicate(self, identifier: str, node: Any) -> None:
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

    def _nodes(self, parent: Any, scope: str | None) -> None:
        for node in parent:
            if not isinstance(node.tag, str) or not node.tag.startswith(BPMN):
                continue
            kind = FLOW_NODES.get(local_name(node.tag))
            if kind is None:
                continue
            identifier = node.get("id") or f"{kind}-{len(self.elements) + 1}"
            if identifier in self.elements:
                self._duplicate(identifier, node)
                continue
            self.elements[identifier] = self._element(node, kind, identifier, scope)
            if kind in SUB_PROCESSES:
                self._nodes(node, identifier)

    def _element(self, node: Any, kind: ElementKind, identifier: str, scope: str | None) -> Element:
        if kind == "subProcess" and parse_boolean(node.get("triggeredByEvent"), default=False):
            kind = "eventSubProcess"
        extensions = read_extensions(node)
        return Element(
            id=identifier,
            kind=kind,
            name=" ".join((node.get("name") or "").split()),
            scope=scope,
            incoming=tuple(self.incoming.get(identifier, ())),
            outgoing=tuple(self.outgoing.get(identifier, ())),
            default=local_reference(node.get("default")),
            attached_to=local_reference(node.get("attachedToRef")),
            interrupting=parse_boolean(node.get("cancelActivity"), default=True)
            and parse_boolean(node.get("isInterrupting"), default=True),
            events=self._events(node, kind, identifier, extensions),
            parallel_multiple=parse_boolean(node.get("parallelMultiple"), default=False),
            loop=read_loop(node, self.catalogue),
            ad_hoc=read_ad_hoc(node) if kind == "adHocSubProcess" else None,
            for_compensation=parse_boolean(node.get("isForCompensation"), default=False),
            handler=self.handlers.get(identifier) if kind == "boundaryEvent" else None,
            start_quantity=_quantity(node.get("startQuantity")),
            completion_quantity=_quantity(node.get("completionQuantity")),
            instantiates=parse_boolean(node.get("instantiate"), default=False),
            activation_condition=to_executable_text(text_of(node.find(f"{BPMN}activationCondition")), inner_counts(node)),
            data_objects=_data_objects(node),
            extensions=extensions,
            lane=self.lanes.get(identifier),
            line=node.sourceline,
        )

    def _events(self, node: Any, kind: ElementKind, identifier: str, extensions: Extensions) -> tuple[EventDefinition, ...]:
        if kind == "receiveTask" or (kind == "sendTask" and not extensions.job_type):
            return (read_message(node.get("messageRef") or self.messages.get(identifier), self.catalogue),)
        found, counts = read_events(node, self.catalogue), inner_counts(node)
        if identifier in self.messages and not extensions.job_type:
            flow = read_message(self.messages[identifier], self.catalogue)
            found = tuple(flow if event.kind == "message" and not event.message else event for event in found)
        return tuple(
            replace(event, timer=to_executable_text(event.timer, counts), condition=to_executable_text(event.condition, counts))
            for event in found
        )


def _quantity(text: str | None) -> int:
    """A token quantity (BPMN 2.0.2, 10.3); what is no number is left to the linter as 0."""
    return 1 if text is None else int(text) if text.strip().isdigit() else 0


def _data_objects(node: Any) -> tuple[str, ...]:
    """Variables that a scope declares: the names of its data objects that can be FEEL names."""
    drawn = [*node.findall(f"{BPMN}dataObject"), *node.findall(f"{BPMN}dataObjectReference")]
    names = [item.get("name") or "" for item in drawn]
    return tuple(name for name in dict.fromkeys(names) if name.isidentifier())

"""The zeebe: elements of a node, or what Camunda 7 and its descendants write instead, as far as it maps."""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements import AdHoc, LoopEvent, MultiInstance, StandardLoop
from engine.bpmn.extensions import Extensions, IoMapping
from engine.bpmn.reading.counts import completion_counts, inner_counts, outer_counts
from engine.bpmn.reading.events import Catalogue, read_event, read_events
from engine.bpmn.reading.foreign_mappings import camunda7_attribute, camunda7_elements, caught_mappings, foreign_mappings, passes_all
from engine.bpmn.reading.juel import is_juel, to_executable_text
from engine.bpmn.reading.listeners import read_listeners
from engine.bpmn.reading.names import BPMN, ZEEBE, local_reference, parse_boolean, text_of


def read_extensions(node: Any) -> Extensions:
    def attributes(tag: str) -> dict[str, str]:
        found = node.find(f"{BPMN}extensionElements/{ZEEBE}{tag}")
        return {} if found is None else dict(found.attrib)

    task, called, decision = attributes("taskDefinition"), attributes("calledElement"), attributes("calledDecision")
    assignment, schedule = attributes("assignmentDefinition"), attributes("taskSchedule")
    script, form = attributes("script"), attributes("formDefinition")
    headers = node.findall(f"{BPMN}extensionElements/{ZEEBE}taskHeaders/{ZEEBE}header")
    counts, caught = inner_counts(node), caught_mappings(node)

    def foreign(name: str) -> str | None:
        return to_executable_text(camunda7_attribute(node, name), counts)

    everything = bool(called) or node.get("calledElement") is None or not camunda7_elements(node, "in", "out")
    return Extensions(
        form=form.get("formId") or form.get("formKey") or camunda7_attribute(node, "formRef") or camunda7_attribute(node, "formKey"),
        assignee=assignment.get("assignee") or foreign("assignee"),
        candidate_groups=assignment.get("candidateGroups") or foreign("candidateGroups"),
        candidate_users=assignment.get("candidateUsers") or foreign("candidateUsers"),
        initiator=camunda7_attribute(node, "initiator"),
        due_date=schedule.get("dueDate") or foreign("dueDate"),
        follow_up_date=schedule.get("followUpDate") or foreign("followUpDate"),
        priority=attributes("priorityDefinition").get("priority") or foreign("priority"),
        job_type=task.get("type") or _external_topic(node),
        retries=task.get("retries") or "3",
        headers=tuple((item.get("key") or "", item.get("value") or "") for item in headers),
        inputs=_mappings(node, "input") or foreign_mappings(node, "input", "in"),
        outputs=_mappings(node, "output") or (*foreign_mappings(node, "output", "out"), *caught),
        keeps_results=not _mappings(node, "output") and bool(caught or camunda7_elements(node, "inputOutput")),
        called_process=called.get("processId") or to_executable_text(_called(node.get("calledElement")), counts),
        propagate_all_child=called.get("propagateAllChildVariables", "true") != "false"
        if called
        else everything or passes_all(node, "out"),
        propagate_all_parent=called.get("propagateAllParentVariables", "true") != "false" if called else _inherits(node, everything),
        binding=called.get("bindingType") or decision.get("bindingType") or camunda7_attribute(node, "calledElementBinding") or "latest",
        version_tag=called.get("versionTag") or decision.get("versionTag") or camunda7_attribute(node, "calledElementVersionTag"),
        decision=decision.get("decisionId") or foreign("decisionRef"),
        result_variable=decision.get("resultVariable") or script.get("resultVariable") or camunda7_attribute(node, "resultVariable"),
        script=script.get("expression") or _feel_script(node),
        properties=read_properties(node),
        listeners=read_listeners(node),
    )


def read_properties(node: Any) -> tuple[tuple[str, str], ...]:
    found = node.findall(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property")
    return tuple((item.get("name") or "", item.get("value") or "") for item in found)


def read_loop(node: Any, catalogue: Catalogue) -> MultiInstance | StandardLoop | None:
    standard = node.find(f"{BPMN}standardLoopCharacteristics")
    if standard is not None:
        return StandardLoop(
            test_before=parse_boolean(standard.get("testBefore"), default=False),
            condition=to_executable_text(text_of(standard.find(f"{BPMN}loopCondition")), outer_counts(node)),
            maximum=standard.get("loopMaximum"),
        )
    loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    zeebe = loop.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    values = {} if zeebe is None else zeebe.attrib
    outside = outer_counts(node)
    collection = to_executable_text(camunda7_attribute(loop, "collection"), outside)
    reference = text_of(loop.find(f"{BPMN}loopDataInputRef"))
    output = text_of(loop.find(f"{BPMN}loopDataOutputRef"))
    return MultiInstance(
        sequential=parse_boolean(loop.get("isSequential"), default=False),
        input_collection=values.get("inputCollection") or collection or (f"={local_reference(reference)}" if reference else ""),
        cardinality=to_executable_text(text_of(loop.find(f"{BPMN}loopCardinality")), outside),
        input_element=values.get("inputElement") or camunda7_attribute(loop, "elementVariable") or _item(loop, "inputDataItem"),
        output_collection=values.get("outputCollection") or local_reference(output),
        output_element=values.get("outputElement") or _item(loop, "outputDataItem"),
        completion_condition=to_executable_text(text_of(loop.find(f"{BPMN}completionCondition")), completion_counts(node)),
        behavior=loop.get("behavior") or "All",
        thrown=_loop_events(loop, catalogue),
    )


def _loop_events(loop: Any, catalogue: Catalogue) -> tuple[LoopEvent, ...]:
    """What is thrown as instances end (BPMN 2.0.2, 10.3.8, table 10.29): by reference, or with a condition for each."""
    behavior = loop.get("behavior")
    if behavior in ("None", "One"):
        found = catalogue.get(local_reference(loop.get(f"{behavior.lower()}BehaviorEventRef")) or "")
        return () if found is None else (LoopEvent(event=read_event(found, catalogue)),)
    if behavior != "Complex":
        return ()
    return tuple(
        LoopEvent(event=event, condition=to_executable_text(text_of(definition.find(f"{BPMN}condition"))))
        for definition in loop.findall(f"{BPMN}complexBehaviorDefinition")
        for thrower in definition.findall(f"{BPMN}event")
        for event in read_events(thrower, catalogue)
    )


def read_ad_hoc(node: Any) -> AdHoc:
    zeebe = node.find(f"{BPMN}extensionElements/{ZEEBE}adHoc")
    return AdHoc(
        sequential=node.get("ordering") == "Sequential",
        completion_condition=to_executable_text(text_of(node.find(f"{BPMN}completionCondition")), inner_counts(node)),
        cancel_remaining=parse_boolean(node.get("cancelRemainingInstances"), default=True),
        active_elements=None if zeebe is None else zeebe.get("activeElementsCollection"),
    )


def _item(loop: Any, tag: str) -> str | None:
    item = loop.find(f"{BPMN}{tag}")
    return None if item is None else item.get("name") or item.get("id")


def _mappings(node: Any, tag: str) -> tuple[IoMapping, ...]:
    found = node.findall(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{tag}")
    return tuple(IoMapping(source=item.get("source") or "", target=item.get("target") or "") for item in found)


def _external_topic(node: Any) -> str | None:
    """The topic of an external task, also of a throw event, where it stands at the message (Camunda 7's external tasks)."""
    for holder in (node, *node.findall(f"{BPMN}messageEventDefinition")):
        if camunda7_attribute(holder, "type") == "external":
            return to_executable_text(camunda7_attribute(holder, "topic"), inner_counts(node))
    return None


def _inherits(node: Any, everything: bool) -> bool:
    """Whether a called process gets all variables: inheritVariables says so at Flowable's call activities."""
    said = camunda7_attribute(node, "inheritVariables")
    return passes_all(node, "in") or (everything if said is None else said == "true")


def _called(reference: str | None) -> str | None:
    """A process's id, or an expression that gives one, in which a `:` is no prefix."""
    return reference if is_juel(reference) else local_reference(reference)


def _feel_script(node: Any) -> str | None:
    """A standard script element whose format says FEEL."""
    return text_of(node.find(f"{BPMN}script")) if (node.get("scriptFormat") or "").lower().endswith("feel") else None

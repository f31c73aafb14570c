"""The zeebe: elements of a node, or what Camunda 7 and its descendants write instead, as far as it maps."""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements import AdHoc, Extensions, IoMapping, LoopEvent, MultiInstance, StandardLoop
from engine.bpmn.reading.events import Catalogue, read_event, read_events
from engine.bpmn.reading.juel import to_executable_text
from engine.bpmn.reading.names import BPMN, CAMUNDA_7, ZEEBE, local_reference, parse_boolean, text_of


def read_extensions(node: Any) -> Extensions:
    def attributes(tag: str) -> dict[str, str]:
        found = node.find(f"{BPMN}extensionElements/{ZEEBE}{tag}")
        return {} if found is None else dict(found.attrib)

    task, called, decision = attributes("taskDefinition"), attributes("calledElement"), attributes("calledDecision")
    assignment, schedule = attributes("assignmentDefinition"), attributes("taskSchedule")
    script, form = attributes("script"), attributes("formDefinition")
    headers = node.findall(f"{BPMN}extensionElements/{ZEEBE}taskHeaders/{ZEEBE}header")
    external = camunda7_attribute(node, "topic") if camunda7_attribute(node, "type") == "external" else None
    everything = bool(called) or node.get("calledElement") is None or not camunda7_elements(node, "in", "out")
    return Extensions(
        form=form.get("formId") or form.get("formKey") or camunda7_attribute(node, "formRef") or camunda7_attribute(node, "formKey"),
        assignee=assignment.get("assignee") or to_executable_text(camunda7_attribute(node, "assignee")),
        candidate_groups=assignment.get("candidateGroups") or to_executable_text(camunda7_attribute(node, "candidateGroups")),
        due_date=schedule.get("dueDate") or to_executable_text(camunda7_attribute(node, "dueDate")),
        follow_up_date=schedule.get("followUpDate") or to_executable_text(camunda7_attribute(node, "followUpDate")),
        priority=attributes("priorityDefinition").get("priority") or to_executable_text(camunda7_attribute(node, "priority")),
        job_type=task.get("type") or external,
        retries=task.get("retries") or "3",
        headers=tuple((item.get("key") or "", item.get("value") or "") for item in headers),
        inputs=_mappings(node, "input") or _seven_mappings(node, "input", "in"),
        outputs=_mappings(node, "output") or _seven_mappings(node, "output", "out"),
        called_process=called.get("processId") or to_executable_text(local_reference(node.get("calledElement"))),
        propagate_all_child=called.get("propagateAllChildVariables", "true") != "false" if called else everything or _all(node, "out"),
        propagate_all_parent=called.get("propagateAllParentVariables", "true") != "false" if called else everything or _all(node, "in"),
        binding=called.get("bindingType") or decision.get("bindingType") or camunda7_attribute(node, "calledElementBinding") or "latest",
        version_tag=called.get("versionTag") or decision.get("versionTag") or camunda7_attribute(node, "calledElementVersionTag"),
        decision=decision.get("decisionId") or to_executable_text(camunda7_attribute(node, "decisionRef")),
        result_variable=decision.get("resultVariable") or script.get("resultVariable") or camunda7_attribute(node, "resultVariable"),
        script=script.get("expression") or _feel_script(node),
        properties=read_properties(node),
    )


def read_properties(node: Any) -> tuple[tuple[str, str], ...]:
    found = node.findall(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property")
    return tuple((item.get("name") or "", item.get("value") or "") for item in found)


def read_loop(node: Any, catalogue: Catalogue) -> MultiInstance | StandardLoop | None:
    standard = node.find(f"{BPMN}standardLoopCharacteristics")
    if standard is not None:
        return StandardLoop(
            test_before=parse_boolean(standard.get("testBefore"), default=False),
            condition=to_executable_text(text_of(standard.find(f"{BPMN}loopCondition"))),
            maximum=standard.get("loopMaximum"),
        )
    loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    zeebe = loop.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    values = {} if zeebe is None else zeebe.attrib
    collection = to_executable_text(camunda7_attribute(loop, "collection"))
    reference = text_of(loop.find(f"{BPMN}loopDataInputRef"))
    output = text_of(loop.find(f"{BPMN}loopDataOutputRef"))
    return MultiInstance(
        sequential=parse_boolean(loop.get("isSequential"), default=False),
        input_collection=values.get("inputCollection") or collection or (f"={local_reference(reference)}" if reference else ""),
        cardinality=to_executable_text(text_of(loop.find(f"{BPMN}loopCardinality"))),
        input_element=values.get("inputElement") or camunda7_attribute(loop, "elementVariable") or _item(loop, "inputDataItem"),
        output_collection=values.get("outputCollection") or local_reference(output),
        output_element=values.get("outputElement") or _item(loop, "outputDataItem"),
        completion_condition=to_executable_text(text_of(loop.find(f"{BPMN}completionCondition"))),
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
        completion_condition=to_executable_text(text_of(node.find(f"{BPMN}completionCondition"))),
        cancel_remaining=parse_boolean(node.get("cancelRemainingInstances"), default=True),
        active_elements=None if zeebe is None else zeebe.get("activeElementsCollection"),
    )


def camunda7_attribute(node: Any, name: str) -> str | None:
    """An attribute of Camunda 7's dialect, under whichever of its namespaces."""
    return next((node.get(f"{space}{name}") for space in CAMUNDA_7 if node.get(f"{space}{name}")), None)


def camunda7_elements(node: Any, *names: str) -> list[Any]:
    holder = node.find(f"{BPMN}extensionElements")
    return [] if holder is None else [child for name in names for space in CAMUNDA_7 for child in holder.iter(f"{space}{name}")]


def _item(loop: Any, tag: str) -> str | None:
    item = loop.find(f"{BPMN}{tag}")
    return None if item is None else item.get("name") or item.get("id")


def _mappings(node: Any, tag: str) -> tuple[IoMapping, ...]:
    found = node.findall(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{tag}")
    return tuple(IoMapping(source=item.get("source") or "", target=item.get("target") or "") for item in found)


def _seven_mappings(node: Any, parameter: str, variable: str) -> tuple[IoMapping, ...]:
    """`inputParameter` texts, and `in`/`out` of call activities."""
    mappings = [
        IoMapping(source=source, target=item.get("name") or "")
        for item in camunda7_elements(node, f"{parameter}Parameter")
        if not len(item) and (source := to_executable_text(text_of(item) or "")) is not None
    ]
    for item in camunda7_elements(node, variable):
        source = item.get("source") or to_executable_text(item.get("sourceExpression"))
        if source and item.get("target"):
            mappings.append(IoMapping(source=source if source.startswith("=") else f"={source}", target=item.get("target")))
    return tuple(mappings)


def _all(node: Any, tag: str) -> bool:
    return any(item.get("variables") == "all" for item in camunda7_elements(node, tag))


def _feel_script(node: Any) -> str | None:
    """A standard script element whose format says FEEL."""
    return text_of(node.find(f"{BPMN}script")) if (node.get("scriptFormat") or "").lower().endswith("feel") else None

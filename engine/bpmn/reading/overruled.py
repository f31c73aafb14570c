"""What an element says twice: of two dialects Camunda 8's counts, and of Camunda 7's descendants the first; a collection counts before
a number of instances (reading/extensions.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.reading.counts import inner_counts
from engine.bpmn.reading.juel import to_executable_text
from engine.bpmn.reading.names import BPMN, CAMUNDA_7, ZEEBE, local_name, local_reference, text_of

#: attribute of Camunda 7 -> the elements and attributes of Camunda 8 that mean the same
_SAME: Mapping[str, tuple[tuple[str, str], ...]] = {
    **{name: (("assignmentDefinition", name),) for name in ("assignee", "candidateGroups", "candidateUsers")},
    **{name: (("taskSchedule", name),) for name in ("dueDate", "followUpDate")},
    **dict.fromkeys(("formKey", "formRef"), (("formDefinition", "formId"), ("formDefinition", "formKey"))),
    "priority": (("priorityDefinition", "priority"),),
    "topic": (("taskDefinition", "type"),),
    "decisionRef": (("calledDecision", "decisionId"),),
    "resultVariable": (("calledDecision", "resultVariable"), ("script", "resultVariable")),
    "calledElement": (("calledElement", "processId"),),
    "calledElementBinding": (("calledElement", "bindingType"),),
    "calledElementVersionTag": (("calledElement", "versionTag"),),
    "collection": (("loopCharacteristics", "inputCollection"),),
    "elementVariable": (("loopCharacteristics", "inputElement"),),
}
#: part of a repetition -> the attributes of Camunda 8 and 7 that count before it
_LOOP_PARTS = {
    "loopCardinality": ("inputCollection", "collection"),
    "loopDataInputRef": ("inputCollection", "collection"),
    "inputDataItem": ("inputElement", "elementVariable"),
    "loopDataOutputRef": ("outputCollection", ""),
    "outputDataItem": ("outputElement", ""),
}
#: element of Camunda 7 -> the mappings of Camunda 8 beside which it is not read
_MAPPINGS = {"inputParameter": "input", "in": "input", "outputParameter": "output", "out": "output"}


def is_overruled(node: Any, attribute: str) -> bool:
    """Whether another dialect says something else in the place of an attribute."""
    name, value = local_name(attribute), node.get(attribute)
    if not value:
        return False
    mine = {value, to_executable_text(value, inner_counts(node)) or ""}
    for tag, other in _SAME.get(name, ()):
        found = node.find(f"{BPMN}extensionElements/{ZEEBE}{tag}")
        if found is not None and found.get(other):
            return not mine & {found.get(other), found.get(other).removeprefix("=")}
    first = next((node.get(f"{space}{name}") for space in CAMUNDA_7 if node.get(f"{space}{name}")), value)
    return attribute.startswith("{") and first != value


def is_mapping_overruled(node: Any, owner: Any) -> bool:
    """Whether a parameter is not read, because mappings of Camunda 8 stand beside it, and none of them writes the same."""
    wanted = _MAPPINGS.get(local_name(node.tag))
    mappings = owner.findall(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{wanted}") if wanted else []
    return bool(mappings) and (node.get("name") or node.get("target")) not in {mapping.get("target") for mapping in mappings}


def is_loop_part_overruled(node: Any) -> bool:
    """Whether a part of a repetition, as BPMN writes it, stands beside what a dialect says otherwise, or a number beside a collection."""
    name, loop = local_name(node.tag), node.getparent()
    if name not in _LOOP_PARTS:
        return False
    eight = loop.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    mine = local_reference(text_of(node)) or node.get("name") or node.get("id")
    attribute, other = _LOOP_PARTS[name]
    said = [loop.get(f"{space}{other}") for space in CAMUNDA_7 if other]
    said = [value for value in (None if eight is None else eight.get(attribute), *said) if value]
    if said and (name == "loopCardinality" or mine not in (said[0], said[0].removeprefix("="))):
        return True
    return name == "loopCardinality" and loop.find(f"{BPMN}loopDataInputRef") is not None

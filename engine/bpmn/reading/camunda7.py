"""What Camunda 7 and Operaton insist on in their own elements and attributes: their engines refuse the file (BpmnParse)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.reading.foreign_mappings import camunda7_attribute
from engine.bpmn.reading.juel import is_juel
from engine.bpmn.reading.names import BPMN, local_name
from engine.bpmn.reading.schema import Fault
from engine.bpmn.reading.unwritten import is_of_camunda_7

_SPACES = ("{http://camunda.org/schema/1.0/bpmn}", "{http://operaton.org/schema/1.0/bpmn}")
_BINDINGS = frozenset({"latest", "deployment", "version", "versionTag"})
_WORDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("calledElementBinding", "decisionRefBinding", "caseBinding"), _BINDINGS),
    "formRefBinding": _BINDINGS - {"versionTag"},
    "mapDecisionResult": frozenset({"singleEntry", "singleResult", "collectEntries", "resultList"}),
}
#: numbers, or expressions that give one
_NUMBERS = frozenset({"jobPriority", "taskPriority"})
_NUMBER = re.compile(r"-?\d+")
#: days, as a number or in ISO 8601
_TIME_TO_LIVE = re.compile(r"(\d+|P\d+D)?")


def camunda7_faults(node: Any) -> Iterator[Fault]:
    """Of one element, with its extensions."""
    for name, value in node.attrib.items():
        if not name.startswith(_SPACES) or is_juel(value):
            continue
        local = local_name(name)
        wrong = (
            (local in _WORDS and value not in _WORDS[local])
            or (local in _NUMBERS and _NUMBER.fullmatch(value.strip()) is None)
            or (local == "historyTimeToLive" and _TIME_TO_LIVE.fullmatch(value.strip()) is None)
        )
        if wrong:
            yield Fault("bad_value", node, local)
    if all(any(node.get(f"{space}{name}") for space in _SPACES) for name in ("formKey", "formRef")):
        yield Fault("several", node, "formKey + formRef")
    for extensions in node.iterchildren(f"{BPMN}extensionElements"):
        for child in extensions.iterchildren(*(f"{space}*" for space in _SPACES)):
            yield from _passed(child, local_name(child.tag))


def _passed(node: Any, kind: str) -> Iterator[Fault]:
    """What a called process gets and gives, and the errors of an external task."""
    if kind in ("in", "out") and not node.get("variables") and not node.get("businessKey"):
        if not node.get("source") and not node.get("sourceExpression"):
            yield Fault("lacking", node, "source")
        if not node.get("target"):
            yield Fault("lacking", node, "target")
    if kind == "errorEventDefinition" and node.get("expression") is None:
        yield Fault("lacking", node, "expression")


def double_signals(root: Any) -> Iterator[Fault]:
    """Two signals of one name in a file of this family: there each is refused; Camunda 8 takes them for one."""
    signals = [node for node in root.iterchildren(f"{BPMN}signal") if node.get("name")] if is_of_camunda_7(root) else []
    counted = Counter((node.get("name"), camunda7_attribute(node, "scope")) for node in signals)
    for node in signals:
        if counted[node.get("name"), camunda7_attribute(node, "scope")] > 1:
            yield Fault("double_signal", node, node.get("name"))
            return

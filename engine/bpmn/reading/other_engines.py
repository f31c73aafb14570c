"""What jBPM (drools:) and SpiffArena (spiffworkflow:) ask for. None of it is read: it is lost, but for notes that change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.reading.names import local_name

_LOST = "DIALECT_LOST"
_CODES: Mapping[str, str] = {
    **dict.fromkeys("onEntry-script onExit-script".split(), "LISTENER_LOST"),
    **dict.fromkeys("ruleFlowGroup taskName serviceTaskOperator calledDecisionId".split(), "SERVICE_LOST"),
    **dict.fromkeys(
        "preScript postScript scriptsOnInstances messagePayload messageVariable processVariableCorrelation payloadExpression "
        "variableName".split(),
        "MAPPING_LOST",
    ),
    **dict.fromkeys("instructionsForEndUser formJsonSchemaFilename formUiSchemaFilename".split(), "FORM_LOST"),
    **dict.fromkeys("allowGuest guestConfirmation".split(), "CANDIDATES_LOST"),
}
#: declarations of what scripts use, colours, tests and remarks; a step is a transaction of its own here, whether or not it is async
_NOTES = frozenset(
    "import global packageName version dtype bgcolor bordercolor fontcolor fontsize color-background selectable "
    "unitTests unitTest category isOutputSynthetic "
    "elementname customDescription customTags customAsync customName".split()
)
#: what is so here anyway
_SAME: Mapping[str, str] = {"independent": "true", "waitForCompletion": "true", "adHoc": "false", "allowGuest": "false"}


def lost_of_other_engine(node: Any, name: str, value: str | None = None) -> str | None:
    """The code of the problem; None where nothing is lost. `value`: of an attribute."""
    if value is None:
        if name == "metaData" or name == "property":
            name = node.get("name") or name
        elif name == "properties" and all(lost_of_other_engine(item, local_name(item.tag)) is None for item in node.iterchildren("*")):
            return None
        elif name == "properties":
            return next(filter(None, (lost_of_other_engine(item, local_name(item.tag)) for item in node.iterchildren("*"))))
        if name in ("metaValue", "unitTest") or local_name(node.getparent().tag) in ("unitTest", "metaData"):
            return None  # a part of what is told as a whole
        value = (node.text or "").strip()
    if name == "taskName" and local_name(node.tag) != "task":
        return None  # only a task without a kind of its own is a service there
    return None if name in _NOTES or _SAME.get(name) == value else _CODES.get(name, _LOST)

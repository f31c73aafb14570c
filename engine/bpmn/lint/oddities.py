"""Sentences for what a file says and nothing would come of (engine/bpmn/reading/oddities.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Oddity, OddityKind
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem

#: what is told of each: code, sentence with the detail, remedy
_SENTENCES: Mapping[OddityKind, tuple[str, str, str]] = {
    "event_reference": (
        "UNKNOWN_EVENT",
        "The event refers to the definition '{}', which the file does not have: it would be an event without a trigger.",
        "Give it a trigger of its own, or remove the reference.",
    ),
    "several": ("SEVERAL_VALUES", "There are several where BPMN allows one ('{}'): only the first would count.", "Keep one of them."),
    "global_task": (
        "GLOBAL_TASK",
        "The call activity calls the global task '{}', which is no process: global tasks are not executed.",
        "Draw the task here, or in a process of its own.",
    ),
    "call_not_executable": (
        "NOT_EXECUTABLE",
        "The call activity calls the process '{}', which is marked as not executable (isExecutable).",
        "Mark the process as executable.",
    ),
    "message_flow": (
        "MESSAGE_FLOW_INSIDE",
        "The message flow joins two elements of one pool; it can only lead to another pool.",
        "Draw a sequence flow, or a signal.",
    ),
    "always_true": (
        "FLOW_ALWAYS_TRUE",
        "The flow has no condition: as in Camunda 7 it is taken as if one were true, which others read as a mistake.",
        "Write =true, or make it the default flow.",
    ),
    "shared_id": (
        "DUPLICATE_ID",
        "A {} of the file has this id too: a reference to it could mean either.",
        "Give each element an id of its own.",
    ),
    "gateway_direction": (
        "GATEWAY_DIRECTION",
        "The gateway says that it is '{}', but its flows say otherwise: the flows decide.",
        "Remove gatewayDirection, or correct the flows.",
    ),
    "unknown_element": (
        "UNKNOWN_ELEMENT",
        "BPMN 2.0 has no element '{}' in this place: it would be passed over.",
        "Remove it, or draw what BPMN has.",
    ),
    "bad_value": ("BAD_VALUE", "The attribute '{}' has a value that nobody knows.", "Choose one in the properties panel, or remove it."),
    "bad_coordinate": (
        "BAD_COORDINATE",
        "The drawing has a coordinate '{}' that is no number: the element is not drawn, or without this point.",
        "Draw it again.",
    ),
    "bad_id": ("BAD_ID", "The id '{}' is no name of XML, which begins with no digit and has no spaces or colons.", "Choose another id."),
    "double_id": ("DUPLICATE_ID", "Two elements of the file have the id '{}'.", "Give each element an id of its own."),
    "lacking": ("LACKING", "The element lacks '{}', without which it says nothing.", "Complete it, or remove the element."),
    "dangling": (
        "UNKNOWN_REFERENCE",
        "The element refers to '{}', which the file does not have, or has as something else.",
        "Choose what is there, or remove the reference.",
    ),
    "unnamed_message": ("NO_MESSAGE", "The message '{}' has no name, by which others could find it.", "Name it."),
    "unnamed_signal": ("NO_SIGNAL", "The signal '{}' has no name, by which others could find it.", "Name it."),
    "misplaced": (
        "MISPLACED_ATTRIBUTE",
        "BPMN 2.0 has no attribute '{}' at this kind of element: what it asks for would not be done.",
        "Remove it, or draw the kind that has it.",
    ),
    "parallel_events": (
        "PARALLEL_EVENTS",
        "The event-based gateway is to wait for all of its events ('{}'): the first one decides.",
        "Draw a message start event, then catch events, or a parallel gateway.",
    ),
    "contradicted": (
        "FLOW_CONTRADICTED",
        "The element names the flow '{}', which does not join it on this side.",
        "Remove the reference, or connect the flow.",
    ),
    "message_flow_end": (
        "MESSAGE_FLOW_END",
        "A message flow cannot lead from or to '{}'.",
        "Draw it between pools, activities and events that send or receive.",
    ),
    "double_signal": (
        "DOUBLE_SIGNAL",
        "Two signals have the name '{}': Camunda 7, for which the file is written, refuses it.",
        "Keep one of them, and refer to it.",
    ),
    "message_flow_idle": (
        "MESSAGE_FLOW_IDLE",
        "A message flow joins '{}', which has no message: nothing is sent or awaited there.",
        "Give the event a message, or remove the message flow.",
    ),
}
#: what happens is decided by flows, whatever the file says or draws beside them
_TOLD_ONLY: frozenset[OddityKind] = frozenset({"always_true", "bad_coordinate", "gateway_direction", "message_flow_idle"})


def check_oddities(report: Report) -> Iterator[Problem]:
    for oddity in report.process.oddities:
        code, message, remedy = _SENTENCES[oddity.kind]
        yield report.problem(code, oddity, message.format(oddity.detail), remedy, severity=_severity(oddity), name=oddity.detail)


def _severity(oddity: Oddity) -> str:
    # diagrams in use call a step like a process; nothing refers to both
    harmless = oddity.kind == "shared_id" and oddity.detail == "process"
    return "warning" if harmless or oddity.kind in _TOLD_ONLY else "error"

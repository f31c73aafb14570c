"""Sentences for what a file says and nothing would come of (engine/bpmn/reading/oddities.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Oddity, OddityKind
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem

#: what the schema refuses, and references: code, sentence, remedy
_SENTENCES: Mapping[OddityKind, tuple[str, str, str]] = {
    "unknown_element": (
        "UNKNOWN_ELEMENT",
        "BPMN 2.0 has no element '{}' in this place: it would be passed over.",
        "Remove it, or draw what BPMN has.",
    ),
    "bad_value": ("BAD_VALUE", "The attribute '{}' has a value that nobody knows.", "Choose one in the properties panel, or remove it."),
    "bad_id": (
        "BAD_ID",
        "The id '{}' is no name of XML, which begins with no digit and has no spaces or colons.",
        "Choose another id.",
    ),
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
}


def check_oddities(report: Report) -> Iterator[Problem]:
    for oddity in report.process.oddities:
        yield _problem(report, oddity)


def _problem(report: Report, oddity: Oddity) -> Problem:
    detail = oddity.detail
    match oddity.kind:
        case "event_reference":
            message = (
                f"The event refers to the definition '{detail}', which the file does not have: it would be an event without a trigger."
            )
            return report.problem("UNKNOWN_EVENT", oddity, message, "Give it a trigger of its own, or remove the reference.", name=detail)
        case "several":
            message = f"There are several where BPMN allows one ('{detail}'): only the first would count."
            return report.problem("SEVERAL_VALUES", oddity, message, "Keep one of them.", name=detail)
        case "global_task":
            message = f"The call activity calls the global task '{detail}', which is no process: global tasks are not executed."
            return report.problem("GLOBAL_TASK", oddity, message, "Draw the task here, or in a process of its own.", name=detail)
        case "call_not_executable":
            message = f"The call activity calls the process '{detail}', which is marked as not executable (isExecutable)."
            return report.problem("NOT_EXECUTABLE", oddity, message, "Mark the process as executable.", name=detail)
        case "message_flow":
            message = "The message flow joins two elements of one pool; it can only lead to another pool."
            return report.problem("MESSAGE_FLOW_INSIDE", oddity, message, "Draw a sequence flow, or a signal.")
        case "always_true":
            message = "The flow has no condition: as in Camunda 7 it is taken as if one were true, which others read as a mistake."
            return report.problem("FLOW_ALWAYS_TRUE", oddity, message, "Write =true, or make it the default flow.", severity="warning")
        case "shared_id":
            message = f"A {detail} of the file has this id too: a reference to it could mean either."
            # diagrams in use call a step like a process; nothing refers to both
            severity = "warning" if detail == "process" else "error"
            return report.problem("DUPLICATE_ID", oddity, message, "Give each element an id of its own.", severity=severity)
        case "gateway_direction":
            message = f"The gateway says that it is '{detail}', but its flows say otherwise: the flows decide."
            remedy = "Remove gatewayDirection, or correct the flows."
            return report.problem("GATEWAY_DIRECTION", oddity, message, remedy, severity="warning", direction=detail)
        case _:
            code, message, remedy = _SENTENCES[oddity.kind]
            return report.problem(code, oddity, message.format(detail), remedy, name=detail)

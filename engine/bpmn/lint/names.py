"""Names and keys that are looked up in the database: one that no index can hold would stop every case that comes to it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, MultiInstance
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem
from engine.model.stored_text import name_problem

_REMEDY = "Choose a shorter one."


def check_process_id(report: Report) -> Iterator[Problem]:
    if problem := name_problem(report.process.id):
        yield report.problem("NAME_TOO_LONG", None, f"The process's id {problem}.", _REMEDY)


def check_names(report: Report, element: Element) -> Iterator[Problem]:
    """Texts that are names as they stand; an expression is looked at when it has its value (engine/bpmn/runtime/waiting.py)."""
    extensions = element.extensions
    named: list[tuple[str, str | None]] = [
        ("id", element.id),
        ("form", extensions.form),
        ("decision", extensions.decision),
        ("called process", extensions.called_process),
        ("job type", extensions.job_type),
    ]
    thrown = [item.event for item in element.loop.thrown] if isinstance(element.loop, MultiInstance) else []
    for event in (*element.events, *thrown):
        named += [
            ("message", event.message),
            ("signal", event.signal),
            ("correlation key", event.correlation_key),
            ("error code", event.error_code),
            ("escalation code", event.escalation_code),
        ]
    for what, text in named:
        if text and not text.startswith("=") and (problem := name_problem(text)):
            yield report.problem("NAME_TOO_LONG", element, f"The {what} '{text[:40]}…' {problem}.", _REMEDY)

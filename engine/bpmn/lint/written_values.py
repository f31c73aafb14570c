"""Values that are written out, not computed: each would be an incident in every case that comes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from engine.bpmn.durations import read_duration, read_time
from engine.bpmn.elements import Element
from engine.bpmn.lint.report import Report
from engine.bpmn.reading.juel import is_juel
from engine.model.errors import Problem


def check_written_values(report: Report, element: Element) -> Iterator[Problem]:
    extensions = element.extensions
    for place, text in (("due date", extensions.due_date), ("follow-up date", extensions.follow_up_date)):
        if _is_written(text) and read_time(text.strip()) is None and read_duration(text.strip()) is None:
            message = f"The {place} '{text}' is neither a date nor a duration."
            yield report.problem("BAD_DUE_DATE", element, message, "Write P3D, 2026-03-01, or an expression.", name=text)
    text = extensions.priority
    if _is_written(text) and not (text.strip().isdecimal() and 0 <= int(text) <= 100):
        message = f"The priority '{text}' is no whole number from 0 to 100."
        yield report.problem("BAD_PRIORITY", element, message, "Write one, or an expression.", name=text)
    caught = element.kind in ("boundaryEvent", "startEvent")
    for event in element.events:
        code = event.error_code if event.kind == "error" else event.escalation_code
        if caught and code and not _is_written(code):
            message = f"The event waits for the code '{code}', which is never computed: it would catch nothing."
            yield report.problem("CODE_COMPUTED", element, message, "Write the code itself.", name=code)
        key = event.correlation_key
        if _is_written(key):
            message = f"The correlation key '{key}' is a text: all cases would have the same one."
            yield report.problem("STATIC_KEY", element, message, "Write an expression such as =nomor.", name=key)


def _is_written(text: str | None) -> TypeGuard[str]:
    return text is not None and text != "" and not text.startswith("=") and not is_juel(text)

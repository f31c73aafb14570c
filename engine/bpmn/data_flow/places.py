"""The places of an element where an expression may stand behind a `=`, and what each takes: for the linter and for the analysis."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.data_flow.reading import (
    ANYTHING,
    DUE_DATE,
    KEY,
    MOMENT,
    NUMBER_OR_TEXT,
    OPTIONAL_TEXT,
    TEXT,
    TEXTS,
    Expected,
)
from engine.bpmn.elements import Element, EventDefinition

Place = tuple[str, str | None, Expected]
#: place, the field of the extensions, what it takes
_OF_ELEMENTS = (
    ("form", "form", OPTIONAL_TEXT),
    ("decision", "decision", TEXT),
    ("assignee", "assignee", TEXT),
    ("candidate groups", "candidate_groups", TEXTS),
    ("candidate users", "candidate_users", TEXTS),
    ("due date", "due_date", DUE_DATE),
    ("follow-up date", "follow_up_date", DUE_DATE),
    ("priority", "priority", NUMBER_OR_TEXT),
    ("called process", "called_process", TEXT),
    ("job type", "job_type", TEXT),
    ("retries", "retries", NUMBER_OR_TEXT),
)
#: place, the field of the event definition, what it takes
_OF_EVENTS = (
    ("timer", "timer", MOMENT),
    ("correlation key", "correlation_key", KEY),
    ("message", "message", TEXT),
    ("signal", "signal", TEXT),
    ("error code", "error_code", OPTIONAL_TEXT),
    ("escalation code", "escalation_code", OPTIONAL_TEXT),
)


def places_of_element(element: Element) -> Iterator[Place]:
    """What is evaluated as the element begins; of its properties only those of a user task are."""
    yield from ((place, getattr(element.extensions, field), expected) for place, field, expected in _OF_ELEMENTS)
    if element.kind == "userTask":
        yield from ((f"property {name}", value, ANYTHING) for name, value in element.extensions.properties)


def places_of_event(event: EventDefinition) -> Iterator[Place]:
    yield from ((place, getattr(event, field), expected) for place, field, expected in _OF_EVENTS)

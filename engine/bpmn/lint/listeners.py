"""Lint rules of the listeners that are executed as jobs (Camunda 8): each names a service, once for an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.bpmn.elements import Element
from engine.bpmn.extensions import Listener
from engine.bpmn.lint.expressions import check_texts
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem
from engine.model.stored_text import name_problem


def check_listeners(report: Report, element: Element) -> Iterator[Problem]:
    yield from _check(report, element, element.extensions.listeners)


def check_listeners_of_process(report: Report) -> Iterator[Problem]:
    yield from _check(report, None, report.process.listeners)


def _check(report: Report, element: Element | None, listeners: tuple[Listener, ...]) -> Iterator[Problem]:
    for listener in listeners:
        if not listener.type:
            text = f"The listener of '{listener.event}' names no service."
            yield report.problem("NO_JOB_TYPE", element, text, "Choose one from the list of services.")
        elif not listener.type.startswith("=") and (problem := name_problem(listener.type)):
            yield report.problem("NAME_TOO_LONG", element, f"The job type '{listener.type[:40]}…' {problem}.", "Choose a shorter one.")
        if not listener.retries.isdigit() and not listener.retries.startswith("="):
            yield report.problem("BAD_RETRIES", element, "The number of retries is no whole number.", "Write a number such as 3.")
        texts = ((f"type of the listener of {listener.event}", listener.type), ("retries of a listener", listener.retries))
        yield from check_texts(report, element, ((place, text[1:]) for place, text in texts if text.startswith("=")))
    counted = Counter((listener.event, listener.type) for listener in listeners)
    for (event, type_), number in counted.items():
        if number > 1:
            text = f"'{type_}' is a listener of '{event}' {number} times."
            yield report.problem("LISTENER_TWICE", element, text, "Remove all but one, or give each a type of its own.", name=type_)

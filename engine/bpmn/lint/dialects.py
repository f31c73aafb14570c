"""Lint rules of diagrams that were drawn for another engine: what is not carried out here, and names that only the other one knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Element, Loss, MultiInstance
from engine.bpmn.lint.expressions import expressions_of, names_read
from engine.bpmn.lint.report import Report
from engine.bpmn.reading.counts import COUNTS
from engine.model.errors import Problem

#: code -> (what is lost, the remedy)
LOSSES: Mapping[str, tuple[str, str]] = {
    "LISTENER_LOST": (
        "'{name}' is not executed: no listener of this sort, or at this place, runs here.",
        "Draw a service task before or after the step, or use a zeebe:executionListener with a job type.",
    ),
    "OVERRULED_LOST": (
        "'{name}' is not executed: the element says something else for the same beside it, and that counts.",
        "Keep one of the two.",
    ),
    "SERVICE_LOST": ("'{name}' is not executed: no code of another engine runs here.", "Choose a service from the list of services."),
    "FORM_LOST": ("'{name}' is not shown: a form does not stand in the diagram here.", "Make a form, and choose it at the step."),
    "MAPPING_LOST": ("'{name}' is not executed: no variable is read or written by it.", "Write an input or output mapping in FEEL."),
    "CANDIDATES_LOST": (
        "'{name}' is not executed: it says who may do or start this, and nobody is told.",
        "Name a position, users or role@unit at the user task; who may start a process is said in process.toml.",
    ),
    "SKIP_LOST": ("'{name}' is not executed: the step is never skipped.", "Draw an exclusive gateway and a way around the step."),
    "ERROR_VARIABLE_LOST": (
        "'{name}' is not executed: this variable is never written.",
        "Use errorCode, errorMessage or escalationCode in an output mapping of the event.",
    ),
    "BPMN_LOST": (
        "'{name}' is not executed: this part of BPMN decides nothing here.",
        "Draw what it does otherwise (docs/reference/bpmn.md), or remove it.",
    ),
    "FOREIGN_NOTES": (
        "'{name}' is another product's and is kept as it is: whatever it asks for is not done.",
        "Draw what is to happen with the elements that are executed here.",
    ),
    "DIALECT_LOST": (
        "'{name}' is not executed: it is another engine's, and nothing here does the same.",
        "Draw what it does (docs/reference/bpmn.md), or remove it.",
    ),
}


def check_losses(report: Report) -> Iterator[Problem]:
    for loss in report.process.losses:
        message, remedy = LOSSES[loss.code]
        yield _problem(report, loss, message.format(name=loss.name), remedy)


def _problem(report: Report, loss: Loss, message: str, remedy: str) -> Problem:
    return Problem(
        code=loss.code,
        element=loss.element,
        message=message,
        remedy=remedy,
        resource=report.resource,
        line=loss.line,
        severity="warning",
        values={"name": loss.name},
    )


def check_counts(report: Report) -> Iterator[Problem]:
    """A count that is not known where it is asked is null: `null = 1` is false, and a vote waits for everybody."""
    written = _written(report)
    for element in report.process.elements.values():
        yield from _unknown_counts(report, element, written)


def _unknown_counts(report: Report, element: Element, written: set[str]) -> Iterator[Problem]:
    for place, text in expressions_of(report.process, element):
        for name in sorted(
            set(names_read(text)) & (COUNTS.keys() | COUNTS.values() | {"nrOfTerminatedInstances", "numberOfTerminatedInstances"})
        ):
            known = place == "completion condition" and isinstance(element.loop, MultiInstance) and name.startswith("number")
            if not known and name not in written:
                message = f"{place}: '{name}' is not known here, and would count for null."
                remedy = f"Write {COUNTS.get(name, name)}, in the completion condition of a repetition only."
                # a name of the specification may be a variable that a form or a service writes
                severity = "error" if name.startswith("nrOf") else "warning"
                yield report.problem("UNKNOWN_COUNT", element, message, remedy, severity=severity, name=name)


def _written(report: Report) -> set[str]:
    """Names that the diagram itself writes are variables, whatever another engine means by them."""
    written: set[str] = set()
    for element in report.process.elements.values():
        extensions = element.extensions
        written |= {mapping.variable for mapping in (*extensions.inputs, *extensions.outputs)} | {extensions.result_variable or ""}
        if isinstance(element.loop, MultiInstance):
            written |= {element.loop.input_element or "", element.loop.output_collection or ""}
    return written

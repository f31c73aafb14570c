"""Lints a diagram for the engine, the workshop and `alur lint`: everything that would not be executed right is refused with the element, a
sentence and the remedy. webui/rendering/problem_text.py has the Indonesian sentences, by code.
"""

from __future__ import annotations

from engine.bpmn.elements import Process
from engine.bpmn.lint import activities, drawing, events, expressions, names, soundness, structure
from engine.bpmn.lint.report import ElementRule, ProcessRule, Report
from engine.bpmn.reading.diagram import Diagram
from engine.model.errors import Problem

PROCESS_RULES: tuple[ProcessRule, ...] = (
    structure.check_process,
    names.check_process_id,
    structure.check_reachability,
    events.check_links,
    soundness.check_soundness,
)
ELEMENT_RULES: tuple[ElementRule, ...] = (
    activities.check_content,
    activities.check_markers,
    events.check_event,
    events.check_unhandled_errors,
    events.check_gateway_events,
    structure.check_flows,
    activities.check_loop,
    expressions.check_expressions,
    names.check_names,
)


def lint(process: Process, *, resource: str = "") -> list[Problem]:
    """Errors (the process cannot be deployed) and warnings of one process, in the order of the file."""
    report = Report(process, resource)
    problems = [problem for rule in PROCESS_RULES for problem in rule(report)]
    problems += [problem for element in process.elements.values() for rule in ELEMENT_RULES for problem in rule(report, element)]
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)


def lint_diagram(diagram: Diagram, *, resource: str = "") -> list[Problem]:
    """The above for each process of a file, and hints on how it is drawn."""
    problems = [problem for process in diagram.processes for problem in lint(process, resource=resource)]
    return [*without_process(diagram, resource), *problems, *drawing.hints(diagram.root, resource)]


def without_process(diagram: Diagram, resource: str) -> list[Problem]:
    if diagram.processes:
        return []
    message = "The diagram holds no process."
    return [Problem(code="NO_PROCESS", resource=resource, message=message, remedy="Draw a process with a start event.")]

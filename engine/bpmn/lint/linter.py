"""Lints a diagram for the engine, the workshop and `alur lint`: everything that would not be executed right is refused with the element, a
sentence and the remedy. webui/rendering/problem_text.py has the Indonesian sentences, by code.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from engine.bpmn.data_flow.problems import value_problems
from engine.bpmn.elements import Process
from engine.bpmn.lint import (
    activities,
    compensation,
    dialects,
    drawing,
    events,
    expressions,
    listeners,
    names,
    oddities,
    same_triggers,
    soundness,
    structure,
    written_names,
    written_values,
)
from engine.bpmn.lint.report import ElementRule, ProcessRule, Report
from engine.bpmn.lint.shapes import Sizes
from engine.bpmn.reading.diagram import Diagram
from engine.model.errors import Problem

PROCESS_RULES: tuple[ProcessRule, ...] = (
    structure.check_process,
    names.check_process_id,
    structure.check_reachability,
    events.check_links,
    same_triggers.check_same_triggers,
    compensation.check_thrown_compensation,
    soundness.check_soundness,
    oddities.check_oddities,
    dialects.check_losses,
    dialects.check_counts,
    listeners.check_listeners_of_process,
)
ELEMENT_RULES: tuple[ElementRule, ...] = (
    activities.check_content,
    activities.check_markers,
    events.check_event,
    compensation.check_handlers,
    events.check_interrupting,
    events.check_gateway_events,
    structure.check_flows,
    activities.check_loop,
    expressions.check_expressions,
    listeners.check_listeners,
    written_names.check_written_names,
    written_names.check_double_targets,
    written_values.check_written_values,
    names.check_names,
)


def lint(process: Process, *, resource: str = "") -> list[Problem]:
    """Errors (the process cannot be deployed) and warnings of one process, in the order of the file.

    Of a process that is not to be executed only hints: it may be as vague as its readers like it.
    """
    report = Report(process, resource)
    problems = [problem for rule in PROCESS_RULES for problem in rule(report)]
    problems += [problem for element in process.elements.values() for rule in ELEMENT_RULES for problem in rule(report, element)]
    if not process.executable:
        problems = [replace(problem, severity="hint") for problem in problems]
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)


def lint_diagram(diagram: Diagram, *, resource: str = "", sizes: Sizes = MappingProxyType({})) -> list[Problem]:
    """The above for each process of a file, what its expressions cannot mean, and hints on how it is drawn.

    A package's checks know more of its expressions, and look at them themselves (engine/packages/values/checks.py). `sizes`: of kinds
    that a house draws in others than modelers.
    """
    problems = [problem for process in diagram.processes for problem in lint(process, resource=resource)]
    problems += [problem for process in diagram.processes if process.executable for problem in value_problems(process, resource)]
    return [*without_process(diagram, resource), *problems, *drawing.hints(diagram.root, resource, sizes)]


def without_process(diagram: Diagram, resource: str) -> list[Problem]:
    """A diagram of which nothing would be deployed."""
    if not diagram.processes:
        message = "The diagram holds no process."
        return [Problem(code="NO_PROCESS", resource=resource, message=message, remedy="Draw a process with a start event.")]
    if any(process.executable for process in diagram.processes):
        return []
    process = diagram.processes[0]
    message = f"No process is marked as executable, '{process.id}' neither (isExecutable): nothing would be deployed."
    remedy = "Mark the process as executable in the properties panel."
    values = {"name": process.id}
    return [Problem(code="NOT_EXECUTABLE", resource=resource, element=process.id, message=message, remedy=remedy, values=values)]

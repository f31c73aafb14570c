"""Checks the calls of a package: whether the called process is there, and gets what it assigns tasks by (`=pemeriksa`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.bpmn.elements import Element, Process
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import parse
from engine.feel.syntax import ast
from engine.model.errors import Problem

#: kinds that go on at once and write nothing but what the diagram says
_SILENT = frozenset(
    {"startEvent", "task", "manualTask", "exclusiveGateway", "inclusiveGateway", "parallelGateway", "intermediateThrowEvent"}
)


def given_texts(call: Element, called: Process) -> Iterator[tuple[str, bool]]:
    """Returns the literal texts that a call passes for an assignment of the called process, and whether each names a position."""
    tasks = [element.extensions for element in called.elements.values() if element.kind == "userTask"]
    positions, groups = {_variable(task.assignee) for task in tasks}, {_variable(task.candidate_groups) for task in tasks}
    for mapping in call.extensions.inputs:
        text = literal_text(mapping.source)
        if text:
            yield from ((text, position) for position, names in ((True, positions), (False, groups)) if mapping.target in names)


def check_calls(processes: Iterable[tuple[Process, str]], known: Callable[[str], Process | None]) -> Iterator[Problem]:
    """Returns warnings of calls to what is not there, and of calls that leave out by whom a task is done. `known`: by the process's id."""
    for process, path in processes:
        for element in process.elements.values():
            called = element.extensions.called_process
            if not called:
                continue
            there = known(called)
            if there is None and not called.startswith("="):
                yield Problem(
                    code="NO_PROCESS", resource=path, element=element.id, line=element.line, severity="warning",
                    message=f"No installed package has the called process '{called}'.", remedy="Install it.",
                )  # fmt: skip
            yield from check_given(path, element, there)


def check_given(path: str, call: Element, called: Process | None) -> Iterator[Problem]:
    """Returns problems of a call that does not pass a variable by which the called process assigns a task."""
    for name in missing_names(call, called) if called else ():
        message = f"The called process '{call.extensions.called_process}' assigns a task by '{name}', which the call activity leaves out."
        yield Problem(
            code="NOBODY_GIVEN", resource=path, element=call.id, line=call.line, message=message, severity="warning",
            remedy=f"Add an input '{name}' with a group such as kasi@diskominfo.", values={"name": name},
        )  # fmt: skip


def missing_names(call: Element, called: Process) -> list[str]:
    """Returns variables that the call leaves out and that alone assign a task before the called process could write them."""
    if call.extensions.propagate_all_parent:
        return []  # any variable of the caller may be there
    given = {mapping.variable for mapping in call.extensions.inputs}
    wanted = [name for task in _first_tasks(called) if (name := _only_name(task))]
    return [name for name in dict.fromkeys(wanted) if name not in given]


def _first_tasks(process: Process) -> Iterator[Element]:
    """Returns user tasks that a token can reach from the start through elements that write no variable."""
    start = process.none_start(None)
    front, seen = [start.id] if start and not process.listeners else [], set[str]()
    while front:
        element = process.elements.get(front.pop())
        if element is None or element.id in seen:
            continue
        seen.add(element.id)
        if element.kind == "userTask" and element.loop is None and not (element.extensions.inputs or element.extensions.listeners):
            yield element
        silent = not (element.extensions.outputs or element.extensions.job_type or element.extensions.listeners)
        if element.kind in _SILENT and silent:
            front += [process.flows[flow].target for flow in element.outgoing]


def _only_name(task: Element) -> str | None:
    """Returns the one variable by which a task is assigned."""
    assignee, groups = task.extensions.assignee, task.extensions.candidate_groups
    if bool(assignee) == bool(groups) or "same_as" in task.properties:
        return None
    return _variable(assignee or groups)


def _variable(text: str | None) -> str | None:
    tree = _tree(text)
    return tree.name if isinstance(tree, ast.Name) else None


def literal_text(source: str) -> str | None:
    """Returns the text of a source without a computation: `="kasi@diskominfo"`, or the text without the expression's sign."""
    if not source.startswith("="):
        return source
    tree = _tree(source)
    return tree.value if isinstance(tree, ast.Literal) and isinstance(tree.value, str) else None


def _tree(text: str | None) -> object:
    if not text or not text.startswith("="):
        return None
    try:
        return parse(text[1:])
    except FeelSyntaxError:
        return None

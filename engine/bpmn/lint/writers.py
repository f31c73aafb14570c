"""Finds who writes which variables, and repetitions whose instances overwrite one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn.elements import Element, MultiInstance, Process
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem


def all_written(process: Process) -> dict[str, frozenset[str]]:
    """Element -> the variables that it writes outside of itself; a sub-process those of everything inside it."""
    written: dict[str, frozenset[str]] = {}
    for element in reversed(list(process.elements.values())):  # what is inside stands behind what it is inside of
        extensions, output = element.extensions, getattr(element.loop, "output_collection", None)
        if output:  # everything else stays in the instances
            names = {output}
        elif extensions.outputs:
            names = {mapping.variable for mapping in extensions.outputs}
        else:
            own = extensions.result_variable if element.kind in ("scriptTask", "businessRuleTask") else None
            inner = {name for item in process.inside(element.id) for name in written[item.id]}
            names = (inner | ({own} if own else set())) - {mapping.variable for mapping in extensions.inputs}
        written[element.id] = frozenset(names)
    return written


def repeated_writers(report: Report, elements: Iterable[Element]) -> Iterator[Problem]:
    """A repetition runs beside itself: what its instances write without reading it is the last one's alone."""
    for element in elements:
        loop = element.loop
        if not isinstance(loop, MultiInstance) or loop.sequential or loop.output_collection:
            continue
        for name in sorted(set(_overwritten(report.process, element))):
            message = f"The instances of '{element.id}' run at the same time and all write '{name}': the last one wins."
            remedy = "Collect what they give: an output collection has a place for each."
            yield report.problem("REPEATED_WRITERS", element, message, remedy, severity="warning", name=name)


def _overwritten(process: Process, element: Element) -> Iterator[str]:
    """Variables that the element, or something inside it, writes without regard to what they were."""
    extensions, local = element.extensions, {mapping.variable for mapping in element.extensions.inputs}
    if extensions.outputs:
        yield from (mapping.variable for mapping in extensions.outputs if mapping.variable not in mapping.source)
        return
    if extensions.result_variable and extensions.result_variable not in (extensions.script or ""):
        yield from {extensions.result_variable} - local
    if not isinstance(element.loop, MultiInstance) or not element.loop.output_collection:
        for inner in process.inside(element.id):
            yield from set(_overwritten(process, inner)) - local

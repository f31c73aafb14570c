"""What an element hands to a service process, a decision or a called process, against what is asked for there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.bpmn.data_flow.reading import View, possible_texts
from engine.bpmn.data_flow.sources import Sources, Wanted
from engine.bpmn.elements import Element
from engine.feel.inference.findings import TypeFinding
from engine.feel.inference.inferred import Inferred, describe, may_be
from engine.feel.types import NULL


def check_inputs(element: Element, sources: Sources, view: View) -> Iterator[TypeFinding]:
    extensions = element.extensions
    if extensions.job_type:
        yield from _check(element, _only(sources.job_inputs, extensions.job_type), view, chosen=bool(extensions.inputs))
    elif element.kind == "businessRuleTask":
        yield from _check_decision(_only(sources.decision_inputs, extensions.decision), view)
    elif element.kind == "callActivity":
        wanted = _only(sources.called_inputs, extensions.called_process)
        yield from _check(element, wanted, view, chosen=not extensions.propagate_all_parent)


def _only(find: Callable[[str], Mapping[str, Wanted] | None], text: str | None) -> Mapping[str, Wanted]:
    """Of the only one that is named; where there may be several, nothing is claimed."""
    keys = possible_texts(text)
    found = find(next(iter(keys))) if keys is not None and len(keys) == 1 else None
    return found or {}


def _check(element: Element, wanted: Mapping[str, Wanted], view: View, *, chosen: bool) -> Iterator[TypeFinding]:
    """`chosen`: only what the inputs name is handed over, else every variable."""
    named = {mapping.variable for mapping in element.extensions.inputs}
    for name, asked in wanted.items():
        value = view.lookup(name) if name in named or not chosen else None
        if value is None:
            if asked.required and (chosen or not view.open):
                yield TypeFinding("INPUT_MISSING", name, names=(name,))
            continue
        yield from _fit(name, asked, value)


def _check_decision(wanted: Mapping[str, Wanted], view: View) -> Iterator[TypeFinding]:
    """A decision reads variables by their names; null is an ordinary input of a table."""
    for name, asked in wanted.items():
        value = view.lookup(name)
        if value is not None:
            yield from _fit(name, asked, value.sure())
        elif not view.open:
            yield TypeFinding("UNKNOWN_NAME", name, names=(name,))


def _fit(name: str, asked: Wanted, value: Inferred) -> Iterator[TypeFinding]:
    if asked.kinds and not any(may_be(value.type, kind) for kind in asked.kinds):
        yield TypeFinding("EXPECTED_TYPE", name, (" or ".join(map(describe, asked.kinds)), describe(value.type)))
    elif value.null and asked.required and not asked.null and value.type is not NULL:
        yield TypeFinding("MAY_BE_NULL", name, (name,), tuple(sorted(value.through)))

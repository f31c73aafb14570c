"""Finds answers that a form insists on and nothing reads: no condition, no called process, and nobody who looks at the case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.bpmn.data_flow.reading import possible_texts
from engine.bpmn.elements import Element, Process
from engine.bpmn.lint.expressions import expressions_of
from engine.dmn.decision_inputs import decision_inputs
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.syntax.free_names import free_names
from engine.model.errors import Problem
from engine.packages.manifest import Manifest
from engine.packages.rules import AnswersOf, ReadPackage

_NAME = re.compile(r"\w+")


def unread_answers(read: ReadPackage, answers_of: AnswersOf, start_is_read: Callable[[Manifest | None, str], bool]) -> Iterator[Problem]:
    """Of start events and user tasks. An answer that a list, a register or a title shows is read by people, who see it there.

    `start_is_read`: the pages of such a case show all that its start form has asked. Where process.toml names no facts that the
    cases of a process show, only decisions are looked at, on which ways depend.
    """
    told: set[tuple[str, str]] = set()
    for process, path in read.processes:
        if any(_reads_everything(element) for element in process.elements.values()) or _all_goes_to_caller(read, process):
            continue
        known, shown = _read_names(read, process), _is_shown(read, process)
        for element in process.elements.values():
            asks = element.kind == "userTask" or (element.kind == "startEvent" and not start_is_read(read.manifest, process.id))
            looked_at = asks and (shown or _decides(process, element))
            for form in sorted(possible_texts(element.extensions.form) or ()) if looked_at else ():
                for name, answer in answers_of(read.forms[form]).items() if form in read.forms else ():
                    wanted = answer.required and not answer.kept_apart and (shown or answer.chosen)
                    if not wanted or name in known or (form, name) in told:
                        continue
                    told.add((form, name))
                    message = (
                        f"The form '{form}' insists on an answer to '{name}', but nothing reads it: no condition, and no page of the case."
                    )
                    yield Problem(
                        code="UNREAD_ANSWER", resource=path, element=element.id, line=element.line, message=message, severity="warning",
                        remedy="Let a gateway read it, show it as a fact in process.toml, or do not insist on it.",
                        values={"form": form, "name": name},
                    )  # fmt: skip


def _decides(process: Process, element: Element) -> bool:
    """Whether ways part after the step: then its answers are expected to choose one. Else they are notes."""
    waiting, seen = [element], {element.id}
    while waiting:
        here = waiting.pop()
        if any(process.flows[flow].condition for flow in here.outgoing):
            return True
        for flow in here.outgoing:
            target = process.elements.get(process.flows[flow].target)
            if target is not None and target.id not in seen:
                seen.add(target.id)
                waiting.append(target)
    return False


def _reads_everything(element: Element) -> bool:
    """It hands every variable over to somebody of whom it is not known what he reads."""
    extensions = element.extensions
    if element.kind == "callActivity":
        return extensions.propagate_all_parent
    return bool(extensions.job_type) and not extensions.inputs


def _is_shown(read: ReadPackage, process: Process) -> bool:
    return read.manifest is not None and any(case.process == process.id and case.facts for case in read.manifest.cases)


def _all_goes_to_caller(read: ReadPackage, process: Process) -> bool:
    calling = (element for caller, _path in read.processes for element in caller.elements.values() if _calls(element, process))
    return any(element.extensions.propagate_all_child and not element.extensions.outputs for element in calling)


def _calls(element: Element, process: Process) -> bool:
    return element.kind == "callActivity" and element.extensions.called_process == process.id


def _read_names(read: ReadPackage, process: Process) -> set[str]:
    """What the process reads, what its callers take from it, and what pages show of its cases."""
    names = set(_names_in(process))
    for caller, _path in read.processes:
        if any(_calls(element, process) for element in caller.elements.values()):
            names |= set(_names_in(caller))
    for key, decision in read.decisions.items():
        names |= {item.name for item in decision_inputs(decision.model, key)}
    for form in read.forms.values():
        names |= {name for component in form.get("components", []) for name in _names_in_form(component)}
    if read.manifest is not None:
        names |= set(_NAME.findall(" ".join(_texts(_shown_parts(read.manifest, process.id)))))
    return names


def _shown_parts(manifest: Manifest, process: str) -> list[Any]:
    """The parts of process.toml that speak of this process, or of none."""
    parts = [*manifest.cases, *manifest.callables, *(item for items in manifest.sections.values() for item in items)]
    return [part for part in parts if getattr(part, "process", process) == process]


def _names_in(process: Process) -> Iterator[str]:
    for element in process.elements.values():
        properties = [value[1:] for _name, value in element.extensions.properties if value.startswith("=")]
        kept = {f"output {mapping.target}": mapping.target for mapping in element.extensions.outputs}
        for place, text in (*expressions_of(process, element), *(("", text) for text in properties)):
            if text.strip() != kept.get(place):  # an output that hands an answer on under its own name does not read it
                yield from _names_of(text)


def _names_of(text: str) -> Iterable[str]:
    try:
        return free_names(compile_feel(text).node)
    except FeelSyntaxError:
        return ()


def _names_in_form(component: Any) -> Iterator[str]:
    """Of every text of a field that is an expression; a field's own key is none."""
    if isinstance(component, Mapping):
        for value in component.values():
            yield from _names_in_form(value)
    elif isinstance(component, list):
        for value in component:
            yield from _names_in_form(value)
    elif isinstance(component, str) and component.startswith("="):
        yield from _names_of(component[1:])


def _texts(value: Any) -> Iterator[str]:
    """Every text in the manifest."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)

"""Finds decisions that a form insists on and nothing reads: whatever is chosen, the case goes the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
from engine.packages.rules import AnswersOf, ReadPackage

_NAME = re.compile(r"\w+")


def unread_answers(read: ReadPackage, answers_of: AnswersOf) -> Iterator[Problem]:
    """Of user tasks. An answer that a list, a register or a title shows is read by people, who see it there."""
    if any(_reads_everything(element) for process, _path in read.processes for element in process.elements.values()):
        return
    known = _read_names(read)
    told: set[tuple[str, str]] = set()
    for process, path in read.processes:
        for element in process.elements.values():
            forms = sorted(possible_texts(element.extensions.form) or ()) if _decides(process, element) else ()
            for form in forms:
                for name, answer in answers_of(read.forms[form]).items() if form in read.forms else ():
                    if not (answer.required and answer.chosen) or name in known or (form, name) in told:
                        continue
                    told.add((form, name))
                    message = f"The form '{form}' insists on an answer to '{name}', but nothing reads it: every answer leads the same way."
                    yield Problem(
                        code="UNREAD_ANSWER", resource=path, element=element.id, line=element.line, message=message, severity="warning",
                        remedy="Let a gateway read it, show it as a fact in process.toml, or do not insist on it.",
                        values={"form": form, "name": name},
                    )  # fmt: skip


def _decides(process: Process, element: Element) -> bool:
    """Whether ways part after the task: then its answers are expected to choose one. Else they are notes."""
    if element.kind != "userTask":
        return False
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


def _read_names(read: ReadPackage) -> set[str]:
    names = {name for process, _path in read.processes for name in _names_in(process)}
    for key, decision in read.decisions.items():
        names |= {item.name for item in decision_inputs(decision.model, key)}
    for form in read.forms.values():
        names |= {name for component in form.get("components", []) for name in _names_in_form(component)}
    if read.manifest is not None:
        names |= set(_NAME.findall(" ".join(_texts(read.manifest))))
    return names


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

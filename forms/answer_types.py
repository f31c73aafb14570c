"""What the fields of a form give to a process: the FEEL type of each answer, and whether there must be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.data_flow.sources import Answer
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.inference.inferred import Guard, Inferred, as_text
from engine.feel.inference.narrowing import guards_of
from engine.feel.types import ListType
from forms.form import Field
from forms.registry import type_of
from forms.schema import read_form


def answers_of(schema: Mapping[str, Any]) -> dict[str, Answer]:
    """Key -> answer, of a schema that `forms.lint` finds right."""
    found: dict[str, Answer] = {}
    for field in read_form(schema).fields:
        if field.shown_only:
            continue
        declaration = type_of(field.type)
        one = as_text(declaration.gives)
        kind = ListType(one) if field.multiple else one
        # nobody can be made to answer what is fixed
        fixed = field.disabled or bool(field.readonly)
        null = field.disabled or ((fixed or not field.required) and not declaration.always)
        values = frozenset(option.value for option in field.options) if field.options and not field.multiple else None
        through = frozenset({field.key}) if null else frozenset()
        found[field.key] = Answer(
            value=Inferred(kind, null=null, through=through, values=values or None),
            hidden=bool(field.hide),
            asked_when=_asked_when(field.hide),
            required=field.required and not fixed,
            chosen=bool(field.options),
            kept_apart=declaration.traits.documents,
            expressions=tuple(_expressions(field)),
        )
    return found


def _expressions(field: Field) -> Iterator[tuple[str, str]]:
    """Of a field, each with its place in the schema."""
    yield from ((name, text) for name, text in (("label", field.label), ("description", field.description)) if text.startswith("="))
    if field.hide:
        yield "conditional.hide", field.hide
    if isinstance(field.default, str) and field.default.startswith("="):
        yield "defaultValue", field.default
    for name, rule in field.rules.items():
        if isinstance(rule, str) and rule.startswith("="):
            yield f"validate.{name}", rule


def _asked_when(hide: str) -> frozenset[Guard]:
    try:
        return guards_of(compile_feel(hide.removeprefix("=")).node, False) if hide else frozenset()
    except FeelSyntaxError:
        return frozenset()

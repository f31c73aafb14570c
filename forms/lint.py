"""What is wrong with a form's schema, before it is deployed: (code, field, sentence)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from forms.fields import choice, day, file, number, returns, text  # noqa: F401 (each registers its readers)
from forms.fields.base import READERS, counted, day_of
from forms.identifiers import IDENTIFIERS
from forms.schema import DATA_CLASSES, Field, read_form
from forms.shape import misshapen

Finding = tuple[str, str, str]
LIMITS = ("minLength", "maxLength", "min", "max", "decimalDigits")
_CHOOSING = ("radio", "select", "checklist")


def lint_form(schema: Mapping[str, Any]) -> list[Finding]:
    if wrong := [("FORM_SHAPE", field, sentence) for field, sentence in misshapen(schema)]:
        return wrong
    form, seen = read_form(schema), set()
    findings: list[Finding] = []
    for field in form.fields:
        if field.shown_only:
            continue
        if field.key.startswith("_"):
            findings.append(("FIELD_KEY", field.key, "The field has no key."))
        if field.key in seen:
            findings.append(("FIELD_TWICE", field.key, f"Two fields have the key '{field.key}'."))
        seen.add(field.key)
        findings += _field(field)
    return findings


def _field(field: Field) -> Iterator[Finding]:
    if field.type not in READERS:
        yield "FIELD_TYPE", field.key, f"The field '{field.key}' is of the type '{field.type}', which is not supported yet."
        return
    if not field.label:
        yield "FIELD_LABEL", field.key, f"The field '{field.key}' has no label."
    if field.type in _CHOOSING and not field.options:
        yield "FIELD_OPTIONS", field.key, f"The field '{field.key}' offers nothing to choose."
    if field.type == "alur-positions" and not field.component.get("decision"):
        yield "FIELD_DECISION", field.key, f"The field '{field.key}' names no decision that says which positions are permitted."
    if field.identifier and field.identifier not in IDENTIFIERS:
        yield "FIELD_IDENTIFIER", field.key, f"'{field.identifier}' is no known identifier; known are {', '.join(sorted(IDENTIFIERS))}."
    if field.data_class not in DATA_CLASSES:
        yield "FIELD_CLASS", field.key, f"'{field.data_class}' is no data class; they are {', '.join(DATA_CLASSES)}."
    if field.data_class == "sensitive" and field.type not in ("textfield", "textarea"):
        yield "FIELD_SENSITIVE", field.key, f"The field '{field.key}' is sensitive; only text is kept apart and sealed."
    yield from _rules(field)
    for place, expression in [("conditional", field.hide), ("defaultValue", field.default), *field.rules.items()]:
        source = expression if place != "conditional" or str(expression).startswith("=") or not expression else f"={expression}"
        if isinstance(source, str) and source.startswith("="):
            try:
                compile_feel(source[1:])
            except FeelSyntaxError as error:
                yield "FEEL_SYNTAX", field.key, f"{place}: '{expression}': {error}."


def _rules(field: Field) -> Iterator[Finding]:
    """A limit is a number or FEEL, a pattern can be read: what is neither would fail while somebody answers."""
    digits = {"decimalDigits": field.component["decimalDigits"]} if "decimalDigits" in field.component else {}
    for name, value in {**field.rules, **digits}.items():
        if name in LIMITS and not (isinstance(value, str) and value.startswith("=")):
            if field.type == "date" and name in ("min", "max"):
                if value and day_of(value) is None:
                    yield "FIELD_RULE", field.key, f"'{name}' of the field '{field.key}' is no date: '{value}'."
            elif not _counts(name, value):
                yield "FIELD_RULE", field.key, f"'{name}' of the field '{field.key}' is no number: '{value}'."
        elif name == "pattern" and value:
            try:
                regex.compile(str(value))
            except regex.error as error:
                yield "FIELD_RULE", field.key, f"The pattern of the field '{field.key}' cannot be read: {error}."


def _counts(name: str, value: Any) -> bool:
    """Lengths and digits are whole numbers that are not negative."""
    found = counted(value)
    return found is not None and (name in ("min", "max") or (found >= 0 and found == found.to_integral_value()))

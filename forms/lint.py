"""Lints a form's schema before it is deployed: (code, field, sentence)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.model.retention import RetentionUnread, read_retention
from forms.field_type import FieldType, Finding
from forms.form import Field
from forms.identifier_types import AUTOFILL, IDENTIFIERS
from forms.limits import LIMITS
from forms.question import count_of
from forms.registry import all_types, type_of
from forms.schema import DATA_CLASSES, read_form
from forms.settings_of_form_js import unexecuted_settings
from forms.shape import schema_shape_problems

#: own properties of a field that are whole numbers: its number in a short flow, and how many options are in sight
COUNTS = ("ask", "first")


def lint_form(schema: Mapping[str, Any]) -> list[Finding]:
    if wrong := [("FORM_SHAPE", field, sentence) for field, sentence in schema_shape_problems(schema)]:
        return wrong
    form, seen = read_form(schema), set()
    findings: list[Finding] = []
    for field in form.fields:
        findings += unexecuted_settings(field.component)
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
    declaration = type_of(field.type)
    if declaration.name not in {known.name for known in all_types()}:
        yield "FIELD_TYPE", field.key, f"The field '{field.key}' is of the type '{field.type}', which is not supported yet."
        return
    if not field.label:
        yield "FIELD_LABEL", field.key, f"The field '{field.key}' has no label."
    yield from declaration.lint(field)
    if field.identifier and field.identifier not in IDENTIFIERS:
        yield "FIELD_IDENTIFIER", field.key, f"'{field.identifier}' is no known identifier; known are {', '.join(sorted(IDENTIFIERS))}."
    autocomplete = (field.component.get("properties") or {}).get("autocomplete", "off")
    if autocomplete not in AUTOFILL:
        yield "FIELD_AUTOCOMPLETE", field.key, f"'{autocomplete}' is no word of autocomplete; known are {', '.join(sorted(AUTOFILL))}."
    if field.data_class not in DATA_CLASSES:
        yield "FIELD_CLASS", field.key, f"'{field.data_class}' is no data class; they are {', '.join(DATA_CLASSES)}."
    try:
        read_retention(field.retention)
    except RetentionUnread as unread:
        yield "FIELD_RETENTION", field.key, f"The retention '{field.retention}' of the field '{field.key}' cannot be read. {unread}"
    if field.data_class == "sensitive" and not declaration.sealable:
        yield "FIELD_SENSITIVE", field.key, f"The field '{field.key}' is sensitive; only text is kept apart and sealed."
    yield from _rules(field, declaration)
    said = [("label", field.label), ("description", field.description)]
    for place, expression in [
        *said,
        ("conditional", field.hide),
        ("defaultValue", field.default),
        ("readonly", field.readonly),
        *field.rules.items(),
    ]:
        source = expression if place != "conditional" or str(expression).startswith("=") or not expression else f"={expression}"
        if isinstance(source, str) and source.startswith("="):
            try:
                expression_read = compile_feel(source[1:])
            except FeelSyntaxError as error:
                yield "FEEL_SYNTAX", field.key, f"{place}: '{expression}': {error}."
                continue
            for reason in expression_read.refused:
                yield "FEEL_REFUSED", field.key, f"{place}: '{expression}': {reason}."


def _rules(field: Field, declaration: FieldType) -> Iterator[Finding]:
    """Checks that limits are numbers or FEEL, and that patterns can be compiled: others would fail while somebody answers."""
    digits = {"decimalDigits": field.component["decimalDigits"]} if "decimalDigits" in field.component else {}
    for name, value in {**field.rules, **digits}.items():
        if name in LIMITS and not (isinstance(value, str) and value.startswith("=")):
            if lacking := declaration.lacks(name, value):
                yield "FIELD_RULE", field.key, f"'{name}' of the field '{field.key}' is no {lacking}: '{value}'."
        elif name == "pattern" and value:
            try:
                regex.compile(str(value))
            except regex.error as error:
                yield "FIELD_RULE", field.key, f"The pattern of the field '{field.key}' cannot be read: {error}."
    own = field.component.get("properties") or {}
    for name in COUNTS:
        if own.get(name) not in (None, "") and count_of(own[name]) is None:
            yield "FIELD_RULE", field.key, f"'{name}' of the field '{field.key}' is no whole number: '{own[name]}'."

"""Stands for an undeclared field type, in drafts whose form comes from elsewhere: the linter refuses it, pages still show it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from forms.field_type import FieldType
from forms.fields.textfield import FIELD as TEXT_FIELD
from forms.question import Question


def unknown_type(name: str) -> FieldType:
    def read(question: Question, value: Any) -> Any:
        raise ValueError(f"Expected a field type that is declared in forms/fields, but got '{name}'.")

    return replace(TEXT_FIELD, name=name, aliases=(), read=read, sealable=False)

"""Resolves the facts of a case: shown answers in the order and of the type that its package declares, with positions' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.subjects.subject_data import mask_references
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.identity.position_holders import PositionWithHolder, positions_with_holders
from engine.packages.manifest import Field


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One answer. `value`: text, number, ISO date or datetime; a Seated for a position; document ids; rows of facts for a table.

    `words`: the key prefix of a choice's texts ("form.field"); the text's key is the prefix, a dot and the value.
    """

    name: str
    type: str
    value: Any
    words: str = ""


def facts_of(context: QueryContext, loaded: Loaded, case: UUID, values: Mapping[str, Any], names: Sequence[str]) -> list[Fact]:
    """Returns the named facts that have a value. `case`: the root case."""
    values = mask_references(context, case, {name: values.get(name) for name in names})
    fields = {name: loaded.manifest.field(name) for name in names}
    wanted = _positions(loaded, fields, values)
    seated = positions_with_holders(context.session, wanted, context.now)
    return [fact for name in names if (fact := _fact(loaded, fields[name], values.get(name), seated)) is not None]


def _fact(loaded: Loaded, field: Field, value: Any, seated: Mapping[UUID, PositionWithHolder]) -> Fact | None:
    if value in (None, "", []):
        return None
    if field.type == "position":
        identifier = _uuid(value)
        value = seated.get(identifier) if identifier else None
        return Fact(name=field.name, type=field.type, value=value) if value else None
    if field.type == "documents":
        value = [found for item in (value if isinstance(value, list) else [value]) if (found := _uuid(item))]
    elif field.type == "table":
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        value = [
            [fact for name, item in row.items() if (fact := _fact(loaded, loaded.manifest.field(name), item, seated)) is not None]
            for row in rows
        ]
    words = f"{field.form}.{field.choices_of or field.name}" if field.form else ""
    return Fact(name=field.name, type=field.type, value=value, words=words)


def _positions(loaded: Loaded, fields: Mapping[str, Field], values: Mapping[str, Any]) -> set[UUID]:
    found: set[UUID] = set()
    for name, field in fields.items():
        value = values.get(name)
        if field.type == "position" and (identifier := _uuid(value)):
            found.add(identifier)
        if field.type == "table" and isinstance(value, list):
            for row in value:
                if isinstance(row, Mapping):
                    found |= _positions(loaded, {key: loaded.manifest.field(key) for key in row}, row)
    return found


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None

"""Resolves the facts of a case: shown answers in the order and of the type that its package declares, with positions' names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.subjects.subject_data import mask_references
from casework.wording.declared_fields import DeclaredField, declared_field
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.identity.position_holders import PositionWithHolder, begin_seated, positions_with_holders


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One answer. `value`: text, number, ISO date or datetime; PositionWithHolder, or a list; document ids; rows of facts for a table.

    `words`: the key prefix of a choice's texts ("form.field"); the text's key is the prefix, a dot and the value. `labels`: those that the
    form holds itself.
    """

    name: str
    type: str
    value: Any
    words: str = ""
    unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    #: of an identifier: nik, nip …
    identifier: str = ""


def facts_of(
    context: QueryContext, loaded: Loaded, case: UUID, values: Mapping[str, Any], names: Sequence[str], *, form: str = ""
) -> list[Fact]:
    """Returns the named facts that have a value. `case`: the root case; `form`: the one that asked for them, where it is one."""
    return begin_facts(context, loaded, case, values, names, form=form)()


def begin_facts(
    context: QueryContext, loaded: Loaded, case: UUID, values: Mapping[str, Any], names: Sequence[str], *, form: str = ""
) -> Callable[[], list[Fact]]:
    """Asks for the positions among them with the context's other questions; the function that it returns reads the answer."""
    shown = mask_references(context, case, {name: values.get(name) for name in names})
    fields = {name: declared_field(loaded, name, form) for name in names}
    wanted = _positions(loaded, fields, shown)
    holders = begin_seated(context.questions, wanted, context.now)

    def read() -> list[Fact]:
        found = holders()
        return [fact for name in names if (fact := _fact(loaded, fields[name], shown.get(name), found)) is not None]

    return read


def origin_of(context: QueryContext, loaded: Loaded, case: UUID, values: Mapping[str, Any], name: str) -> Fact | None:
    """Returns where a case comes from, by the variable that its package names for lists."""
    return next(iter(facts_of(context, loaded, case, values, [name])), None) if name and values.get(name) else None


def origins_of(context: QueryContext, cases: Sequence[tuple[Loaded, str, UUID, Any]]) -> list[Fact | None]:
    """Returns where each case comes from, with one statement for the positions of all. A case: its version, process, root and value."""
    named = [(loaded, loaded.manifest.case(process).origin, root, value) for loaded, process, root, value in cases]
    masked = [mask_references(context, root, value) if name and value else None for _loaded, name, root, value in named]
    fields = [declared_field(loaded, name) for loaded, name, _root, _value in named]
    wanted = [_positions(of[0], {of[1]: field}, {of[1]: value}) for of, field, value in zip(named, fields, masked, strict=True) if value]
    holders = positions_with_holders(context.session, set[UUID]().union(*wanted), context.now)
    return [_fact(of[0], field, value, holders) if value else None for of, field, value in zip(named, fields, masked, strict=True)]


def facts_of_rows(
    context: QueryContext, loaded: Loaded, rows: Sequence[tuple[UUID, Mapping[str, Any]]], names: Sequence[str]
) -> list[dict[str, Fact]]:
    """Returns the named facts of each row (root case, values), with one statement for the positions of all."""
    fields = {name: declared_field(loaded, name) for name in names}
    shown = [mask_references(context, case, {name: values.get(name) for name in names}) for case, values in rows]
    holders = positions_with_holders(
        context.session, set[UUID]().union(*(_positions(loaded, fields, values) for values in shown)), context.now
    )
    return [
        {name: fact for name in names if (fact := _fact(loaded, fields[name], values.get(name), holders)) is not None} for values in shown
    ]


def _fact(loaded: Loaded, declared: DeclaredField, value: Any, seated: Mapping[UUID, PositionWithHolder]) -> Fact | None:
    if value in (None, "", []):
        return None
    if declared.type == "position":
        found = [seated[item] for item in _uuids(value) if item in seated]
        value = found if isinstance(value, list) else next(iter(found), None)
        if not value:
            return None
    elif declared.type == "documents":
        value = _uuids(value)
    elif declared.type == "table":
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        value = [
            [fact for name, item in row.items() if (fact := _fact(loaded, declared_field(loaded, name), item, seated)) is not None]
            for row in rows
        ]
    return Fact(
        name=declared.name, type=declared.type, value=value, words=declared.words, unit=declared.unit, labels=declared.labels,
        identifier=declared.identifier,
    )  # fmt: skip


def _positions(loaded: Loaded, fields: Mapping[str, DeclaredField], values: Mapping[str, Any]) -> set[UUID]:
    found: set[UUID] = set()
    for name, declared in fields.items():
        value = values.get(name)
        if declared.type == "position":
            found |= set(_uuids(value))
        if declared.type == "table" and isinstance(value, list):
            for row in value:
                if isinstance(row, Mapping):
                    found |= _positions(loaded, {key: declared_field(loaded, key) for key in row}, row)
    return found


def _uuids(value: Any) -> list[UUID]:
    return [found for item in (value if isinstance(value, list) else [value]) if (found := _uuid(item))]


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None

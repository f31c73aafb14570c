"""Keeps entries of registers in step with the variables of their case, turn by turn, by the package's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid5

from sqlalchemy import select

from casework.records.errors import DuplicateEntry
from casework.records.manifest import Register, register_of
from casework.records.tables import RegisterEntry
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import TurnObserver
from engine.core.instance_state import state_of
from engine.feel.values import to_json
from engine.model.effects import Effect
from engine.model.stored_text import bounded_key
from engine.persistence.tables.instances import ProcessInstance

#: between the values of a key; no text holds it
SEPARATOR = "\x1f"


class RegisterEntries(TurnObserver):
    def after(self, context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
        register = register_of(loaded.manifest, loaded.key)
        if register:
            _enter(context, instance, register, state_of(context, instance).variables, loaded)


def comparison_key(values: list[Any]) -> str | None:
    """Returns values as one key, without case and spaces; None while one of them is empty."""
    texts = [" ".join(str(value).split()).casefold() if value is not None else "" for value in values]
    return bounded_key(SEPARATOR.join(texts)) if values and all(texts) else None


def searched_text(register: Register, values: Mapping[str, Any], number: str | None) -> str:
    """Returns what an entry is found by: its search fields, and the number of its case."""
    texts = [str(values[name]) for name in register.search if values.get(name) is not None]
    return "\n".join([*texts, number] if number and not any(number in text for text in texts) else texts)


def _enter(context: CommandContext, instance: ProcessInstance, register: Register, variables: dict[str, Any], loaded: Loaded) -> None:
    key = f"{loaded.package}.{register.key}"
    entry = context.session.scalars(select(RegisterEntry).where(RegisterEntry.instance_id == instance.id)).first()
    if entry is None:
        entry = RegisterEntry(id=uuid5(instance.id, key), instance_id=instance.id, register=key, created_at=context.now)
        context.session.add(entry)
    unique = comparison_key([variables.get(name) for name in register.unique])
    if unique is not None and unique != entry.unique_key:
        _refuse_duplicate(context, entry, unique)
    fields = {name: to_json(variables.get(name)) for name in register.fields}
    entry.fields = fields
    entry.title = instance.title
    entry.unique_key = unique
    entry.match_key = comparison_key([variables.get(name) for name in register.match])
    entry.search_text = searched_text(register, variables, instance.business_key)
    entry.changed_at = context.now


def _refuse_duplicate(context: CommandContext, entry: RegisterEntry, unique: str) -> None:
    """Refuses a duplicate before the constraint would, and names the existing entry's key only: the entry may be secret."""
    with context.session.no_autoflush:
        known = select(RegisterEntry.id).where(
            RegisterEntry.register == entry.register, RegisterEntry.unique_key == unique, RegisterEntry.id != entry.id
        )
        if context.session.execute(known).first():
            shown = ", ".join(unique.split(SEPARATOR))
            raise DuplicateEntry(f"Expected a new entry in '{entry.register}', but it has {shown} already.", entry=shown)

"""What lists, search and access read of a case, taken from its variables after each turn by the rules of its package."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from sqlalchemy import select

from engine.bpmn.codec import variables_of
from engine.bpmn.expressions import ExpressionFailed, evaluate, string, strings
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.feel.values import to_json
from engine.identity.access import grant
from engine.identity.assignment import resolve
from engine.model.errors import DuplicateEntry
from engine.packages.manifest import Register
from engine.persistence.tables.instances import ProcessInstance
from engine.persistence.tables.records import RegisterEntry

#: between the values of a key; no text holds it
SEPARATOR = "\x1f"


def present(context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    case = loaded.manifest.case(loaded.key)
    variables = variables_of(instance.state)
    process = loaded.definition.process
    instance.title = _text(context, case.title, variables) or instance.title or process.name
    instance.business_key = _text(context, case.business_key, variables) or instance.business_key
    if case.confidential and _value(context, case.confidential, variables) is True:
        instance.confidential = True
    instance.facts = {name: variables[name] for name in (*case.facts, *case.tree) if variables.get(name) is not None}
    if case.readers and not instance.confidential:
        try:
            groups = strings(case.readers, variables, context.now)
        except ExpressionFailed:
            groups = ()
        for number, candidate in enumerate(resolve(context.session, None, groups)):
            identifier = uuid5(instance.id, f"reader {number} {candidate}")
            grant(context.session, instance.id, candidate, level="read", reason="reader", now=context.now, identifier=identifier)
    register = loaded.manifest.register_of(loaded.key)
    if register:
        _enter(context, instance, register, variables, loaded)


def fold(values: list[Any]) -> str | None:
    """Values as one key; None while one of them is empty. Case and space do not make a difference."""
    texts = [" ".join(str(value).split()).casefold() if value is not None else "" for value in values]
    return SEPARATOR.join(texts) if values and all(texts) else None


def _enter(context: CommandContext, instance: ProcessInstance, register: Register, variables: dict[str, Any], loaded: Loaded) -> None:
    key = f"{loaded.package}.{register.key}"
    entry = context.session.scalars(select(RegisterEntry).where(RegisterEntry.instance_id == instance.id)).first()
    if entry is None:
        entry = RegisterEntry(id=uuid5(instance.id, key), instance_id=instance.id, register=key, created_at=context.now)
        context.session.add(entry)
    unique = fold([variables.get(name) for name in register.unique])
    if unique is not None and unique != entry.unique_key:
        _refuse_double(context, entry, unique)
    fields = {name: to_json(variables.get(name)) for name in register.fields}
    entry.fields = fields
    entry.title = instance.title
    entry.unique_key = unique
    entry.match_key = fold([variables.get(name) for name in register.match])
    entry.search_text = "\n".join(str(variables[name]) for name in register.search if variables.get(name) is not None)
    entry.changed_at = context.now


def _refuse_double(context: CommandContext, entry: RegisterEntry, unique: str) -> None:
    """Said before the constraint would: who comes second is told what is there (its key only: the entry may be secret)."""
    with context.session.no_autoflush:
        known = select(RegisterEntry.id).where(
            RegisterEntry.register == entry.register, RegisterEntry.unique_key == unique, RegisterEntry.id != entry.id
        )
        if context.session.execute(known).first():
            shown = ", ".join(unique.split(SEPARATOR))
            raise DuplicateEntry(f"Expected a new entry in '{entry.register}', but it has {shown} already.", entry=shown)


def _value(context: CommandContext, expression: str, variables: dict[str, Any]) -> Any:
    try:
        return evaluate(expression, variables, context.now)
    except ExpressionFailed:
        return None


def _text(context: CommandContext, expression: str, variables: dict[str, Any]) -> str:
    try:
        return (string(expression, variables, context.now) or "") if expression else ""
    except ExpressionFailed:
        return ""

"""Finds the account of the citizen who acts."""

from __future__ import annotations

from engine.core.context import QueryContext
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Person


def account_of_actor(context: QueryContext, *, lock: bool = False) -> Person:
    """Raises NotFound for employees, whose accounts the agency for personnel keeps."""
    person = context.session.get(Person, context.actor.person, with_for_update=lock or None) if context.actor.person else None
    if person is None or person.registered_at is None:
        raise NotFound("Expected the account of a citizen, but it is none.")
    return person

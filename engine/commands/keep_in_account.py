"""Put a case that one follows by its PIN or receipt into one's account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.own_account import own_account
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.applications import Application
from engine.records.public_numbers import passed_case


@dataclass(frozen=True, kw_only=True)
class KeepInAccount(Command):
    """Raises NotFound, InvalidState where it lies in another account."""

    permission: ClassVar[str] = "person"
    repeatable: ClassVar[bool] = True

    case_pass: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        person = own_account(context)
        row = context.session.get(Application, passed_case(context.platform.vault, self.case_pass), with_for_update=True)
        if row is None:
            raise NotFound("Expected an application, but there is none.")
        if row.person_id not in (None, person.id):
            raise InvalidState("Expected an application that is in no account yet, but it is in another one.")
        row.person_id = person.id
        return {}

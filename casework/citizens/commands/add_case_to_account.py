"""Adds a case to the actor's account, by the pass that its PIN or receipt gave.

A PIN lets others follow a case and read the answers to it; an account gives all that was sent. So the account must have proved an address
that the application names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import addresses_of
from casework.accounts.own_account import account_of_actor
from casework.applications.contact import contact_of
from casework.applications.tables import Application
from casework.records.public_numbers import case_of_pass
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class AddCaseToAccount(Command):
    """Raises NotFound, and InvalidState with the detail `reason`: "taken" (another account has it) or "address"."""

    permission: ClassVar[str] = "person"
    stored_name: ClassVar[str] = "KeepInAccount"
    repeatable: ClassVar[bool] = True

    case_pass: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        person = account_of_actor(context)
        row = context.session.get(Application, case_of_pass(context.platform.vault, self.case_pass), with_for_update=True)
        if row is None:
            raise NotFound("Expected an application, but there is none.")
        if row.person_id not in (None, person.id):
            raise InvalidState("Expected an application that is in no account yet, but it is in another one.", reason="taken")
        vault = context.platform.vault
        proved = {(item.channel, item.address) for item in addresses_of(context.session, vault, person.id)}
        named = {(channel, address.lower()) for channel, address in contact_of(vault, row).items()}
        if row.person_id is None and not proved & named:
            raise InvalidState("Expected an application that names an address of this account, but it names none.", reason="address")
        row.person_id = person.id
        return {}

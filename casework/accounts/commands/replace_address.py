"""Replaces an address of the actor's account by another one of the same channel, which a code has proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import TRIES, holder_of, sent_code, store_address, try_digits
from casework.accounts.own_account import account_of_actor
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class ReplaceAddress(Command):
    """Answers {"left": tries} for wrong digits, {"taken": True} where the address is another account's, else {}. Raises NotFound."""

    permission: ClassVar[str] = "person"
    stored_name: ClassVar[str] = "KeepAddress"

    token: str
    code: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        person = account_of_actor(context, lock=True)
        row = sent_code(context.session, self.token, context.now)
        if not try_digits(context.session, context.platform.vault, row, self.code, context.now):
            return {"left": TRIES - row.tries}
        if holder_of(context.session, row.address_index) not in (None, person.id):
            return {"taken": True}
        store_address(context.session, row, person.id, context.new_id(), context.now)
        return {}

"""Corrects the name in the actor's own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from casework.accounts.addresses import account_name
from casework.accounts.own_account import account_of_actor
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class RenameAccount(Command):
    """Raises NotFound, and InvalidState for a name that cannot be stored."""

    permission: ClassVar[str] = "person"
    repeatable: ClassVar[bool] = True

    name: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        account_of_actor(context, lock=True).name = account_name(self.name)
        return {}

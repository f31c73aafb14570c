"""Withdraws a sign-in code that could not be sent: nobody is told to use what nobody received, and it does not count as sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import delete

from casework.accounts.tables import SignInCode
from casework.records.public_numbers import hash_token
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class WithdrawCode(Command):
    """Does nothing for a token that is unknown."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    token: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        context.session.execute(delete(SignInCode).where(SignInCode.token_hash == hash_token(self.token)))
        return {}

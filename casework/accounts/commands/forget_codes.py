"""Deletes sign-in codes a day after they were made; until then they count towards the daily limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import delete

from casework.accounts.tables import SignInCode
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class ForgetCodes(Command):
    """Answers how many codes it deleted."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        old = delete(SignInCode).where(SignInCode.created_at <= context.now - timedelta(days=1)).returning(SignInCode.id)
        return {"codes": len(context.session.scalars(old).all())}

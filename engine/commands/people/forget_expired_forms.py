"""Deletes kept forms whose time is over (UU 27/2022, article 16: kept no longer than needed).

The rule: docs/law/personal-data.md#minimisation
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.identity import KeptForm


@dataclass(frozen=True, kw_only=True)
class ForgetExpiredForms(Command):
    """Answers how many it deleted."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        gone = delete(KeptForm).where(KeptForm.expires_at <= context.now).returning(KeptForm.id)
        return {"forms": len(context.session.scalars(gone).all())}

"""Deletes abandoned drafts of applications (UU 27/2022, article 16: kept no longer than needed).

The rule: docs/law/personal-data.md#minimisation
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select

from casework.applications.tables import ApplicationDraft
from casework.documents.tables import Document
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class ForgetDrafts(Command):
    """Answers how many drafts it deleted. Sent ones go too: the case has their answers and files."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        old = select(ApplicationDraft.id).where(ApplicationDraft.expires_at <= context.now)
        context.session.execute(delete(Document).where(Document.draft_id.in_(old), Document.instance_id.is_(None)))
        gone = delete(ApplicationDraft).where(ApplicationDraft.expires_at <= context.now).returning(ApplicationDraft.id)
        return {"drafts": len(context.session.scalars(gone).all())}

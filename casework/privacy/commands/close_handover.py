"""Closes a handover of which every case was erased: the store may drop its package; its record and its hashes stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete, select

from casework.documents.tables import Document
from casework.privacy.tables import Erasure, Handover, HandoverCase
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class CloseHandover(Command):
    """Raises InvalidState where a case of it is still here."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    handover: UUID

    def run(self, context: CommandContext) -> Answer:
        erased = select(Erasure.instance_id)
        left = select(HandoverCase.instance_id).where(HandoverCase.handover_id == self.handover, HandoverCase.instance_id.not_in(erased))
        row = context.session.get_one(Handover, self.handover)
        if row.minutes is None or context.session.execute(left.limit(1)).first() is not None:
            raise InvalidState("Expected a package that was handed over and whose cases are erased, but one is not.")
        row.closed_at = context.now
        context.session.execute(delete(Document).where(Document.id == self.handover))
        return {"handover": str(self.handover)}

"""Holds a case: nothing of it is erased or handed over while the hold stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete, select

from casework.documents.tables import Document
from casework.privacy.holds import standing_hold
from casework.privacy.tables import Handover, HandoverCase, LegalHold
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class PlaceLegalHold(Command):
    """`case`: any case of the tree; `reason`: the dispute or audit. Raises NotFound, InvalidState (no reason, held already)."""

    permission: ClassVar[str] = "administer"

    case: UUID
    reason: str

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.case)
        if not self.reason.strip():
            raise InvalidState("Expected the reason of the hold, but there is none.")
        if standing_hold(context, instance.root_id) is not None:
            raise InvalidState("Expected a case without a hold, but it is held.")
        hold = LegalHold(
            id=context.new_id(),
            instance_id=instance.root_id,
            reason=self.reason.strip()[:500],
            placed_at=context.now,
            placed_by=context.actor.person,
        )
        context.session.add(hold)
        self._unpack(context, instance.root_id)
        context.audit(instance)
        return {"hold": str(hold.id)}

    def _unpack(self, context: CommandContext, root: UUID) -> None:
        """Takes back a package for the archive that holds the case and was not handed over yet: the clock packs the others anew."""
        packed = select(HandoverCase.handover_id).where(HandoverCase.instance_id == root)
        waiting = context.session.scalars(select(Handover.id).where(Handover.id.in_(packed), Handover.minutes.is_(None))).all()
        for table in (Document, Handover):
            context.session.execute(delete(table).where(table.id.in_(waiting)).execution_options(synchronize_session=False))

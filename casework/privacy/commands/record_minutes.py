"""Records the minutes by which a package was handed over to the archive; the clock then erases its cases here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.privacy.commands.approve_erasure import SHORTEST
from casework.privacy.tables import Handover
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class RecordMinutes(Command):
    """`minutes`: number and date of the minutes; `sha256`: of the package that the archive received, so that no other one is meant.

    Raises NotFound, InvalidState (no number, recorded already, another package).
    """

    permission: ClassVar[str] = "administer"

    handover: UUID
    minutes: str
    sha256: str

    def run(self, context: CommandContext) -> Answer:
        row = context.session.scalars(select(Handover).where(Handover.id == self.handover).with_for_update()).first()
        if row is None:
            raise NotFound("Expected a package for the archive, but there is none under this id.")
        if row.minutes is not None or len(self.minutes.strip()) < SHORTEST or self.sha256.strip().lower() != row.sha256:
            raise InvalidState("Expected the minutes of a package that waits, with its own hash, but one of them is wrong.")
        row.minutes, row.handed_at, row.handed_by = self.minutes.strip()[:500], context.now, context.actor.person
        return {"handover": str(row.id)}

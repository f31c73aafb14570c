"""Ends a Plh. or Plt. before its day: the holder is back, or somebody else is appointed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.seats import valid_at
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Absence, Holding


@dataclass(frozen=True, kw_only=True)
class EndSubstitution(Command):
    """`back`: the holder has come back, and their absence ends too. One that has not begun is taken away.

    Raises NotFound, InvalidState where it has ended.
    """

    permission: ClassVar[str] = "operate"
    repeatable: ClassVar[bool] = False

    holding: UUID
    back: bool = False

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        row = session.scalars(select(Holding).where(Holding.id == self.holding).with_for_update()).first()
        if row is None or row.kind not in ("PLH", "PLT"):
            raise NotFound("Expected somebody who stands in, but there is nobody under this id.")
        if row.valid_to is not None and row.valid_to <= context.now:
            raise InvalidState("Expected somebody who still stands in, but their time is over.")
        if self.back:
            self._end_absences(context, row)
        if row.valid_from > context.now:
            session.delete(row)
        else:
            row.valid_to = context.now
        return {"holding": str(self.holding)}

    def _end_absences(self, context: CommandContext, row: Holding) -> None:
        moment = max(row.valid_from, context.now)
        regular = select(Holding.person_id).where(Holding.position_id == row.position_id, Holding.kind != "PLH", valid_at(Holding, moment))
        for absence in context.session.scalars(select(Absence).where(Absence.person_id.in_(regular), valid_at(Absence, moment))):
            if absence.valid_from >= context.now:
                context.session.delete(absence)
            else:
                absence.valid_to = context.now

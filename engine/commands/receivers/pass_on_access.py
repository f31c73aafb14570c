"""Gives the successors of positions and units that ended access to the cases of those, also to ended ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid5

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.access import grant
from engine.identity.assignment import Candidate
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position, Unit

#: of one round of the clock
LIMIT = 500
#: how long after the end of a post its cases are looked at
LOOKED_AT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class PassOnAccess(Command):
    """Answers how many grants were made. What was known to named people only is passed on to no role, only to the successor of a post."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        given = 0
        for table, column, other in ((Position, "position_id", "unit_id"), (Unit, "unit_id", "position_id")):
            lately = and_(table.valid_to <= context.today, table.valid_to > context.today - LOOKED_AT)
            own, theirs = getattr(CaseAccess, column), aliased(CaseAccess)
            known: Any = exists(
                select(theirs.id).where(
                    theirs.instance_id == CaseAccess.instance_id,
                    getattr(theirs, column) == table.successor_id,
                    theirs.role.is_not_distinct_from(CaseAccess.role),
                )
            )
            valid = or_(CaseAccess.valid_to.is_(None), CaseAccess.valid_to > context.now)
            statement = (
                select(CaseAccess, table.successor_id)
                .join(table, table.id == own)
                .where(lately, table.successor_id.is_not(None), getattr(CaseAccess, other).is_(None), valid, ~known)
                .limit(LIMIT)
            )
            for access, heir in context.session.execute(statement).all():
                candidate = Candidate(position=heir) if column == "position_id" else Candidate(unit=heir, role=access.role)
                key = uuid5(access.instance_id, f"successor {access.id}")
                grant(context.rows, access.instance_id, candidate, level=access.level, reason="successor", now=context.now, identifier=key)
                given += 1
        return {"given": given}

"""Finds positions and units that would go on after the unit in which they stand has ended: their people would act for what is no more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from engine.persistence.tables.identity import Position, Unit

#: named in one sentence
MOST = 10


def outliving(session: Session, units: Collection[UUID]) -> Iterator[str]:
    """Yields a sentence for each of these units that ends before something that stands in it."""
    inner = aliased(Unit)
    for ended in session.scalars(select(Unit).where(Unit.id.in_(list(units)), Unit.valid_to.is_not(None)).order_by(Unit.code)):
        positions = select(Position.code).where(
            Position.unit_id == ended.id, or_(Position.valid_to.is_(None), Position.valid_to > ended.valid_to)
        )
        within = select(inner.code).where(inner.parent_id == ended.id, or_(inner.valid_to.is_(None), inner.valid_to > ended.valid_to))
        for kind, statement in (("positions", positions.order_by(Position.code)), ("units", within.order_by(inner.code))):
            codes = session.scalars(statement).all()
            if codes:
                more = f" and {len(codes) - MOST} more" if len(codes) > MOST else ""
                yield (
                    f"the unit '{ended.code}' ends on {ended.valid_to}, but {kind} in it go on: {', '.join(codes[:MOST])}{more}. "
                    "Give them the same day in 'to', or another unit."
                )

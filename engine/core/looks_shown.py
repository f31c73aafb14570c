"""Who has opened a case, as its applicant may know: the seat and its agency, never a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.persistence.tables.accounts import CaseLook
from engine.persistence.tables.applications import Application
from engine.persistence.tables.identity import Position, Unit

#: what a page shows
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class LookView:
    number: str
    title: str
    unit: str
    kind: str
    reason: str
    at: datetime


def looks_at(context: QueryContext, cases: Sequence[UUID], limit: int | None = SHOWN) -> list[LookView]:
    """The newest first."""
    statement = (
        select(CaseLook, Application.number, Position.title, Unit.name)
        .join(Application, Application.instance_id == CaseLook.instance_id)
        .outerjoin(Position, Position.id == CaseLook.position_id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(CaseLook.instance_id.in_(cases))
        .order_by(CaseLook.looked_at.desc(), CaseLook.id)
        .limit(limit)
    )
    return [
        LookView(number=number, title=title or "", unit=unit or "", kind=look.kind, reason=look.reason, at=look.looked_at)
        for look, number, title, unit in context.session.execute(statement)
    ]

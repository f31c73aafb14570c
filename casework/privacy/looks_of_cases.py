"""Lists looks and registry calls of cases for their applicant: positions and agencies, never a person's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.applications.tables import Application
from casework.privacy.tables import CaseLook
from casework.registries.tables import RegistryCall
from engine.core.context import QueryContext
from engine.persistence.tables.identity import Position, Unit

#: rows on a page
MAX_LOOKS = 100


@dataclass(frozen=True, kw_only=True)
class LookView:
    number: str
    title: str
    unit: str
    #: as in engine.core.looks, or "registry": then `title` is the register, `unit` the legal basis and `reason` the purpose
    kind: str
    reason: str
    at: datetime


def looks_of_cases(context: QueryContext, cases: Sequence[UUID], limit: int | None = MAX_LOOKS) -> list[LookView]:
    """Returns the looks and registry calls, the newest first."""
    statement = (
        select(CaseLook, Application.number, Position.title, Unit.name)
        .join(Application, Application.instance_id == CaseLook.instance_id)
        .outerjoin(Position, Position.id == CaseLook.position_id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(CaseLook.instance_id.in_(cases))
        .order_by(CaseLook.looked_at.desc(), CaseLook.id)
        .limit(limit)
    )
    looks = [
        LookView(number=number, title=title or "", unit=unit or "", kind=look.kind, reason=look.reason, at=look.looked_at)
        for look, number, title, unit in context.session.execute(statement)
    ]
    return sorted([*looks, *_calls(context, cases, limit)], key=lambda look: look.at, reverse=True)[:limit]


def _calls(context: QueryContext, cases: Sequence[UUID], limit: int | None) -> list[LookView]:
    statement = (
        select(RegistryCall, Application.number)
        .join(Application, Application.instance_id == RegistryCall.instance_id)
        .where(RegistryCall.instance_id.in_(cases))
        .order_by(RegistryCall.asked_at.desc(), RegistryCall.id)
        .limit(limit)
    )
    return [
        LookView(number=number, title=call.register, unit=call.basis, kind="registry", reason=call.purpose, at=call.asked_at)
        for call, number in context.session.execute(statement)
    ]

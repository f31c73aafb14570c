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
from engine.persistence.tables.identity import Person, Position, Unit

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


@dataclass(frozen=True, kw_only=True)
class ReaderView:
    """A look at a confidential or restricted case, as its other readers see it: with the person."""

    person: str
    title: str
    kind: str
    at: datetime


def readers_of_case(context: QueryContext, case: UUID) -> list[ReaderView]:
    """Returns who opened the case and its files, the newest first. `case`: the root case."""
    statement = (
        select(CaseLook, Person.name, Position.title)
        .join(Person, Person.id == CaseLook.person_id)
        .outerjoin(Position, Position.id == CaseLook.position_id)
        .where(CaseLook.instance_id == case)
        .order_by(CaseLook.looked_at.desc(), CaseLook.id)
        .limit(MAX_LOOKS)
    )
    return [
        ReaderView(person=person, title=title or "", kind=look.kind, at=look.looked_at)
        for look, person, title in context.session.execute(statement)
    ]


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

"""Lists looks and registry calls of cases for their applicant: positions and agencies, never a person's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

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
    return begin_looks(context, cases, limit)()


def begin_looks(context: QueryContext, cases: Sequence[UUID], limit: int | None = MAX_LOOKS) -> Callable[[], list[LookView]]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    statement = (
        select(CaseLook, Application.number, Position.title.label("title"), Unit.name.label("unit"))
        .join(Application, Application.instance_id == CaseLook.instance_id)
        .outerjoin(Position, Position.id == CaseLook.position_id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(CaseLook.instance_id.in_(cases))
        .order_by(CaseLook.looked_at.desc(), CaseLook.id)
        .limit(limit)
    )
    looked, called = context.questions.ask(statement), context.questions.ask(_calls(cases, limit))

    def read() -> list[LookView]:
        looks = [
            LookView(number=row.number, title=row.title or "", unit=row.unit or "", kind=row.kind, reason=row.reason, at=row.looked_at)
            for row in looked.rows
        ]
        looks += [
            LookView(number=row.number, title=row.register, unit=row.basis, kind="registry", reason=row.purpose, at=row.asked_at)
            for row in called.rows
        ]
        return sorted(looks, key=lambda look: look.at, reverse=True)[:limit]

    return read


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


def _calls(cases: Sequence[UUID], limit: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(RegistryCall.register, RegistryCall.basis, RegistryCall.purpose, RegistryCall.asked_at, Application.number)
        .join(Application, Application.instance_id == RegistryCall.instance_id)
        .where(RegistryCall.instance_id.in_(cases))
        .order_by(RegistryCall.asked_at.desc(), RegistryCall.id)
        .limit(limit)
    )

"""Reads positions with their present holders, as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Date, DateTime, Select, Uuid, and_, any_, bindparam, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine.identity.seats import in_force, valid_at
from engine.model.actor import title_in_seat
from engine.persistence.questions import Question, Questions
from engine.persistence.tables.identity import Absence, Holding, Person, Position


@dataclass(frozen=True, kw_only=True)
class PositionWithHolder:
    """A position and the person who fills it now; `name` is empty where it is vacant."""

    position: UUID
    title: str
    name: str
    kind: str

    @property
    def titled(self) -> str:
        return title_in_seat(self.title, self.kind)


def positions_with_holders(session: Session, positions: Iterable[UUID], now: datetime) -> dict[UUID, PositionWithHolder]:
    """Asks one statement; none for no positions."""
    return begin_seated(Questions(session), positions, now)()


def begin_seated(questions: Questions, positions: Iterable[UUID], now: datetime) -> Callable[[], dict[UUID, PositionWithHolder]]:
    """Asks with other questions, once for all positions that are asked for meanwhile; the function that it returns reads the answer."""
    wanted = set(positions)
    if not wanted:
        return dict
    asked = questions.gather(_SEATED, "seated_positions", wanted, **times(now))
    return lambda: {key: found for key, found in read_seated(asked.rows).items() if key in wanted}


#: the time of a question that is built once, and its day in the regency
NOW, TODAY = bindparam("asked_at", type_=DateTime(timezone=True)), bindparam("asked_on", type_=Date())


def times(now: datetime) -> dict[str, Any]:
    """Returns the values of NOW and TODAY."""
    return {"asked_at": now, "asked_on": now.date()}


def seated_question(positions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The question for these positions, at NOW, whose rows `seated` reads. Who fills one stands first as in `seats.holders`."""
    other, absent = aliased(Holding), aliased(Absence)
    stands_in = select(other.id).join(Person, Person.id == other.person_id)
    stands_in = stands_in.where(other.position_id == Holding.position_id, other.kind == "PLH", Person.disabled_at.is_(None))
    stands_in = stands_in.where(other.valid_from <= NOW, or_(other.valid_to.is_(None), other.valid_to > NOW))
    away = select(absent.id).where(absent.person_id == Holding.person_id, absent.valid_from <= NOW)
    away = away.where(or_(absent.valid_to.is_(None), absent.valid_to > NOW))
    holder = (
        select(Person.name, Holding.kind)
        .join(Person, Person.id == Holding.person_id)
        .where(Holding.position_id == Position.id, Person.disabled_at.is_(None), valid_at(Holding, NOW), in_force(TODAY))
        .where(or_(Holding.kind == "PLH", not_(and_(away.exists(), stands_in.exists()))))
        .order_by(Holding.kind.desc(), Holding.valid_from)
        .limit(1)
        .correlate(Position)
        .lateral("holder")
    )
    return select(Position.id, Position.title, holder.c.name, holder.c.kind).outerjoin(holder, true()).where(positions)


_SEATED = Question(seated_question(Position.id == any_(bindparam("seated_positions", type_=ARRAY(Uuid())))))


def read_seated(rows: Iterable[Any]) -> dict[UUID, PositionWithHolder]:
    return {row.id: PositionWithHolder(position=row.id, title=row.title, name=row.name or "", kind=row.kind or "") for row in rows}


def person_in_seat(session: Session, person: UUID | None, position: UUID | None, at: datetime) -> tuple[str, str]:
    """Returns the name and the title with which somebody signed at that time; empty where they are not known any more."""
    during = (Holding.valid_from <= at, or_(Holding.valid_to.is_(None), Holding.valid_to > at))
    kind = (
        select(Holding.kind)
        .where(Holding.person_id == person, Holding.position_id == position, *during)
        .order_by(Holding.kind.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(Person.name, Position.title, kind.label("kind")).select_from(Person).outerjoin(Position, Position.id == position)
    row = session.execute(statement.where(Person.id == person)).first()
    if row is None:
        return "", ""
    return row.name, title_in_seat(row.title, row.kind or "") if row.title else ""

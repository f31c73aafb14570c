"""Says who can act now: positions that somebody fills who is at work, open tasks that no such person may do, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Select, and_, bindparam, exists, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.identity.assignment import Candidate
from engine.identity.seats import in_force, valid_at
from engine.persistence.tables.identity import Absence, Holding, Person, Position
from engine.persistence.tables.instances import TaskCandidate, UserTask
from engine.persistence.writing_session import BESIDE_ROWS


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Why nobody can act: VACANT (nobody fills the post), AWAY (its holder, and there is no Plh.), ENDED (the post does not exist now),
    CLAIMED (who claimed the task cannot act), NOBODY (nobody is named). `since`: None where no date says it."""

    reason: str
    candidate: Candidate
    since: datetime | None = None


def acting_holdings(now: datetime | ColumnElement[datetime], day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Selects holdings whose person can act in them now; to be joined with their Person and Position.

    Who is away acts through a Plh., whose holding is another row: without one, nobody acts.
    """
    away = exists(select(Absence.id).where(Absence.person_id == Holding.person_id, valid_at(Absence, now)))
    return and_(valid_at(Holding, now), in_force(day), Person.disabled_at.is_(None), not_(away))


def filled_positions(now: datetime) -> Select[Any]:
    """Selects the ids of the positions in which somebody can act now."""
    return (
        select(Holding.position_id)
        .join(Person, Person.id == Holding.person_id)
        .join(Position, Position.id == Holding.position_id)
        .where(acting_holdings(now, now.date()))
    )


def nobody_can_do(now: datetime) -> ColumnElement[bool]:
    """Whether an open task has no candidate who can act now, or was claimed by somebody who cannot."""
    filled = filled_positions(now).cte("filled")
    roles = select(Position.unit_id, Position.role).join(filled, filled.c.position_id == Position.id).distinct().cte("filled_role")
    # a query around this one may join candidates itself
    heard = (
        select(TaskCandidate.id)
        .where(
            TaskCandidate.task_id == UserTask.id,
            or_(
                TaskCandidate.position_id.in_(select(filled.c.position_id)),
                tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(select(roles.c.unit_id, roles.c.role)),
            ),
        )
        .correlate(UserTask)
        .exists()
    )
    claimer = (
        select(Holding.id)
        .join(Person, Person.id == Holding.person_id)
        .join(Position, Position.id == Holding.position_id)
        .join(
            TaskCandidate,
            or_(
                TaskCandidate.position_id == Position.id,
                and_(TaskCandidate.unit_id == Position.unit_id, TaskCandidate.role == Position.role),
            ),
        )
        .where(acting_holdings(now, now.date()), TaskCandidate.task_id == UserTask.id, Holding.person_id == UserTask.claimed_by)
        .correlate(UserTask)
        .exists()
    )
    return or_(and_(UserTask.claimed_by.is_(None), not_(heard)), and_(UserTask.claimed_by.is_not(None), not_(claimer)))


#: built once: to build the question takes longer than the answer
_NOW, _DAY = bindparam("now", type_=DateTime(timezone=True)), bindparam("day", type_=Date())
_FILLED = (
    select(Holding.position_id)
    .join(Person, Person.id == Holding.person_id)
    .join(Position, Position.id == Holding.position_id)
    .where(acting_holdings(_NOW, _DAY))
    .limit(1)
    .execution_options(**BESIDE_ROWS)
)
_FILLS_POSITION = _FILLED.where(Position.id.in_(bindparam("named", expanding=True)))
_FILLS_ROLE = _FILLED.where(tuple_(Position.unit_id, Position.role).in_(bindparam("roles", expanding=True)))


def anybody_can_act(session: Session, candidates: Sequence[Candidate], now: datetime) -> bool:
    """Whether somebody can act now as one of these candidates: by their positions, not by a look at everybody's."""
    if not candidates:
        return False
    named = [candidate.position for candidate in candidates if candidate.position]
    roles = [(candidate.unit, candidate.role) for candidate in candidates if candidate.unit]
    moment = {"now": now, "day": now.date()}
    return (bool(named) and session.execute(_FILLS_POSITION, {**moment, "named": named}).first() is not None) or (
        bool(roles) and session.execute(_FILLS_ROLE, {**moment, "roles": roles}).first() is not None
    )


def explain_missing(session: Session, candidates: Sequence[Candidate], now: datetime) -> Missing:
    """Returns why none of these candidates can act now. The first one stands for all of them."""
    if not candidates:
        return Missing(reason="NOBODY", candidate=Candidate())
    first = candidates[0]
    positions = positions_of(session, candidates)
    held = session.execute(
        select(Holding, Absence.valid_from)
        .join(Person, Person.id == Holding.person_id)
        .outerjoin(Absence, and_(Absence.person_id == Holding.person_id, valid_at(Absence, now)))
        .where(Holding.position_id.in_([position.id for position in positions]), Holding.valid_from <= now, Person.disabled_at.is_(None))
    ).all()
    today = [position for position in positions if position.valid_from <= now.date()]
    if positions and not [position for position in today if position.valid_to is None or position.valid_to > now.date()]:
        return Missing(reason="ENDED", candidate=first)
    away = [left for holding, left in held if left is not None and (holding.valid_to is None or holding.valid_to > now)]
    if away:
        return Missing(reason="AWAY", candidate=first, since=max(away))
    ended = [holding.valid_to for holding, _left in held if holding.valid_to is not None and holding.valid_to <= now]
    return Missing(reason="VACANT", candidate=first, since=max(ended, default=None))


def positions_of(session: Session, candidates: Sequence[Candidate]) -> list[Position]:
    """Returns the positions that these candidates name, by themselves or by a role in a unit, whether they exist today or not."""
    named = [candidate.position for candidate in candidates if candidate.position]
    roles = [(candidate.unit, candidate.role) for candidate in candidates if candidate.unit]
    statement = select(Position).where(or_(Position.id.in_(named), tuple_(Position.unit_id, Position.role).in_(roles)))
    return list(session.scalars(statement.order_by(Position.code)))

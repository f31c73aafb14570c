"""Resolves an assignment and tells whether somebody can act on it now, in one question for each of its groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, Date, DateTime, Text, any_, bindparam, func, select
from sqlalchemy.orm import Session

from engine.identity.assignment import ALIASES, Candidate, is_identifier, resolve
from engine.identity.receivers import acting_holdings
from engine.model.stored_text import name_problem
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared, Question
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.identity import Holding, Person, Position, Unit

_FILLED = (
    select(Position.role)
    .join(Holding, Holding.position_id == Position.id)
    .join(Person, Person.id == Holding.person_id)
    .where(
        Position.unit_id == Unit.id,
        Position.role == any_(bindparam("roles", type_=ARRAY(Text()))),
        acting_holdings(bindparam("now", type_=DateTime(timezone=True)), bindparam("day", type_=Date())),
    )
    .limit(1)
)
#: the unit, since when and until when it exists, and whether somebody acts there in one of the roles
_GROUP = Prepared(
    select(Unit.id, Unit.valid_from, Unit.valid_to, func.coalesce(_FILLED.scalar_subquery(), "") != "")
    .select_from(table_of(Unit))
    .where(Unit.code == bindparam("code"))
)


@dataclass(frozen=True)
class Receivers:
    """`heard`: whether one of them can act now; None: not known."""

    candidates: list[Candidate]
    heard: bool | None = None


def find_receivers(
    rows: RowBatch,
    session: Session,
    assignee: str | None,
    groups: Sequence[str],
    users: Sequence[str],
    *,
    today: date,
    now: datetime,
) -> Receivers:
    """Returns the candidates as `resolve` does."""
    parts = [group.partition("@") for group in groups]
    plain = [(role, ALIASES.get(role, (role,)), code) for role, _at, code in parts if not name_problem(role)]
    if assignee or users or not plain or any(is_identifier(code) for _role, _roles, code in plain):
        return Receivers(resolve(session, assignee, groups, users, today=today))
    questions: list[Question] = [
        (_GROUP, {"code": code, "roles": list(roles), "now": now, "day": now.date()}) for _role, roles, code in plain
    ]
    answers = rows.ask(*questions, beside=True)
    if any(not _stands(unit, today) for answer in answers for unit in answer):
        # its successor, or what it follows, has its tasks
        return Receivers(resolve(session, assignee, groups, users, today=today))
    found = [(unit, roles) for answer, (_role, roles, _code) in zip(answers, plain, strict=True) for unit in answer]
    candidates = [Candidate(unit=unit[0], role=role) for unit, roles in found for role in roles]
    return Receivers(candidates, any(unit[3] for unit, _roles in found))


def _stands(unit: Any, today: date) -> bool:
    _id, since, until, _filled = unit
    return bool(since <= today and (until is None or until > today))

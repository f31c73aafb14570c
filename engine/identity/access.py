"""Builds the SQL predicate of access to cases, for every query, search and file. A case without access answers 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from engine.identity.assignment import Candidate
from engine.model.actor import SYSTEM, Actor
from engine.model.errors import NotFound
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


class _Given:
    """By what an actor is granted access, as values of the statement: an index can look for each of them."""

    def __init__(self, actor: Actor) -> None:
        self.person: Any = actor.person
        self._positions = actor.positions
        self._roles = [(seat.unit, seat.role) for seat in actor.seats]
        self._below = list(actor.oversees)

    def held(self, position: _Column) -> ColumnElement[bool]:
        return position.in_(self._positions)

    def seated(self, unit: _Column, role: _Column) -> ColumnElement[bool]:
        return tuple_(unit, role).in_(self._roles)

    def below(self, position: _Column) -> ColumnElement[bool]:
        return position.in_(self._below)


class _Bound:
    """The same as parameters of a statement that is built once: each list is one array, so that its length changes nothing."""

    person: Any = bindparam("actor_person", type_=Uuid())

    def held(self, position: _Column) -> ColumnElement[bool]:
        return position == any_(_array("actor_positions", Uuid()))

    def seated(self, unit: _Column, role: _Column) -> ColumnElement[bool]:
        return cast(unit, Text) + " " + role == any_(_array("actor_roles", Text()))

    def below(self, position: _Column) -> ColumnElement[bool]:
        return position == any_(_array("actor_below", Uuid()))


def _array(name: str, kind: Any) -> BindParameter[Any]:
    return bindparam(name, type_=ARRAY(kind))


#: without a time of the caller's it is the database's own
_BOUND_NOW = func.coalesce(bindparam("actor_now", type_=DateTime(timezone=True)), func.clock_timestamp())


def may_see(actor: Actor, instance: _Column, now: datetime) -> ColumnElement[bool]:
    """Whether the actor may see the instance with this id. A confidential case is not opened by a unit's role."""
    return _may_see(actor, _Given(actor), instance, now)


def bound_may_see(actor: Actor, instance: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """`may_see` for a statement that is built once for all actors of the same `shape_of`; `access_values` fills it."""
    return _may_see(actor, _Bound(), instance, _BOUND_NOW)


def shape_of(actor: Actor) -> tuple[bool, ...]:
    """Returns on what the form of `bound_may_see` depends."""
    return actor is SYSTEM, actor.person is not None, bool(actor.seats), bool(actor.oversees)


def access_values(actor: Actor, now: datetime | None) -> dict[str, Any]:
    """Returns the values of a statement with `bound_may_see`. Without `now` the database's own time is meant."""
    return {
        "actor_person": actor.person,
        "actor_positions": list(actor.positions),
        "actor_roles": [f"{seat.unit} {seat.role}" for seat in actor.seats],
        "actor_below": list(actor.oversees),
        "actor_now": now,
    }


def _may_see(actor: Actor, sides: _Given | _Bound, instance: _Column, now: Any) -> ColumnElement[bool]:
    if actor is SYSTEM:
        return true()
    grants = [CaseAccess.person_id == sides.person] if actor.person else []
    if actor.seats:
        grants.append(sides.held(CaseAccess.position_id))
        grants.append(sides.seated(CaseAccess.unit_id, CaseAccess.role))
    if not grants:
        return false()
    in_force = and_(CaseAccess.valid_from <= now, or_(CaseAccess.valid_to.is_(None), CaseAccess.valid_to > now))
    seen = exists(select(CaseAccess.id).where(CaseAccess.instance_id == instance, in_force, or_(*grants)))
    return or_(seen, _oversees(sides, instance, in_force)) if actor.oversees else seen


def granted_instances(actor: Actor) -> CompoundSelect[Any] | Select[Any] | None:
    """Selects instances to which the actor has, or had, some access, each found by an index; may_see says which of them are open.

    None: for the platform itself, which sees all.
    """
    if actor is SYSTEM:
        return None
    access = CaseAccess.instance_id
    ways = [select(access).where(CaseAccess.person_id == actor.person)]
    if actor.seats:
        ways.append(select(access).where(CaseAccess.position_id.in_(actor.positions)))
        ways += [select(access).where(CaseAccess.unit_id == seat.unit, CaseAccess.role == seat.role) for seat in actor.seats]
    if actor.oversees:
        below = list(actor.oversees)
        ways.append(select(access).where(CaseAccess.position_id.in_(below)))
        of_roles = and_(CaseAccess.unit_id == Position.unit_id, CaseAccess.role == Position.role)
        ways.append(select(access).join(Position, of_roles).where(Position.id.in_(below)))
    return union_all(*ways)


def seen_going_on(actor: Actor, now: datetime) -> CompoundSelect[Any] | Select[Any]:
    """Selects the running instances that `may_see` lets the actor see, as one set, for figures over all of them.

    It reads the grants of what goes on, by indexes of those alone, and may name an instance that has ended a moment ago.
    """
    if actor is SYSTEM:
        return select(ProcessInstance.id).where(ProcessInstance.ended_at.is_(None))
    now_open = (CaseAccess.valid_from <= now, or_(CaseAccess.valid_to.is_(None), CaseAccess.valid_to > now), not_(CaseAccess.ended))
    access = select(CaseAccess.instance_id).where(*now_open)
    ways = [access.where(CaseAccess.person_id == actor.person)]
    if actor.seats:
        ways.append(access.where(CaseAccess.position_id.in_(actor.positions)))
        ways += [access.where(CaseAccess.unit_id == seat.unit, CaseAccess.role == seat.role) for seat in actor.seats]
    if actor.oversees:
        kept_close = select(ProcessInstance.id).where(
            or_(ProcessInstance.confidential, ProcessInstance.restricted), ProcessInstance.ended_at.is_(None)
        )
        steps = access.where(CaseAccess.reason == "task", CaseAccess.instance_id.not_in(kept_close))
        below = list(actor.oversees)
        roles = select(Position.unit_id, Position.role).where(Position.id.in_(below))
        ways.append(steps.where(CaseAccess.position_id.in_(below)))
        ways.append(steps.where(tuple_(CaseAccess.unit_id, CaseAccess.role).in_(roles)))
    return union_all(*ways)


def _oversees(sides: _Given | _Bound, instance: _Column, in_force: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody below the actor works on the case. What is secret or restricted is seen by those who work on it alone."""
    roles = select(Position.unit_id, Position.role).where(sides.below(Position.id))
    worked = or_(sides.below(CaseAccess.position_id), tuple_(CaseAccess.unit_id, CaseAccess.role).in_(roles))
    case = aliased(ProcessInstance)
    plain = exists(select(case.id).where(case.id == instance, not_(case.confidential), not_(case.restricted)))
    # by a step of their own: not because they began it for somebody above, and not because a case that they know has called it
    own = CaseAccess.reason == "task"
    return and_(exists(select(CaseAccess.id).where(CaseAccess.instance_id == instance, in_force, own, worked)), plain)


def may_do(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor is among an open task's candidates."""
    if not actor.seats:
        return false()
    pairs = [(seat.unit, seat.role) for seat in actor.seats]
    return exists(
        select(TaskCandidate.id).where(
            TaskCandidate.task_id == UserTask.id,
            or_(TaskCandidate.position_id.in_(actor.positions), tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(pairs)),
        )
    )


def visible_instance(session: Session, actor: Actor, instance: UUID, now: datetime) -> ProcessInstance:
    """Returns the instance, if the actor may see it. Raises NotFound, the same for a hidden instance and for none."""
    row = session.scalars(select(ProcessInstance).where(ProcessInstance.id == instance, may_see(actor, ProcessInstance.id, now))).first()
    if row is None:
        raise NotFound("Expected a case that you may see, but there is none under this address.")
    return row


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Access of a candidate to an instance: "work" or "read"."""

    identifier: UUID
    instance: UUID
    candidate: Candidate
    level: str


def grant(to: RowBatch, instance: UUID, candidate: Candidate, *, level: str, reason: str, now: datetime, identifier: UUID) -> None:
    """Grants a candidate access of this level to an instance; an existing grant stays as it is."""
    grant_all(to, [Grant(identifier=identifier, instance=instance, candidate=candidate, level=level)], reason=reason, now=now)


def grant_all(to: RowBatch, grants: Sequence[Grant], *, reason: str, now: datetime) -> None:
    """Grants access to instances, as rows of the command; existing grants stay as they are."""
    rows = [
        {
            "id": item.identifier,
            "instance_id": item.instance,
            "position_id": item.candidate.position,
            "unit_id": item.candidate.unit,
            "role": item.candidate.role,
            "person_id": None,
            "level": item.level,
            "valid_from": now,
            "valid_to": None,
            "reason": reason,
        }
        for item in grants
    ]
    to.insert(CaseAccess, rows, skip_known=True)

"""Builds the SQL predicate of access to cases, for every query, search and file. A case without access answers 404."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    literal,
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
from engine.persistence.database import ONE_PLAN
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


class _Given:
    """By what an actor is granted access, as values of the statement: an index can look for each of them."""

    def __init__(self, actor: Actor) -> None:
        self.person: Any = actor.person
        # each list as one value: an agency's head oversees hundreds
        self._positions = _list(actor.positions)
        self._roles = [(seat.unit, seat.role) for seat in actor.seats]
        self._below = _list(actor.oversees)

    def held(self, position: _Column) -> ColumnElement[bool]:
        return position == any_(self._positions)

    def seated(self, unit: _Column, role: _Column) -> ColumnElement[bool]:
        return tuple_(unit, role).in_(self._roles)

    def below(self, position: _Column) -> ColumnElement[bool]:
        return position == any_(self._below)


class _Bound:
    """The same as parameters of a statement that is built once: each list is one array, so that its length changes nothing."""

    person: Any = bindparam("actor_person", type_=Uuid())

    def held(self, position: _Column) -> ColumnElement[bool]:
        return position == any_(_array("actor_positions", Uuid()))

    def seated(self, unit: _Column, role: _Column) -> ColumnElement[bool]:
        return cast(unit, Text) + " " + role == any_(_array("actor_roles", Text()))

    def below(self, position: _Column) -> ColumnElement[bool]:
        return position == any_(_array("actor_below", Uuid()))


class _Named(_Bound):
    """The same for a statement about much, which is planned with its values: an index can look for each role, too."""

    def seated(self, unit: _Column, role: _Column) -> ColumnElement[bool]:
        return tuple_(unit, role).in_(bindparam("actor_pairs", expanding=True))


Sides = _Given | _Bound


def _list(identifiers: Iterable[UUID]) -> BindParameter[Any]:
    return literal(list(identifiers), ARRAY(Uuid()))


def _array(name: str, kind: Any) -> BindParameter[Any]:
    return bindparam(name, type_=ARRAY(kind))


_BOUND, NAMED = _Bound(), _Named()
#: without a time of the caller's it is the database's own
BOUND_NOW = func.coalesce(bindparam("actor_now", type_=DateTime(timezone=True)), func.clock_timestamp())


def sides_of(actor: Actor) -> Sides:
    """The actor's own values, for a statement that is built for this actor; NAMED stands for those of any actor of the same shape."""
    return _Given(actor)


def may_see(actor: Actor, instance: _Column, now: Any, sides: Sides | None = None) -> ColumnElement[bool]:
    """Whether the actor may see the instance with this id. A confidential case is not opened by a unit's role.

    `sides`: NAMED in a statement that is built once and planned with its values.
    """
    return _may_see(actor, sides or _Given(actor), instance, now)


def bound_may_see(actor: Actor, instance: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """`may_see` for a statement that is built once for all actors of the same `shape_of`; `access_values` fills it."""
    return _may_see(actor, _BOUND, instance, BOUND_NOW)


def bound_holds(position: _Column, unit: _Column, role: _Column) -> ColumnElement[bool]:
    """Whether it is the actor who is named: by a position, or by a role in a unit. For a statement that is built once, as bound_may_see."""
    return or_(_BOUND.held(position), _BOUND.seated(unit, role))


def bound_oversees(position: _Column, unit: _Column, role: _Column) -> ColumnElement[bool]:
    """Whether it is somebody below the actor who is named so."""
    return _names_below(_BOUND, position, unit, role)


def bound_may_do(actor: Actor) -> ColumnElement[bool]:
    """`may_do` for a statement that is built once, about few tasks: their candidates are looked up, never all that there are."""
    if not actor.seats:
        return false()
    candidate = TaskCandidate
    own = select(candidate.id).where(
        candidate.task_id == UserTask.id, bound_holds(candidate.position_id, candidate.unit_id, candidate.role)
    )
    return own.limit(1).correlate(UserTask).scalar_subquery().is_not(None)


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


def named_values(actor: Actor, now: datetime) -> dict[str, Any]:
    """Returns the values of a statement with NAMED."""
    return access_values(actor, now) | {"actor_pairs": [(seat.unit, seat.role) for seat in actor.seats]}


def _may_see(actor: Actor, sides: Sides, instance: _Column, now: Any) -> ColumnElement[bool]:
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


def _oversees(sides: Sides, instance: _Column, in_force: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody below the actor works on the case. What is secret or restricted is seen by those who work on it alone."""
    worked = _names_below(sides, CaseAccess.position_id, CaseAccess.unit_id, CaseAccess.role)
    case = aliased(ProcessInstance)
    plain = exists(select(case.id).where(case.id == instance, not_(case.confidential), not_(case.restricted)))
    # by a step of their own: not because they began it for somebody above, and not because a case that they know has called it
    own = CaseAccess.reason == "task"
    return and_(exists(select(CaseAccess.id).where(CaseAccess.instance_id == instance, in_force, own, worked)), plain)


def _names_below(sides: Sides, position: _Column, unit: _Column, role: _Column) -> ColumnElement[bool]:
    roles = select(Position.unit_id, Position.role).where(sides.below(Position.id))
    return or_(sides.below(position), tuple_(unit, role).in_(roles))


def may_do(actor: Actor, sides: Sides | None = None) -> ColumnElement[bool]:
    """Whether the actor is among an open task's candidates."""
    if not actor.seats:
        return false()
    by, candidate = sides or _Given(actor), TaskCandidate
    named = or_(by.held(candidate.position_id), by.seated(candidate.unit_id, candidate.role))
    return exists(select(candidate.id).where(candidate.task_id == UserTask.id, named))


#: by the shape of their actor
_VISIBLE: dict[tuple[bool, ...], Select[ProcessInstance]] = {}


def visible_instance(session: Session, actor: Actor, instance: UUID, now: datetime) -> ProcessInstance:
    """Returns the instance, if the actor may see it. Raises NotFound, the same for a hidden instance and for none."""
    shape = shape_of(actor)
    if (statement := _VISIBLE.get(shape)) is None:
        wanted = select(ProcessInstance).where(ProcessInstance.id == bindparam("wanted"))
        statement = _VISIBLE[shape] = wanted.where(bound_may_see(actor, ProcessInstance.id))
    values = {"wanted": instance, **access_values(actor, now)}
    row = session.scalars(statement, values, execution_options=ONE_PLAN).first()
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

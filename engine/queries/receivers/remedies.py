"""Shows a group of findings with those who could act instead: the successor, the superior, others of the unit, or who is searched for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import and_, or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.receivers.operators import open_findings
from engine.core.receivers.place_names import place_names
from engine.identity.assignment import MAX_SUCCESSORS, Candidate
from engine.identity.position_holders import positions_with_holders
from engine.identity.receivers import filled_positions, positions_of
from engine.identity.searched_titles import closest_title
from engine.model.errors import NotFound
from engine.persistence.patterns import containing
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.persistence.tables.receivers import ReceiverFinding

#: shown of a group, and found by a search
LISTED, FOUND = 25, 15


@dataclass(frozen=True, kw_only=True)
class WaitingItem:
    """One thing that waits, without its content: `element` is empty where it is no step."""

    finding: UUID
    subject: UUID
    case: UUID | None
    process: str
    business_key: str | None
    element: str
    since: datetime
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class RemedyView:
    """A position in which somebody acts today. `why`: successor, superior, unit or search."""

    position: UUID
    title: str
    unit: str
    holder: str
    kind: str
    why: str


@dataclass(frozen=True, kw_only=True)
class FindingView:
    kind: str
    reason: str
    place: str
    #: the position that is without a holder, where there is one: a Plh. can be appointed for it
    position: UUID | None
    count: int
    since: datetime
    items: list[WaitingItem]
    remedies: list[RemedyView]
    #: subjects of the whole group, as many as one press handles
    subjects: list[UUID]


@dataclass(frozen=True, kw_only=True)
class Remedies(Query):
    """`finding`: one of the group; `text`: words that stand in a title, a unit or a holder's name. Raises NotFound where it is closed."""

    permission: ClassVar[str] = "operate"

    finding: UUID
    text: str = ""

    def run(self, context: QueryContext) -> FindingView:
        row = context.session.get(ReceiverFinding, self.finding)
        if row is None or row.closed_at is not None:
            raise NotFound("Expected something that waits for nobody, but there is nothing under this address.")
        same = [getattr(ReceiverFinding, name).is_not_distinct_from(getattr(row, name)) for name in _GROUP]
        rows = context.session.scalars(open_findings(ReceiverFinding).where(*same).order_by(ReceiverFinding.since)).all()
        candidate = Candidate(position=row.position_id, unit=row.unit_id, role=row.role)
        place = (row.position_id, row.unit_id, row.role)
        named = positions_of(context.session, [candidate])
        return FindingView(
            kind=row.kind,
            reason=row.reason,
            place=place_names(context, [place])[place],
            position=named[0].id if len(named) == 1 else None,
            count=len(rows),
            since=rows[0].since,
            items=_items(context, rows[:LISTED]),
            remedies=_remedies(context, candidate, named, self.text),
            subjects=[item.subject for item in rows],
        )


_GROUP = ("kind", "reason", "position_id", "unit_id", "role")


def _items(context: QueryContext, rows: Sequence[ReceiverFinding]) -> list[WaitingItem]:
    cases = {
        case.id: case
        for case in context.session.scalars(
            select(ProcessInstance).where(ProcessInstance.id.in_([row.instance_id for row in rows if row.instance_id]))
        )
    }
    steps = {
        row.id: row.element_id
        for row in context.session.execute(select(UserTask.id, UserTask.element_id).where(UserTask.id.in_([row.subject for row in rows])))
    }
    return [
        WaitingItem(
            finding=row.id,
            subject=row.subject,
            case=row.instance_id,
            process=case.process_key if case else "",
            business_key=case.business_key if case else None,
            element=steps.get(row.subject, ""),
            since=row.since,
            texts=context.platform.definitions.get(context.session, case.definition_id).texts if case else {},
        )
        for row in rows
        for case in (cases.get(row.instance_id) if row.instance_id else None,)
    ]


def _remedies(context: QueryContext, candidate: Candidate, named: Sequence[Position], text: str) -> list[RemedyView]:
    wanted: dict[UUID, str] = {}
    for why, positions in (
        ("successor", _successors(context, candidate, named)),
        ("superior", _superiors(context, named)),
        ("unit", _neighbours(context, candidate, named)),
        ("search", _found(context, text)),
    ):
        for position in positions:
            wanted.setdefault(position, why)
    return _views(context, wanted)


def _successors(context: QueryContext, candidate: Candidate, named: Sequence[Position]) -> list[UUID]:
    found = [position.successor_id for position in named if position.successor_id]
    unit = context.session.get(Unit, candidate.unit) if candidate.unit else None
    if unit is not None and unit.successor_id:
        heirs = select(Position.id).where(Position.unit_id == unit.successor_id, Position.role == candidate.role)
        found += context.session.scalars(heirs)
    return found


def _superiors(context: QueryContext, named: Sequence[Position]) -> list[UUID]:
    """Returns who stands above, the nearest first; a vacant one's own superior too."""
    found: list[UUID] = []
    above = [position.superior_id for position in named if position.superior_id]
    while above and len(found) < MAX_SUCCESSORS:
        found += above
        rows = context.session.scalars(select(Position.superior_id).where(Position.id.in_(above), Position.superior_id.is_not(None)))
        above = [identifier for identifier in rows if identifier is not None and identifier not in found]
    return found


def _neighbours(context: QueryContext, candidate: Candidate, named: Sequence[Position]) -> list[UUID]:
    units = {position.unit_id for position in named} | ({candidate.unit} if candidate.unit else set())
    return list(context.session.scalars(select(Position.id).where(Position.unit_id.in_(units)).order_by(Position.code).limit(FOUND)))


def _found(context: QueryContext, text: str) -> list[UUID]:
    words = text.split()[:6]
    if not words:
        return []
    holder = select(Holding.position_id).join(Person, Person.id == Holding.person_id)
    matching: list[Any] = [
        or_(
            *(column.ilike(containing(word)) for column in (Position.title, Position.code, Unit.name)),
            Position.id.in_(holder.where(Person.name.ilike(containing(word)))),
        )
        for word in words
    ]
    statement = select(Position.id).join(Unit, Unit.id == Position.unit_id).where(and_(True, *matching))
    filled = Position.id.in_(filled_positions(context.now))
    return list(context.session.scalars(statement.where(filled).order_by(*closest_title(text), Position.code).limit(FOUND)))


def _views(context: QueryContext, wanted: Mapping[UUID, str]) -> list[RemedyView]:
    """Returns those of the wanted positions in which somebody acts now, in their order."""
    acting = set(context.session.scalars(filled_positions(context.now).where(Holding.position_id.in_(list(wanted)))))
    seated = positions_with_holders(context.session, acting, context.now)
    units = {
        row.id: row.name
        for row in context.session.execute(
            select(Position.id, Unit.name).join(Unit, Unit.id == Position.unit_id).where(Position.id.in_(acting))
        )
    }
    return [
        RemedyView(
            position=position,
            title=seated[position].title,
            unit=units[position],
            holder=seated[position].name,
            kind=seated[position].kind,
            why=why,
        )
        for position, why in wanted.items()
        if position in acting
    ]

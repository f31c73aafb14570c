"""What is asked before somebody is appointed to stand in: the post with its holder, and who could do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.position_holders import positions_with_holders
from engine.identity.searched_titles import closest_title
from engine.identity.seats import in_force, valid_at
from engine.model.errors import NotFound
from engine.persistence.patterns import containing
from engine.persistence.tables.identity import Absence, Holding, Person, Position, Unit
from engine.queries.people.substitutes import last_day

#: found by a search, and offered without one
FOUND = 20


@dataclass(frozen=True, kw_only=True)
class PostView:
    position: UUID
    title: str
    unit: str
    #: who fills it now, with Plt. or Plh.; empty: nobody
    holder: str
    kind: str
    #: the last day on which the holder is away; None: at work, or there is none
    away_last: date | None
    today: date
    #: there is a holder for whom a Plh. can stand in; else a Plt. fills the post
    has_holder: bool


@dataclass(frozen=True, kw_only=True)
class PersonView:
    person: UUID
    name: str
    title: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class PostsToFill(Query):
    """Posts by words of their title, unit or holder; without words those that nobody fills and whose holder is away without a Plh."""

    permission: ClassVar[str] = "operate"

    text: str = ""
    position: UUID | None = None

    def run(self, context: QueryContext) -> list[PostView]:
        statement = select(Position, Unit.name).join(Unit, Unit.id == Position.unit_id).where(in_force(context.today))
        if self.position is not None:
            statement = statement.where(Position.id == self.position)
        elif words := self.text.split()[:6]:
            statement = statement.where(*_matching(words))
        else:
            statement = statement.where(_unfilled(context.now))
        rows = context.session.execute(statement.order_by(*closest_title(self.text), Position.code).limit(FOUND)).all()
        found = [_post(context, position, unit) for position, unit in rows]
        if self.position is not None and not found:
            raise NotFound("Expected a post that exists today, but there is none under this address.")
        return found


@dataclass(frozen=True, kw_only=True)
class PersonsToAppoint(Query):
    """Employees by words of their name, post or unit; without words those who stand near the post: of its unit, above and below it."""

    permission: ClassVar[str] = "operate"

    position: UUID
    text: str = ""

    def run(self, context: QueryContext) -> list[PersonView]:
        post = context.session.get(Position, self.position)
        if post is None:
            raise NotFound("Expected a post, but there is none under this address.")
        statement = (
            select(Person.id, Person.name, Position.title, Unit.name)
            .join(Holding, Holding.person_id == Person.id)
            .join(Position, Position.id == Holding.position_id)
            .join(Unit, Unit.id == Position.unit_id)
            .where(Person.disabled_at.is_(None), Person.registered_at.is_(None), valid_at(Holding, context.now), in_force(context.today))
            .where(Holding.position_id != post.id, Holding.kind == "DEFINITIF")
        )
        if words := self.text.split()[:6]:
            statement = statement.where(*_matching(words))
        else:
            near = or_(Position.unit_id == post.unit_id, Position.superior_id == post.id, Position.id == post.superior_id)
            if post.superior_id is not None:
                near = or_(near, Position.superior_id == post.superior_id)
            statement = statement.where(near)
        found: dict[UUID, PersonView] = {}
        for person, name, title, unit in context.session.execute(
            statement.order_by(*closest_title(self.text), Position.code).limit(FOUND * 2)
        ):
            found.setdefault(person, PersonView(person=person, name=name, title=title, unit=unit))
        return list(found.values())[:FOUND]


def _matching(words: list[str]) -> list[Any]:
    holder = select(Holding.position_id).join(Person, Person.id == Holding.person_id)
    return [
        or_(
            *(column.ilike(containing(word)) for column in (Position.title, Position.code, Unit.name)),
            Position.id.in_(holder.where(Person.name.ilike(containing(word)))),
        )
        for word in words
    ]


def _unfilled(now: datetime) -> Any:
    held = and_(Holding.position_id == Position.id, valid_at(Holding, now))
    away = exists(select(Absence.id).where(Absence.person_id == Holding.person_id, valid_at(Absence, now)))
    return ~exists(select(Holding.id).join(Person, Person.id == Holding.person_id).where(held, Person.disabled_at.is_(None), ~away))


def _post(context: QueryContext, position: Position, unit: str) -> PostView:
    session, now = context.session, context.now
    seated = positions_with_holders(session, [position.id], now)[position.id]
    regular = select(Holding.person_id).where(Holding.position_id == position.id, Holding.kind != "PLH", valid_at(Holding, now))
    people = session.scalars(regular).all()
    away = session.scalars(select(Absence.valid_to).where(Absence.person_id.in_(people), valid_at(Absence, now))).all()
    return PostView(
        position=position.id,
        title=position.title,
        unit=unit,
        holder=seated.name,
        kind=seated.kind,
        away_last=last_day(context, max(away, default=None)),
        today=context.today,
        has_holder=bool(people),
    )

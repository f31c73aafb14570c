"""Appoints a Plh. for a holder who is away, or a Plt. for a vacant post; the post's tasks follow, and return at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.errors import SubstituteRefused
from engine.identity.substitution_rules import Wish, absent_holders, broken_rule, held_beside
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Absence, Holding, Person, Position

LONGEST_DECREE = 200


@dataclass(frozen=True, kw_only=True)
class AppointSubstitute(Command):
    """`kind`: PLH or PLT; `first`, `last`: local days, both counted, the first not before today; `decree`: the paper that says so;
    `absence`: why the holder is away, where that is not known yet: it is recorded for the same days.

    Raises NotFound, and SubstituteRefused with the rule that is broken.
    """

    permission: ClassVar[str] = "operate"

    position: UUID
    person: UUID
    kind: str
    first: str
    last: str
    decree: str
    absence: str = ""

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        # the position's row first: two appointments for one post do not pass each other
        position = session.scalars(select(Position).where(Position.id == self.position).with_for_update()).first()
        person = session.get(Person, self.person)
        if position is None or person is None:
            raise NotFound("Expected a position and a person, but one of them is not there.")
        if not " ".join(self.decree.split()):
            raise SubstituteRefused("DECREE")
        if person.id == context.actor.person:
            raise SubstituteRefused("OWN")
        if not set(position.permissions) <= context.actor.permissions and not context.actor.may("administer"):
            # nobody gives what they do not have
            raise SubstituteRefused("RIGHTS")
        wish = self._wish(context, position, person)
        if rule := broken_rule(session, wish, context.now):
            raise SubstituteRefused(rule)
        if wish.kind == "PLH":
            self._absences(context, wish)
        holding = Holding(
            id=context.new_id(),
            person_id=person.id,
            position_id=position.id,
            kind=wish.kind,
            valid_from=wish.since,
            valid_to=wish.until,
            decree=" ".join(self.decree.split())[:LONGEST_DECREE],
            appointed_by=context.actor.person,
            appointed_at=context.now,
        )
        session.add(holding)
        return {"holding": str(holding.id)}

    def _wish(self, context: CommandContext, position: Position, person: Person) -> Wish:
        try:
            first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
            zone = context.platform.zone
            since = datetime.combine(first, time.min, zone)
            until = datetime.combine(last + timedelta(days=1), time.min, zone)
        except (ValueError, OverflowError):
            raise SubstituteRefused("PERIOD") from None
        if first < context.today:
            # what was decided meanwhile was not decided by them
            raise SubstituteRefused("PAST")
        return Wish(
            position=position,
            person=person,
            kind=self.kind,
            since=max(since, context.now),
            until=until,
            first=first,
            last=last,
            absence=" ".join(self.absence.split())[:LONGEST_DECREE],
        )

    def _absences(self, context: CommandContext, wish: Wish) -> None:
        regular = [holding for holding in held_beside(context.session, wish) if holding.kind != "PLH"]
        away = {holding.person_id for holding in absent_holders(context.session, wish, regular)}
        for person in {holding.person_id for holding in regular} - away:
            row = Absence(id=context.new_id(), person_id=person, valid_from=wish.since, valid_to=wish.until, reason=wish.absence)
            context.session.add(row)

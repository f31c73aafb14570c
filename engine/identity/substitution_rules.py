"""Checks who may stand in for whom, and when, before a holding is written (docs/law/organisation.md#plt-and-plh)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.identity.holding_rules import holding_problem
from engine.persistence.tables.identity import Absence, Holding, Person, Position

#: days of a Plt.: three months, and whoever goes on is appointed again
LONGEST_PLT = timedelta(days=92)
#: of a Plh.: who is away longer has left the post vacant
LONGEST_PLH = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Wish:
    position: Position
    person: Person
    kind: str
    since: datetime
    until: datetime
    #: the local days of the first and the last moment
    first: date
    last: date
    #: why the holder is away; empty: the absence is known already
    absence: str = ""


def broken_rule(session: Session, wish: Wish, now: datetime) -> str:
    """The name of the first rule that the wish breaks; empty where none is broken."""
    position, person = wish.position, wish.person
    if wish.kind not in ("PLH", "PLT"):
        return "KIND"
    if wish.until <= wish.since or wish.until <= now:
        return "PERIOD"
    if wish.until - wish.since > (LONGEST_PLT if wish.kind == "PLT" else LONGEST_PLH):
        return "TOO_LONG_" + wish.kind
    if position.valid_from > wish.first or (position.valid_to is not None and position.valid_to <= wish.last):
        return "POSITION_ENDS"
    if person.disabled_at is not None or person.registered_at is not None:
        return "PERSON_UNKNOWN"
    beside = held_beside(session, wish)
    if any(holding.person_id == person.id for holding in beside):
        return "SELF"
    regular = [holding for holding in beside if holding.kind != "PLH"]
    if wish.kind == "PLH" and not regular:
        return "VACANT_NEEDS_PLT"
    if wish.kind == "PLT" and any(holding.kind == "DEFINITIF" for holding in regular):
        return "HELD_NEEDS_PLH"
    if holding_problem(person.id, wish.kind, wish.since, wish.until, beside):
        return "OVERLAP"
    if _away(session, wish):
        # who is away cannot act for others: so no circle of substitutes can arise, each of whom waits for the next
        return "SUBSTITUTE_AWAY"
    if wish.kind == "PLH" and not wish.absence and absent_holders(session, wish, regular) != regular:
        return "HOLDER_PRESENT"
    return ""


def held_beside(session: Session, wish: Wish) -> list[Holding]:
    """Holdings of the position within the time."""
    statement = select(Holding).where(
        Holding.position_id == wish.position.id,
        Holding.valid_from < wish.until,
        or_(Holding.valid_to.is_(None), Holding.valid_to > wish.since),
    )
    return list(session.scalars(statement.order_by(Holding.valid_from, Holding.id)))


def absent_holders(session: Session, wish: Wish, regular: Sequence[Holding]) -> list[Holding]:
    """Those of the holders whose absence covers the whole time."""
    covering = select(Absence.person_id).where(
        Absence.person_id.in_([holding.person_id for holding in regular]), Absence.valid_from <= wish.since, Absence.valid_to >= wish.until
    )
    away = set(session.scalars(covering))
    return [holding for holding in regular if holding.person_id in away]


def _away(session: Session, wish: Wish) -> bool:
    overlapping = select(Absence.id).where(
        Absence.person_id == wish.person.id, Absence.valid_from < wish.until, Absence.valid_to > wish.since
    )
    return session.execute(overlapping.limit(1)).first() is not None

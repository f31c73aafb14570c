"""Reads the rows of an organisation from a document; every problem is a sentence that names the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.identity.circles import circles
from engine.identity.holding_rules import holding_problem
from engine.identity.outliving import outliving
from engine.model.ports import Vault
from engine.persistence.tables.identity import Absence, Holding, Person, Position, Unit

PERMISSIONS = frozenset({"operate", "administer", "design", "treasury"})
Row = Mapping[str, Any]


class _RowRejected(Exception):
    """Expected a row that can be stored; the text says what is wrong with it."""


class Importer:
    """Imports the lists in the order of their references. Problems are collected, none is raised."""

    def __init__(self, session: Session, vault: Vault, now: datetime, read_identifier: Callable[[str, str], str]) -> None:
        """`read_identifier`: (kind, text) to the stored form, as the platform's forms read it; raises ValueError with a sentence."""
        self.session = session
        self.vault = vault
        self.now = now
        self.read_identifier = read_identifier
        self.problems: list[str] = []
        self.counts: Counter[str] = Counter()
        #: units whose rows, or whose positions' rows, were imported
        self.touched: set[UUID] = set()

    def run(self, document: Mapping[str, Any]) -> Counter[str]:
        lists: dict[str, Callable[[Row], None]] = {
            "units": self._unit,
            "positions": self._position,
            "people": self._person,
            "holdings": self._holding,
            "absences": self._absence,
        }
        self.problems += [f"'{name}' is no known list; they are {', '.join(lists)}." for name in document if name not in lists]
        for name, keep in lists.items():
            rows = document.get(name, [])
            if not isinstance(rows, list):
                self.problems.append(f"'{name}' must be a list.")
                continue
            for number, row in enumerate(rows, 1):
                try:
                    if not isinstance(row, Mapping):
                        raise _RowRejected("it is no object")
                    # a row is looked up in pieces; it goes to the database once it is whole
                    with self.session.no_autoflush:
                        keep(row)
                    self.session.flush()
                    self.counts[name] += 1
                except _RowRejected as wrong:
                    # half a row must not go along with the next one; the whole import is refused in the end
                    for half in list(self.session.new):
                        self.session.expunge(half)
                    self.problems.append(f"{name}, row {number}: {wrong}.")
        self.problems += list(circles(self.session))
        self.problems += list(outliving(self.session, self.touched))
        return self.counts

    # --- rows

    def _unit(self, row: Row) -> None:
        code = _text(row, "code")
        unit = self.session.scalars(select(Unit).where(Unit.code == code)).first()
        if unit is None:
            unit = Unit(id=uuid4(), code=code, valid_from=self.now.date())
            self.session.add(unit)
        # a corrected day counts for what is there already, too
        unit.valid_from = _day(row, "from") or unit.valid_from
        parent = _text(row, "parent", needed=False)
        unit.name, unit.kind = _text(row, "name"), _text(row, "kind")
        unit.parent_id = self._named(Unit, parent).id if parent else None
        unit.valid_to = _end(row)
        successor = _text(row, "successor", needed=False)
        unit.successor_id = self._named(Unit, successor).id if successor else None
        self.touched.add(unit.id)

    def _position(self, row: Row) -> None:
        code = _text(row, "code")
        position = self.session.scalars(select(Position).where(Position.code == code)).first()
        unit = self._named(Unit, _text(row, "unit")).id
        permissions = row.get("permissions", [])
        if not isinstance(permissions, list) or not PERMISSIONS.issuperset(permissions):
            raise _RowRejected(f"permissions must be among {', '.join(sorted(PERMISSIONS))}")
        if position is None:
            position = Position(id=uuid4(), code=code, valid_from=self.now.date())
            self.session.add(position)
        position.valid_from = _day(row, "from") or position.valid_from
        superior, successor = _text(row, "superior", needed=False), _text(row, "successor", needed=False)
        position.title, position.role, position.unit_id = _text(row, "title"), _text(row, "role"), unit
        position.superior_id = self._named(Position, superior).id if superior else None
        position.successor_id = self._named(Position, successor).id if successor else None
        position.permissions = list(permissions)
        position.valid_to = _end(row)
        self.touched.add(unit)

    def _person(self, row: Row) -> None:
        email = self._identifier("email", _text(row, "email"))
        person = self.session.scalars(select(Person).where(Person.email == email)).first()
        if person is None:
            person = Person(id=uuid4(), email=email, language="id")
            self.session.add(person)
        person.name = _text(row, "name")
        person.phone = self._identifier("telepon", _text(row, "phone", needed=False)) or None
        person.nip = self._identifier("nip", _text(row, "nip", needed=False)) or None
        person.rank = _text(row, "rank", needed=False) or None
        nik = self._identifier("nik", _text(row, "nik", needed=False))
        if nik:
            index = self.vault.index(nik)
            other = self.session.scalars(select(Person).where(Person.nik_index == index, Person.id != person.id)).first()
            if other:
                raise _RowRejected(f"'{email}' has the NIK of '{other.email or other.name}': it is one person with two addresses")
            person.nik_sealed, person.nik_index = self.vault.seal(nik), index
        person.disabled_at = self.now if row.get("disabled") is True else None

    def _holding(self, row: Row) -> None:
        person, position = self._someone(_text(row, "person")), self._named(Position, _text(row, "position"))
        kind, start, end = _text(row, "kind").upper(), self._date_time(row, "from"), self._date_time(row, "to")
        start = start or self.now
        held = select(Holding).where(Holding.person_id == person, Holding.position_id == position.id, Holding.kind == kind)
        known = self.session.scalars(held.where(Holding.valid_from == start)).first()
        others = self.session.scalars(select(Holding).where(Holding.position_id == position.id)).all()
        problem = holding_problem(person, kind, start, end, [other for other in others if other is not known])
        if problem:
            raise _RowRejected(problem)
        if known is None:
            known = Holding(id=uuid4(), person_id=person, position_id=position.id, kind=kind, valid_from=start)
            self.session.add(known)
        known.valid_to, known.decree = end, _text(row, "decree", needed=False)

    def _absence(self, row: Row) -> None:
        person, start, end = self._someone(_text(row, "person")), self._date_time(row, "from"), self._date_time(row, "to")
        if start is None or end is None or start >= end:
            raise _RowRejected("an absence needs a 'from' and a later 'to'")
        known = self.session.scalars(select(Absence).where(Absence.person_id == person, Absence.valid_from == start)).first()
        if known is None:
            known = Absence(id=uuid4(), person_id=person, valid_from=start)
            self.session.add(known)
        known.valid_to, known.reason = end, _text(row, "reason", needed=False)

    # --- what rows name

    def _identifier(self, kind: str, text: str) -> str:
        """The stored form, as a form would keep it: one number in two writings is one number."""
        try:
            return self.read_identifier(kind, text) if text else ""
        except ValueError as wrong:
            raise _RowRejected(str(wrong)) from None

    def _named(self, table: Any, code: str) -> Any:
        found = self.session.scalars(select(table).where(table.code == code)).first()
        if found is None:
            raise _RowRejected(f"there is no {table.__tablename__} with the code '{code}'")
        return found

    def _someone(self, email: str) -> UUID:
        found = self.session.scalars(select(Person.id).where(Person.email == self._identifier("email", email))).first()
        if found is None:
            raise _RowRejected(f"there is no person with the address '{email}'")
        return found

    def _date_time(self, row: Row, name: str) -> datetime | None:
        """Parses a day as its midnight in the regency's zone; `to` is the first day after the holding."""
        day = _day(row, name)
        return datetime.combine(day, time(), tzinfo=self.now.tzinfo) if day else None


def _end(row: Row) -> date | None:
    """The first day on which something does not exist any more."""
    begun, end = _day(row, "from"), _day(row, "to")
    if begun is not None and end is not None and end < begun:
        raise _RowRejected(f"'to' {end} is before 'from' {begun}")
    return end


def _text(row: Row, name: str, *, needed: bool = True) -> str:
    value = row.get(name)
    if value in (None, "") and not needed:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise _RowRejected(f"'{name}' must be a text")
    return value.strip()


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _RowRejected(f"'{name}' must be a date such as 2026-11-25, but is '{value}'") from None

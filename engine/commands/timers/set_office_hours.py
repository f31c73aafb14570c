"""Sets office hours from a day on; due dates that depend on them are recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import ClassVar

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.calendar_changes import record_change, recount_everything
from engine.model.errors import InvalidState
from engine.persistence.tables.calendar import OfficePeriod

#: a fasting month and some days around it
LONGEST_SPECIAL = timedelta(days=92)


@dataclass(frozen=True, kw_only=True)
class SetOfficeHours(Command):
    """`first` and `last` such as 2027-02-08; `weekdays` (Monday to Thursday) and `friday` such as ("08:00", "15:00"); `basis`: the decree.

    Without `last` they are the usual hours from `first` on, and those before end the day before. With `last` they are special ones,
    such as those of a fasting month, which go before the usual ones. The same `first` again corrects what was set. Answers how many
    cases are counted again, and how many start timers moved. Raises InvalidState for what is no day or no hours, and where special
    hours would meet others.
    """

    permission: ClassVar[str] = "administer"

    name: str
    first: str
    last: str | None = None
    weekdays: tuple[str, str]
    friday: tuple[str, str]
    basis: str

    def run(self, context: CommandContext) -> Answer:
        if not self.basis.strip() or not self.name.strip():
            raise InvalidState("Expected a name and the decree that sets the hours, but one of them is missing.")
        first, last = _day(self.first), _day(self.last) if self.last else None
        if last is not None and not first <= last <= first + LONGEST_SPECIAL:
            raise InvalidState(f"Expected a last day within {LONGEST_SPECIAL.days} days of {first}, but it is {last}.")
        (opens, closes), (friday_opens, friday_closes) = _span(self.weekdays), _span(self.friday)
        rows = context.session.scalars(select(OfficePeriod).with_for_update().order_by(OfficePeriod.valid_from)).all()
        special = last is not None
        same = next((row for row in rows if row.special == special and row.valid_from == first), None)
        if special:
            self._refuse_meeting(rows, same, first, last or first)
        else:
            last = self._close_others(rows, first)
        row = same or OfficePeriod(id=context.new_id(), special=special, valid_from=first)
        before = describe_period(row) if same is not None else ""
        row.name, row.basis, row.changed_at, row.changed_by = self.name.strip()[:200], self.basis.strip(), context.now, context.actor.person
        row.valid_to, row.opens, row.closes, row.friday_opens, row.friday_closes = last, opens, closes, friday_opens, friday_closes
        context.session.add(row)
        record_change(context, kind="HOURS", subject=first.isoformat(), before=before, after=describe_period(row), basis=row.basis)
        cases, starts = recount_everything(context)
        return {"cases": cases, "starts": starts}

    def _refuse_meeting(self, rows: Sequence[OfficePeriod], same: OfficePeriod | None, first: date, last: date) -> None:
        for row in rows:
            if row.special and row is not same and row.valid_from <= last and first <= (row.valid_to or last):
                raise InvalidState(f"Expected days without special hours, but '{row.name}' holds some of them.")

    def _close_others(self, rows: Sequence[OfficePeriod], first: date) -> date | None:
        """The usual hours before end the day before; those that follow stay. Answers the last day of the new ones."""
        usual = [row for row in rows if not row.special and row.valid_from != first]
        for row in usual:
            if row.valid_from < first and (row.valid_to is None or row.valid_to >= first):
                row.valid_to = first - timedelta(days=1)
        later = [row.valid_from for row in usual if row.valid_from > first]
        return min(later) - timedelta(days=1) if later else None


def describe_period(row: OfficePeriod) -> str:
    until = f" s.d. {row.valid_to}" if row.valid_to else ""
    usual, friday = f"{row.opens:%H.%M}–{row.closes:%H.%M}", f"{row.friday_opens:%H.%M}–{row.friday_closes:%H.%M}"
    return f"{row.name}: {row.valid_from}{until}, {usual}, Jumat {friday}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidState(f"Expected a day such as 2027-02-08, but got {text[:40]!r}.") from None


def _span(texts: tuple[str, str]) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(text.strip().replace(".", ":")) for text in texts)
    except ValueError:
        raise InvalidState(f"Expected hours such as 07:30 and 16:00, but got {texts!r}.") from None
    if opens >= closes or opens.tzinfo or closes.tzinfo:
        raise InvalidState(f"Expected offices that close after they open, but got {texts!r}.")
    return opens, closes

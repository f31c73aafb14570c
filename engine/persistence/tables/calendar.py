"""Tables of the regency's working calendar, beside the national one or against it."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class CalendarDay(Base):
    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    #: True: there is work on it, though it is a holiday or a week-end elsewhere
    works: Mapped[bool]
    name: Mapped[str]
    #: the decree
    basis: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class CalendarYear(Base):
    """A year whose holidays are known: time limits are counted in known years only."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    basis: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class OfficePeriod(Base):
    """Hours from one day to another. Special ones, such as those of a fasting month, go before the usual ones."""

    __tablename__ = "office_hours"
    __table_args__ = (UniqueConstraint("special", "valid_from"),)

    id: Mapped[Key]
    name: Mapped[str]
    special: Mapped[bool]
    valid_from: Mapped[date]
    #: the last day; None: until other hours begin
    valid_to: Mapped[date | None]
    opens: Mapped[time]
    closes: Mapped[time]
    friday_opens: Mapped[time]
    friday_closes: Mapped[time]
    basis: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class CalendarChange(Base):
    """What was set when, by whom and on which basis; nothing of it is ever altered."""

    __tablename__ = "calendar_change"

    id: Mapped[Key]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    changed_by: Mapped[UUID | None]
    basis: Mapped[str]
    kind: Mapped[str]  # DAY, YEAR, HOURS
    #: a day, a year, or the first day of hours
    subject: Mapped[str]
    #: empty where there was nothing
    before: Mapped[str]
    after: Mapped[str]


class CalendarReminder(Base):
    """A month in which the operators were told of what the calendar lacks."""

    __tablename__ = "calendar_reminder"

    month: Mapped[date] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]

"""Tables of the regency's working calendar, beside the national one or against it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


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

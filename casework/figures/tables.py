"""Tables of daily figures: counts alone, in which no case and no person can be found."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class DailyFigure(Base):
    """How many of a kind there were on a day. `measure` says what `element`, `unit_id` and `bucket` mean: casework/figures/measures.py."""

    __tablename__ = "daily_figure"
    __table_args__ = (Index(None, "measure", "day"), Index(None, "day"))

    id: Mapped[Key]
    #: in the regency's zone
    day: Mapped[date]
    measure: Mapped[str]
    #: of the root case; of a survey: the service
    process: Mapped[str]
    element: Mapped[str]
    unit_id: Mapped[UUID | None]
    bucket: Mapped[int]
    count: Mapped[int]


class SummarisedDay(Base):
    """A day whose figures were counted, and when last: the present day again and again until it is over."""

    __tablename__ = "summarised_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]

"""The table of words with which people looked for a service and found none: counts, and nobody who typed them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base


class MissedSearch(Base):
    __tablename__ = "missed_search"

    text: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]

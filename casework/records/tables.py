"""Tables of register entries and of the numbers of series."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Computed, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key

#: seconds of a week; weeks of the longer period
WEEK, LONG = 7 * 86_400, 8
_EPOCH = "extract(epoch from created_at at time zone 'UTC')"
PERIODS = f"array[floor({_EPOCH} / {WEEK})::integer, -floor({_EPOCH} / {WEEK * LONG})::integer]"


class RegisterEntry(Base):
    """One line of a register that a package declares; its fields follow the variables of its instance."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("register", "unique_key"),
        # words, parts of words, and when: a search goes back in time, and reads no more of the index than it needs
        Index(
            "ix_register_entry_search",
            "search",
            "search_text",
            "periods",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
            postgresql_with={"gin_pending_list_limit": 256},
        ),
        Index("ix_register_entry_newest", "created_at", "id"),
        Index("ix_register_entry_latest", "register", "created_at"),
        Index("ix_register_entry_match", "register", "match_key"),
    )

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), unique=True)
    register: Mapped[str]
    #: the declared unique fields, joined; None while one of them is still empty
    unique_key: Mapped[str | None]
    #: the declared fields by which duplicates are looked for, folded and joined
    match_key: Mapped[str | None]
    title: Mapped[str]
    fields: Mapped[dict[str, Any]]
    search_text: Mapped[str]
    search: Mapped[Any] = mapped_column(TSVECTOR, Computed("to_tsvector('alur_id', search_text)", persisted=True))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: the number of its week, and minus that of its eight weeks
    periods: Mapped[list[int]] = mapped_column(ARRAY(Integer), Computed(PERIODS, persisted=True))


class NumberSeries(Base):
    """The last number given in one series and scope (a unit's book of one year)."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class ReservedNumber(Base):
    __tablename__ = "reserved_number"
    __table_args__ = (UniqueConstraint("series", "scope", "number"), UniqueConstraint("series", "reserved_for"))

    id: Mapped[Key]
    series: Mapped[str]
    scope: Mapped[str]
    number: Mapped[int]
    #: asking again for the same purpose gives the same number
    reserved_for: Mapped[str]
    reserved_at: Mapped[datetime]
    #: what it was given for came to nothing: the number is never given again, and its reason stands in the book
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None]

"""Cold storage of cases that ended long ago, and the views in which it makes no difference where a row lies (docs/decisions/0087)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from engine.persistence.base import OWNERS, Base


class ColdCase(Base):
    """What is bulky of one ended instance: moved here and back by two functions of the database, which the application may only call."""

    __tablename__ = "cold_case"
    __table_args__ = {"info": OWNERS}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    moved_at: Mapped[datetime]
    state: Mapped[bytes] = mapped_column(LargeBinary)
    #: rows as JSON texts: of the state's parts, history, jobs, and of what commands carried
    parts: Mapped[str | None]
    history: Mapped[str | None]
    jobs: Mapped[str | None]
    payloads: Mapped[str | None]


class View(DeclarativeBase):
    """Base of views: in metadata of their own, for no migration compares them."""

    metadata = MetaData()
    type_annotation_map = Base.type_annotation_map


class EveryEvent(View):
    """The history of a case, wherever it lies. Whoever adds to it writes HistoryEvent."""

    __tablename__ = "every_event"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    instance_id: Mapped[UUID]
    at: Mapped[datetime]
    event: Mapped[str]
    element_id: Mapped[str]
    token: Mapped[str]
    person_id: Mapped[UUID | None]
    position_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]]


class EveryPayload(View):
    """What commands carried, wherever it lies."""

    __tablename__ = "every_payload"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    instance_id: Mapped[UUID]
    number: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, Any]]

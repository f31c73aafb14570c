"""Tables of migrations of running instances, with their states before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class Migration(Base):
    __tablename__ = "migration"

    id: Mapped[Key]
    source_id: Mapped[UUID] = mapped_column(ForeignKey("process_definition.id"))
    target_id: Mapped[UUID] = mapped_column(ForeignKey("process_definition.id"))
    #: process key -> old element id -> new element id
    mapping: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]


class MigrationItem(Base):
    """One instance of a migration. Its former bytes and rows are kept until the migration is forgotten, for undoing it."""

    __tablename__ = "migration_item"
    __table_args__ = (Index("ix_migration_item_waiting", "migration_id", postgresql_where=text("status = 'WAITING'")),)

    migration_id: Mapped[UUID] = mapped_column(ForeignKey("migration.id"), primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("process_definition.id"))
    status: Mapped[str]  # WAITING, MOVED, REFUSED, UNDONE, KEPT (touched since, so that it could not be undone)
    reasons: Mapped[list[Any]]
    at: Mapped[datetime | None]
    definition_before: Mapped[UUID | None]
    state_before: Mapped[bytes | None] = mapped_column(LargeBinary)
    waits_before: Mapped[dict[str, Any] | None]
    #: the instance's revision right after its move: unchanged, nothing has touched it since
    revision_after: Mapped[int | None]

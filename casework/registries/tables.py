"""The table of lookups in other institutions' registries."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import APPEND_ONLY, Base, Key


class RegistryCall(Base):
    """A lookup about a citizen in another institution's registry: its purpose, and whether it answered. The answer stands in the case."""

    __tablename__ = "registry_call"
    __table_args__ = (Index(None, "instance_id", "asked_at"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    #: the root case
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    register: Mapped[str]
    purpose: Mapped[str]
    basis: Mapped[str]
    status: Mapped[str]  # answered, away
    asked_at: Mapped[datetime]

"""Process instances and everything that one of them waits for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class ProcessInstance(Base):
    __tablename__ = "process_instance"
    __table_args__ = (Index(None, "definition_id", "status"),)

    id: Mapped[Key]
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("process_definition.id"))
    process_key: Mapped[str]
    business_key: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str]
    status: Mapped[str]  # ACTIVE, COMPLETED, TERMINATED, FAILED
    revision: Mapped[int]
    state: Mapped[bytes] = mapped_column(LargeBinary)
    confidential: Mapped[bool]
    root_id: Mapped[UUID] = mapped_column(index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"), index=True)
    parent_token: Mapped[str | None]
    #: who started it: the position counts, the person is for display
    started_by: Mapped[UUID | None]
    started_position: Mapped[UUID | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class UserTask(Base):
    __tablename__ = "user_task"
    __table_args__ = (
        Index("ix_user_task_open_position", "position_id", "due_at", postgresql_where=text("status = 'OPEN'")),
        Index("ix_user_task_open_unit", "unit_id", "role", postgresql_where=text("status = 'OPEN'")),
        Index("ix_user_task_done", "completed_by", "completed_at", postgresql_where=text("status = 'COMPLETED'")),
    )

    #: the token's id
    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    name: Mapped[str]
    form_key: Mapped[str | None]
    status: Mapped[str]  # OPEN, COMPLETED, CANCELLED
    position_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    role: Mapped[str | None]
    claimed_by: Mapped[UUID | None]
    priority: Mapped[int]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    properties: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[UUID | None]
    completed_position: Mapped[UUID | None]


class Draft(Base):
    """What a person typed into a task and has not sent."""

    __tablename__ = "draft"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class Job(Base):
    """An automated step. The lease in this row is the truth; RQ only rings."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "due_at", postgresql_where=text("status in ('READY', 'LEASED')")),)

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    type: Mapped[str]
    queue: Mapped[str]
    status: Mapped[str]  # READY, LEASED, DONE, FAILED, CANCELLED
    retries: Mapped[int]
    attempts: Mapped[int]
    variables: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    #: grows with each lease: a report under an older one is refused
    fencing_token: Mapped[int]
    leased_until: Mapped[datetime | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Timer(Base):
    __tablename__ = "timer"

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)


class MessageSubscription(Base):
    __tablename__ = "message_subscription"
    __table_args__ = (Index(None, "message", "correlation_key"),)

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    message: Mapped[str]
    correlation_key: Mapped[str]


class BufferedMessage(Base):
    """A message that came before anybody waited for it."""

    __tablename__ = "buffered_message"
    __table_args__ = (Index(None, "message", "correlation_key"),)

    id: Mapped[Key]
    message: Mapped[str]
    correlation_key: Mapped[str]
    variables: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]


class Incident(Base):
    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "raised_at", postgresql_where=text("resolved_at is null")),)

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    token: Mapped[UUID]
    element_id: Mapped[str]
    kind: Mapped[str]
    message: Mapped[str]
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None]

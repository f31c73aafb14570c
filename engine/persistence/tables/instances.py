"""Tables of process instances and of everything that one waits for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Uuid, false, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import Base, Key


class ProcessInstance(Base):
    __tablename__ = "process_instance"
    __table_args__ = (
        Index(None, "definition_id", "status"),
        Index("ix_process_instance_started", "started_at", postgresql_where=text("parent_id is null")),
        Index("ix_process_instance_ended", "ended_at", postgresql_where=text("parent_id is null")),
        # what may go to cold storage next: it does not grow with what has gone
        Index("ix_process_instance_warm", "ended_at", postgresql_where=text("ended_at is not null and not cold")),
        # what the rules of retention are asked about: it does not grow with what was erased
        Index("ix_process_instance_kept", "process_key", "ended_at", postgresql_where=text("ended_at is not null and not erased")),
        # running cases that are seen by those who work on them alone
        Index("ix_process_instance_kept_close", "id", postgresql_where=text("(confidential or restricted) and ended_at is null")),
        # numbers are searched by any part of them
        Index("ix_process_instance_number", "business_key", postgresql_using="gin", postgresql_ops={"business_key": "gin_trgm_ops"}),
    )

    id: Mapped[Key]
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("process_definition.id"))
    process_key: Mapped[str]
    business_key: Mapped[str | None]
    title: Mapped[str]
    status: Mapped[str]  # ACTIVE, COMPLETED, TERMINATED, FAILED
    revision: Mapped[int] = mapped_column()
    #: the whole of it, or its head where parts of it are rows of their own (engine/persistence/state_rows.py)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    #: known to the named people only
    confidential: Mapped[bool]
    #: its readers are those of any case, but each look is recorded, and no mail says what it is about
    restricted: Mapped[bool] = mapped_column(server_default=false())
    root_id: Mapped[UUID] = mapped_column(index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"), index=True)
    parent_token: Mapped[UUID | None]
    #: the case's facts, read from its variables after each turn, so that lists need no state
    facts: Mapped[dict[str, Any]]
    #: the starter: the position counts, the person is for display
    started_by: Mapped[UUID | None]
    started_position: Mapped[UUID | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: by the law: nothing of it is kept but that it was there
    erased: Mapped[bool] = mapped_column(server_default=false())
    #: its state, history, jobs and payloads lie in cold storage; whoever locks it has them brought back
    cold: Mapped[bool] = mapped_column(server_default=false())
    #: was brought back, and stays until then
    warm_until: Mapped[datetime | None]

    #: a turn over a state that another one has changed meanwhile is refused, and the executor tries again
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 (SQLAlchemy's own protocol)


class InstanceStatePart(Base):
    """A group of inner instances of a large state, which a turn reads and writes only where it touches it (docs/decisions/0074)."""

    __tablename__ = "instance_state_part"

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id", ondelete="CASCADE"), primary_key=True)
    #: the token of the repetition, and the number of the group in it
    body: Mapped[Key]
    number: Mapped[int] = mapped_column(primary_key=True)
    #: those in it, by which it is found
    tokens: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class UserTask(Base):
    __tablename__ = "user_task"
    __table_args__ = (
        Index("ix_user_task_done", "completed_by", "completed_at", postgresql_where=text("status = 'COMPLETED'")),
        Index("ix_user_task_completed", "completed_at", postgresql_where=text("status = 'COMPLETED'")),
        Index("ix_user_task_open", "due_at", postgresql_where=text("status = 'OPEN'")),
        Index("ix_user_task_of_running", "instance_id", postgresql_where=text("status = 'OPEN'")),
    )

    #: the token's id
    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    name: Mapped[str]
    form_key: Mapped[str | None]
    status: Mapped[str]  # OPEN, COMPLETED, CANCELLED
    claimed_by: Mapped[UUID | None]
    priority: Mapped[int]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    properties: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    #: when one of those who may do it first opened it
    read_at: Mapped[datetime | None]
    #: when, by whom and in which position somebody above last reminded of it
    reminded_at: Mapped[datetime | None]
    reminded_by: Mapped[UUID | None]
    reminded_position: Mapped[UUID | None]
    #: its due dates are counted in working days
    on_calendar: Mapped[bool] = mapped_column(server_default=false())
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[UUID | None]
    completed_position: Mapped[UUID | None]


class TaskCandidate(Base):
    """A candidate of an open task: a position, or a role in a unit. The rows go when the task is done."""

    __tablename__ = "task_candidate"
    __table_args__ = (Index(None, "position_id"), Index(None, "unit_id", "role"))

    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), index=True)
    position_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    role: Mapped[str | None]


class TaskDraft(Base):
    """The answers that a person typed into a task and has not sent."""

    __tablename__ = "draft"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("user_task.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class RecentChoice(Base):
    """The option of a decision table that a person chose last; it is offered first."""

    __tablename__ = "recent_choice"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime]


class Job(Base):
    """An automated step, or a follow-up command of a turn. The lease in this row is the truth; RQ only rings."""

    __tablename__ = "job"
    #: a worker claims by queue; the clock looks at each queue's longest due
    __table_args__ = (Index("ix_job_due", "queue", "due_at", postgresql_where=text("status in ('READY', 'LEASED')")),)

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    #: the waiting token; None where nothing in the diagram waits for the job
    token: Mapped[UUID | None]
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
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: the trace in which it was made (W3C traceparent): the worker continues it
    trace: Mapped[str | None]


class Timer(Base):
    __tablename__ = "timer"

    #: the token's id
    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    #: counted in working days
    on_calendar: Mapped[bool] = mapped_column(server_default=false())


class MessageSubscription(Base):
    __tablename__ = "message_subscription"
    __table_args__ = (Index(None, "message", "correlation_key"),)

    #: the token's id
    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    message: Mapped[str]
    correlation_key: Mapped[str]


class SignalSubscription(Base):
    __tablename__ = "signal_subscription"

    #: the token's id
    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    element_id: Mapped[str]
    signal: Mapped[str] = mapped_column(index=True)


class StartSubscription(Base):
    """A message, signal or timer at a start event that starts an instance of the newest version of a process."""

    __tablename__ = "start_subscription"
    __table_args__ = (Index(None, "kind", "name"), Index("ix_start_subscription_due", "due_at", postgresql_where=text("kind = 'timer'")))

    id: Mapped[Key]
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("process_definition.id"))
    process_key: Mapped[str] = mapped_column(index=True)
    package: Mapped[str]
    element_id: Mapped[str]
    kind: Mapped[str]  # message, signal, timer
    #: the message's or signal's name
    name: Mapped[str | None]
    due_at: Mapped[datetime | None]
    #: the timer's cycle, and how often it fires after this
    cycle: Mapped[str | None]
    left: Mapped[int | None]


class BufferedMessage(Base):
    """A message that arrived before any case waited for it; its id is the sender's message id as a UUID."""

    __tablename__ = "buffered_message"
    __table_args__ = (Index(None, "message", "correlation_key"),)

    id: Mapped[Key]
    message: Mapped[str]
    correlation_key: Mapped[str]
    message_id: Mapped[str]
    variables: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]
    #: delivered messages stay until they expire, so that a repeated one is known
    delivered_to: Mapped[UUID | None]


class Incident(Base):
    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "raised_at", postgresql_where=text("resolved_at is null")),
        Index("ix_incident_untold", "raised_at", postgresql_where=text("resolved_at is null and told_in is null")),
    )

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    token: Mapped[UUID]
    job_id: Mapped[UUID | None]
    element_id: Mapped[str]
    kind: Mapped[str]  # expression, step_limit, unhandled_error, called_process, job, assignment
    message: Mapped[str]
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None]
    #: the mail that told operators of it
    told_in: Mapped[UUID | None] = mapped_column(ForeignKey("operator_mail.id"))

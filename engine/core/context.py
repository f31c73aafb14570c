"""The context of a command or query: session, platform, actor, time. Commands never commit: the executor does."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.bpmn.codec import ParsedState
from engine.core.audit.chain import PLATFORM_CHAIN, append
from engine.core.calendar import STAMP_QUESTION
from engine.core.looks import Look
from engine.core.platform import Platform
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.calendar.working_calendar import WorkingCalendar
from engine.model.actor import Actor
from engine.model.state_view import StateView
from engine.persistence.questions import Asked, Questions
from engine.persistence.round_trip import Rows
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.instances import ProcessInstance
from engine.persistence.writing_session import WritingSession


@dataclass(kw_only=True)
class QueryContext:
    session: Session
    platform: Platform
    actor: Actor
    now: datetime
    #: instance -> its state as it was read or made last, so that nobody decodes the same bytes again
    states: dict[UUID, tuple[bytes, ParsedState | StateView]] = field(default_factory=dict)
    #: cases that were shown to the actor
    looks: list[Look] = field(default_factory=list)
    _calendar_stamp: Asked | None = None

    @cached_property
    def questions(self) -> Questions:
        """Questions that are asked together, as soon as the first of their answers is looked at."""
        return Questions(self.session)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working calendar as it stands in this transaction."""
        if self._calendar_stamp is not None:
            return self.platform.calendars.of(self.session, self._calendar_stamp.value)
        return self.platform.calendars.get(self.session)

    def begin_calendar(self) -> None:
        """Asks with the other questions for the calendar, of a page that will need it."""
        self._calendar_stamp = self.questions.ask(STAMP_QUESTION)

    def forget_calendar(self) -> None:
        """Called after the transaction has changed it."""
        self.__dict__.pop("calendar", None)
        self._calendar_stamp = None

    @property
    def time(self) -> EvaluationTime:
        """The time for expressions; the calendar is read when the first of them counts working days."""
        return EvaluationTime(self.now, lambda: self.calendar)

    @property
    def time_of_view(self) -> EvaluationTime:
        """The time for a view whose expressions are evaluated after the transaction: the calendar is read now."""
        calendar = self.calendar
        return EvaluationTime(self.now, lambda: calendar)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.platform.zone).date()


@dataclass(kw_only=True)
class CommandContext(QueryContext):
    session: WritingSession
    command: str
    payload: Mapping[str, Any]
    #: the result of the command's `examine`, before the transaction
    examined: Any = None
    #: the answers to the questions of the command's `opening`
    opened: Sequence[Rows] = ()
    #: the seat in which the person acts, once the command knows it
    position: UUID | None = None
    #: (queue, job) to ring after the commit
    new_jobs: list[tuple[str, UUID]] = field(default_factory=list)

    @property
    def rows(self) -> RowBatch:
        """The rows that the command writes and nobody asks for meanwhile."""
        return self.session.rows

    def new_id(self) -> UUID:
        return uuid4()

    def audit(self, instance: ProcessInstance) -> None:
        """Appends this command to the instance's audit chain. The instance is locked, so the chain has no forks."""
        self._append(instance.id)

    def audit_platform(self) -> None:
        """Appends a command that concerns no case to the platform's own chain. A lock held to the commit keeps it without forks."""
        self.session.execute(text("select pg_advisory_xact_lock(hashtext('alur platform audit'))"))
        self._append(PLATFORM_CHAIN)

    def _append(self, chain: UUID) -> None:
        append(
            self.rows,
            instance=chain,
            command=self.command,
            payload=self.payload,
            person=self.actor.person,
            position=self.position,
            now=self.now,
            salt=secrets.token_bytes(16),
        )

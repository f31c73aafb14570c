"""Sends a case's diagram the messages of its legal clock: at three quarters of the time, and at its end, once each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.legal_clock.tables import LegalClock
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import PUBLISH, platform_job
from engine.core.turn import lock_instance
from engine.persistence.tables.instances import ProcessInstance

#: the messages' names; their correlation key is the case's number, else its id
WARNING, OVERDUE = "alur-clock-warning", "alur-clock-overdue"


@dataclass(frozen=True, kw_only=True)
class SendLegalClockMessages(Command):
    """Answers the sent message: "warning", "overdue", or nothing where another process was first."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "RingLegalClock"
    repeatable: ClassVar[bool] = True

    case: UUID

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.case)
        clock = context.session.get(LegalClock, self.case, with_for_update=True, populate_existing=True)
        sent = []
        if clock is not None and clock.stopped_at is None:
            if clock.warned_at is None and clock.warn_at is not None and clock.warn_at <= context.now:
                clock.warned_at = context.now
                sent.append(self._send(context, instance, clock, WARNING))
            if clock.passed_at is None and clock.due_at is not None and clock.due_at <= context.now:
                clock.passed_at = context.now
                sent.append(self._send(context, instance, clock, OVERDUE))
        return {"sent": sent}

    def _send(self, context: CommandContext, instance: ProcessInstance, clock: LegalClock, message: str) -> str:
        due = clock.due_at.astimezone(context.platform.zone).isoformat() if clock.due_at else None
        values = {"name": message, "correlation_key": instance.business_key or str(instance.id), "variables": {"due_at": due}}
        platform_job(context, instance, PUBLISH, key=message, variables=values)
        context.audit(instance)
        return message.rpartition("-")[2]

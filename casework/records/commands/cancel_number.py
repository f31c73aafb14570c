"""Cancels the numbers that a case reserved in a series: none is given again, and the book says why it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update

from casework.records.tables import ReservedNumber
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class CancelNumber(Command):
    """Answers the numbers that it cancelled; none where the case had none. Raises InvalidState without a reason."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    instance: UUID
    series: str
    reason: str

    def run(self, context: CommandContext) -> Answer:
        if not self.reason.strip():
            raise InvalidState("Expected the reason why a number is cancelled, but there is none.")
        own = ReservedNumber.reserved_for.startswith(f"{self.instance} ", autoescape=True)
        statement = (
            update(ReservedNumber)
            .where(ReservedNumber.series == self.series, own, ReservedNumber.cancelled_at.is_(None))
            .values(cancelled_at=context.now, cancelled_reason=self.reason.strip())
            .returning(ReservedNumber.number)
        )
        numbers = sorted(context.session.scalars(statement))
        context.audit(context.session.get_one(ProcessInstance, self.instance))
        return {"numbers": numbers}

"""Tells until when a bill may be paid, by the door through which every term goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.timers import due_at_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class BillDeadline(Query):
    """`until`: a date and time, a day (the end of its office hours), or a duration from now, as a diagram gives it.

    Raises InvalidState for what is none of them, and for a day without office hours.
    """

    permission: ClassVar[str] = "system"

    until: str

    def run(self, context: QueryContext) -> datetime:
        try:
            found = due_at_of(self.until, context.time, context.platform.zone, term=True)
        except ExpressionFailed as failed:
            raise InvalidState(f"Expected the end of the time for paying, but {failed}.") from None
        assert found is not None  # a text is refused or read
        return found

"""Reads the database's time, on which all processes of an installation agree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from engine.persistence.prepared import Prepared, Question
from engine.persistence.writing_session import BESIDE_ROWS


class MachineClock:
    """Reads this machine's time, for expressions that the command line evaluates without a database."""

    question = None

    def now(self, session: Any) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 (this is a clock)


_TIME = text("select clock_timestamp()")
#: of what a transaction writes, the time depends on nothing
_NOW = _TIME.execution_options(**BESIDE_ROWS)


class DatabaseClock:
    #: the same, to be asked with the first questions of a transaction
    question: Question = (Prepared(_TIME), {})

    def now(self, session: Any) -> datetime:
        moment: datetime = session.execute(_NOW).scalar_one()
        return moment

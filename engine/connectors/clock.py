"""Reads the database's time, on which all processes of an installation agree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from engine.persistence.row_batch import BESIDE_ROWS


class MachineClock:
    """Reads this machine's time, for expressions that the command line evaluates without a database."""

    question = None

    def now(self, session: Any) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 (this is a clock)


#: of what a transaction writes, the time depends on nothing
_NOW = text("select clock_timestamp()").execution_options(**BESIDE_ROWS)


class DatabaseClock:
    question = _NOW

    def now(self, session: Any) -> datetime:
        moment: datetime = session.execute(_NOW).scalar_one()
        return moment

"""The database's time: all processes of an installation agree on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text


class MachineClock:
    """This machine's time, where there is no database to ask: the command line tries expressions with it."""

    def now(self, session: Any) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 (this is a clock)


class DatabaseClock:
    def now(self, session: Any) -> datetime:
        moment: datetime = session.execute(text("select clock_timestamp()")).scalar_one()
        return moment

"""The database's time: all processes of an installation agree on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import text


class DatabaseClock:
    def now(self, session: Any) -> datetime:
        moment: datetime = session.execute(text("select clock_timestamp()")).scalar_one()
        return moment

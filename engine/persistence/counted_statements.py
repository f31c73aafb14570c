"""Counts the statements of who passes a door, and times those that lock: in the driver's cursor, for SQLAlchemy's events cost far more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import lru_cache
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import Engine as Database
from sqlalchemy import QueuePool, event


class Counted:
    """What is counted: `locked` are seconds in statements that lock rows, the wait for other transactions among them."""

    __slots__ = ("locked", "statements")

    def __init__(self) -> None:
        self.statements = 0
        self.locked = 0.0


#: whose statements this thread sends
COUNTED: ContextVar[Counted | None] = ContextVar("counted", default=None)


@lru_cache(maxsize=4096)
def _locks(statement: str) -> bool:
    upper = statement.upper()
    return "FOR UPDATE" in upper or "ADVISORY_XACT_LOCK" in upper


class CountingCursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        counted = COUNTED.get()
        if counted is None:
            return super().execute(query, params, **options)
        counted.statements += 1
        if not (isinstance(query, str) and _locks(query)):
            return super().execute(query, params, **options)
        began = perf_counter()
        try:
            return super().execute(query, params, **options)
        finally:
            counted.locked += perf_counter() - began


class Counting:
    """Counts statements that are sent together without a cursor of this kind; one that locks gives its round trip to the wait."""

    __slots__ = ("_began", "_counted", "_texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def __enter__(self) -> None:
        self._counted = COUNTED.get()
        self._began = perf_counter()

    def __exit__(self, *_raised: object) -> None:
        if self._counted is not None:
            self._counted.statements += len(self._texts)
            if any(map(_locks, self._texts)):
                self._counted.locked += perf_counter() - self._began


def count_statements(database: Database) -> None:
    """Connections that are made from now on count."""
    event.listen(database, "do_connect", _use_counting_cursor)


def _use_counting_cursor(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    options["cursor_factory"] = CountingCursor


def connections_of(database: Database) -> Mapping[str, int]:
    """Returns how many connections of this process's pool are in use and idle, and how many it keeps."""
    pool = database.pool
    if not isinstance(pool, QueuePool):
        return {}
    return {"in_use": pool.checkedout(), "idle": pool.checkedin(), "size": pool.size()}

"""Counts the pages of the database that the statements of a piece of work touch: a figure that no other load on the machine changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass(frozen=True)
class Touched:
    """A statement that reads, and how many buffers it touched."""

    statement: str
    buffers: int


def count_buffers(database: Engine, work: Callable[[], object]) -> list[Touched]:
    """Carries out the work, then explains each statement by which it read, as `EXPLAIN (ANALYZE, BUFFERS)` with its own values.

    The work must go through connections of `database`; statements of writing are left out, for explaining one carries it out again.
    """
    recorded: list[tuple[str, Any]] = []

    def record(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().lower().startswith(("select", "with")):
            recorded.append((statement, parameters))

    event.listen(database, "before_cursor_execute", record)
    try:
        work()
    finally:
        event.remove(database, "before_cursor_execute", record)
    with database.connect() as connection:
        # the second time: at the first one a connection may still have to read the catalogue, also while it executes
        found = [
            Touched(statement, min(_explain(connection, statement, parameters) for _ in range(2))) for statement, parameters in recorded
        ]
        connection.rollback()
    return found


def _explain(connection: Any, statement: str, parameters: Any) -> int:
    """Returns the buffers of one statement; those of its planning are not counted, for they change with what is known of the catalogue."""
    if "for update" in statement.lower() or "set_config" in statement:
        return 0
    answer = connection.exec_driver_sql(f"explain (analyze, buffers, format json) {statement}", parameters).scalar()
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])

"""Counts the pages of the database that the statements of a piece of work touch: a figure that no other load on the machine changes."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event, text

#: seconds that closed connections may take to tell what they have counted
PATIENCE = 5.0
_OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
_TOUCHED = """
select relname, coalesce(heap_blks_hit, 0) + coalesce(heap_blks_read, 0) + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0)
    + coalesce(toast_blks_hit, 0) + coalesce(toast_blks_read, 0) + coalesce(tidx_blks_hit, 0) + coalesce(tidx_blks_read, 0) as pages
from pg_statio_user_tables
"""


@dataclass(frozen=True)
class Touched:
    """A statement that reads, and how many buffers it touched."""

    statement: str
    buffers: int


def count_table_pages(database: Engine, work: Callable[[], object]) -> Mapping[str, int]:
    """Carries out the work, and returns the pages that all its statements touched, writing included, by table with its indexes.

    Nobody else may use the database meanwhile. Its connections are closed before and after: with that they tell what they have counted.
    """
    before = _pages_so_far(database)
    work()
    return _pages_so_far(database) - before


def _pages_so_far(database: Engine) -> Counter[str]:
    """Partitions count as their table."""
    database.dispose()
    found: Counter[str] = Counter()
    with database.connect() as connection:
        until = time.monotonic() + PATIENCE
        while connection.execute(text(_OTHERS)).scalar_one():
            if time.monotonic() > until:
                raise AssertionError("somebody else uses the database")
            connection.rollback()
            time.sleep(0.01)
        for table, pages in connection.execute(text(_TOUCHED)):
            found[re.sub(r"_(y\d{4}m\d\d|rest)$", "", table)] += pages
    return found


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

"""One SQLAlchemy engine for each worker, pointed to the database of the test: statements are compiled once, not once a test."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.pool import QueuePool

from engine.persistence.database import connect

#: seconds
PATIENCE = 2.0


def point_to(address: str) -> Engine:
    """The worker's engine, with no connection to any other database than this one."""
    database = _engine()
    leave(database)
    database.url = make_url(address)
    return database


def leave(database: Engine) -> None:
    """Closes the connections when nobody uses one: a page that its browser has left may still be answered, and a connection that comes
    back to no pool is never closed."""
    patience = time.monotonic() + PATIENCE
    while isinstance(database.pool, QueuePool) and database.pool.checkedout() and time.monotonic() < patience:
        time.sleep(0.01)
    database.dispose()


@cache
def _engine() -> Engine:
    database = connect("postgresql+psycopg:///nowhere")

    @event.listens_for(database, "do_connect")
    def to_the_present_one(dialect: Any, record: Any, arguments: Any, parameters: dict[str, Any]) -> None:
        _arguments, wanted = dialect.create_connect_args(database.url)
        parameters.update(wanted)

    return database

"""Connects to PostgreSQL, with exact decimals in jsonb both ways."""

from __future__ import annotations

import select
import time
from typing import Any

import psycopg
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import InvalidatePoolError, OperationalError

from engine.persistence.base import json_dumps, json_loads

DatabaseTrouble = OperationalError
"""What the database answers for reasons of its own: it is away, its disk is full, or a transaction must be tried again."""

#: seconds after which the other side of a silent connection is asked whether it is there, between two questions, and how many go unanswered
IDLE, PAUSE, QUESTIONS = 10, 5, 3
GIVE_UP = IDLE + PAUSE * QUESTIONS
#: that a statement waits for what another transaction has locked; whoever may wait longer says so (a migration)
LOCK_TIMEOUT = "5s"
#: seconds that a connection may rest before it is asked whether it still stands. The question is a tenth of a short transaction
TRUSTED = 1.0
_RESTS_SINCE = "rests_since"
#: times that a connection sends a statement before the server keeps its plan, and how many it keeps at most. To plan a statement costs the
#: server more than to execute it, three times as much over a completion
PREPARED_AFTER, MOST_PREPARED = 2, 300
#: options of a question for which one plan is right whoever asks: it looks for what stands under a key
ONE_PLAN = {"one_plan": True}
#: Without these a host that is cut off (nobody closes its connections) would keep its locks, the clock's leadership among them, for hours
CONNECTION = {
    "prepare_threshold": PREPARED_AFTER,
    "options": f"-c timezone=UTC -c jit=off -c tcp_keepalives_idle={IDLE} -c tcp_keepalives_interval={PAUSE} "
    f"-c tcp_keepalives_count={QUESTIONS} -c tcp_user_timeout={GIVE_UP}s -c lock_timeout={LOCK_TIMEOUT}",
    "keepalives_idle": IDLE,
    "keepalives_interval": PAUSE,
    "keepalives_count": QUESTIONS,
    "tcp_user_timeout": GIVE_UP * 1000,
    "connect_timeout": 5,
}


class KeptPlans(PGDialect_psycopg):
    """The dialect of psycopg, whose connections keep their prepared statements over a ROLLBACK, with which every question ends.

    The driver forgets them there, for tables that a transaction has made are gone with it; ours make none.
    """

    driver = "kept_plans"
    supports_statement_cache = True

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        """Sends a statement. In a transaction that only reads it is planned with its values, unless it says that one plan fits all.

        What a page asks depends on who asks: somebody sees three cases, somebody else fifty thousand, and one plan is wrong for either.
        """
        options = context.execution_options if context is not None else {}
        reading, one_plan = options.get("postgresql_readonly", False), options.get("one_plan", False)
        planned_anew = reading and not one_plan
        if reading:
            _choose_plans(cursor.connection, "force_generic_plan" if one_plan else "auto")
        if isinstance(cursor, psycopg.ServerCursor):  # rows that are fetched in shares: such a question is planned each time anyway
            cursor.execute(statement, parameters)
        else:
            cursor.execute(statement, parameters, prepare=False if planned_anew else None)

    def do_commit(self, dbapi_connection: Any) -> None:
        _forget_choice(getattr(dbapi_connection, "driver_connection", dbapi_connection))
        super().do_commit(dbapi_connection)  # type: ignore[no-untyped-call]

    def do_rollback(self, dbapi_connection: Any) -> None:
        connection: psycopg.Connection = getattr(dbapi_connection, "driver_connection", dbapi_connection)
        _forget_choice(connection)
        if not _roll_back(connection.pgconn):
            super().do_rollback(dbapi_connection)  # type: ignore[no-untyped-call]


#: of a connection: how the server chooses plans until the transaction ends
_CHOICE = "choice_of_plans"


def _choose_plans(connection: Any, choice: str) -> None:
    """Has the server keep the one plan of a statement that says so. It would often plan anew each time, for it thinks little of planning:
    a page's statement of 60 tables takes 10 ms to plan and 1 ms to execute.

    The first statement of a transaction begins it, and is left to the server's choice. A round trip below the driver is a fiftieth of that.
    """
    if connection.prepare_threshold is None or connection.__dict__.get(_CHOICE, "auto") == choice:
        return
    server = connection.pgconn
    if server.transaction_status == TransactionStatus.INTRANS and not server.pipeline_status:
        server.exec_(f"SET LOCAL plan_cache_mode = {choice}".encode())
        connection.__dict__[_CHOICE] = choice


def _forget_choice(connection: Any) -> None:
    connection.__dict__.pop(_CHOICE, None)


def _roll_back(server: Any) -> bool:
    """Ends a transaction below the driver. Returns False where the driver must see to it."""
    if server.status != ConnStatus.OK or server.pipeline_status:
        return False
    if server.transaction_status == TransactionStatus.IDLE:
        return True
    if server.transaction_status not in {TransactionStatus.INTRANS, TransactionStatus.INERROR}:
        return False
    return bool(server.exec_(b"ROLLBACK").status == ExecStatus.COMMAND_OK)


registry.register("postgresql.kept_plans", __name__, KeptPlans.__name__)


#: what a pooler of transactions takes: it passes no options on, and gives each transaction another connection, which knows no plan
POOLED: dict[str, Any] = {name: value for name, value in CONNECTION.items() if name != "options"} | {"prepare_threshold": None}


def connect(url: str, *, pool_size: int = 8, pooled: bool = False, patience: int = 5) -> Engine:
    """`url` begins with postgresql+psycopg://; times are UTC on the wire.

    `patience`: seconds for which a new connection is waited for.
    `pooled`: it leads to a pooler that gives a connection for a transaction (PgBouncer). What CONNECTION asks for is then set at the role.
    """
    database = create_engine(
        make_url(url).set(drivername="postgresql+kept_plans"),
        json_serializer=json_dumps,
        json_deserializer=json_loads,
        pool_size=pool_size,
        max_overflow=pool_size,
        connect_args={**(POOLED if pooled else CONNECTION), "connect_timeout": patience},
    )

    @event.listens_for(database, "connect")
    def keep_plans(connection: Any, _record: Any) -> None:
        connection.prepared_max = MOST_PREPARED

    @event.listens_for(database, "checkin")
    def note_rest(_connection: Any, record: Any) -> None:
        record.info[_RESTS_SINCE] = time.monotonic()

    @event.listens_for(database, "checkout")
    def make_sure(connection: Any, record: Any, _borrowed: Any) -> None:
        """Raises InvalidatePoolError where the server has left the connection: the pool makes new ones."""
        rests_since = record.info.get(_RESTS_SINCE)
        if rests_since is None:
            return
        try:
            if time.monotonic() - rests_since > TRUSTED or _has_spoken(connection):
                database.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise InvalidatePoolError from error

    return database


def _has_spoken(connection: Any) -> bool:
    """Returns whether the server has sent something to a connection that rests: its end, as a rule. Asks the kernel, not the server."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))

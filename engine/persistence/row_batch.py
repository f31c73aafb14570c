"""Collects what a transaction writes and nobody asks for, and sends it in one round trip, by PostgreSQL's pipeline.

The order is that of the program: what was added is sent before the next statement of the session, before its objects are flushed,
and at the latest with the commit. An object of the ORM costs about four times its statement; a row costs the statement.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from engine.persistence.base import Base, table_of
from engine.persistence.prepared import DIALECT, Prepared, Question, Row, Sent, fill, join_inserts
from engine.persistence.stored_objects import ROW_CHANGED

#: rows of one INSERT: the server plans a statement for each number of rows, and a turn rarely writes more of one kind
MOST_ROWS = 20
Answers = list[Sequence[Any]]


@dataclass(frozen=True)
class _Kind:
    """Rows of one table that fill the same columns."""

    model: type[Base]
    columns: tuple[str, ...]
    skip_known: bool


@lru_cache(maxsize=500)
def _insert(kind: _Kind, number: int) -> Prepared:
    """Returns the INSERT of so many rows; the name of each value ends with the number of its row."""
    table = table_of(kind.model)
    statement = insert_into(table).inline()
    if kind.skip_known:
        statement = statement.on_conflict_do_nothing()
    rows = [{name: bindparam(f"{name}_{row}", type_=table.c[name].type) for name in kind.columns} for row in range(number)]
    return Prepared(statement.values(rows))


class RowBatch:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[tuple[_Kind | Prepared, Row]] = []

    def insert(self, model: type[Base], rows: Iterable[Row], *, skip_known: bool = False) -> None:
        """Adds rows. `skip_known`: one that is there already stays as it is."""
        for row in rows:
            self._add(_Kind(model, tuple(row), skip_known), row)

    def run(self, statement: Prepared, values: Row) -> None:
        """Adds a statement that changes or deletes rows."""
        self._add(statement, values)

    def _add(self, kind: _Kind | Prepared, row: Row) -> None:
        # a row may refer to an object that was added before
        if self._session.new or self._session.deleted:
            self._session.flush()
        self._waiting.append((kind, row))

    def ask(self, *questions: Question, beside: bool = False) -> list[Answers]:
        """Sends what waits and the questions in one round trip. Returns the rows of each answer.

        `beside`: they ask for what no turn writes, such as the organisation: what waits goes on waiting.
        """
        if beside:
            return self._exchange([], questions)
        # what the objects of the session would say differently must be in the database first
        if self._session.dirty:
            self._session.flush()
        return self._exchange(self._take(), questions)

    def send(self) -> None:
        """Sends what waits. Raises what the session would raise for the same statement (sqlalchemy.exc.DBAPIError)."""
        if self._waiting:
            self._exchange(self._take())

    def finish(self) -> None:
        """Sends what waits, and with it the end of the transaction."""
        self._exchange(self._take(), end=True)

    def forget(self) -> None:
        """Drops what waits: its transaction was rolled back."""
        self._waiting = []

    def _take(self) -> list[tuple[_Kind | Prepared, Row]]:
        waiting, self._waiting = self._waiting, []
        return waiting

    def _exchange(
        self, waiting: list[tuple[_Kind | Prepared, Row]], questions: Sequence[Question] = (), *, end: bool = False
    ) -> list[Answers]:
        sent = [*_statements(waiting), *(fill(*question) for question in questions)]
        return [cursor.fetchall() for cursor in _send(self._session.connection(), sent, asked=len(questions), end=end)]


def _statements(waiting: Iterable[tuple[_Kind | Prepared, Row]]) -> Iterator[Sent]:
    """Joins neighbouring rows of a kind into one INSERT, and neighbouring INSERTs into different tables into one statement."""
    inserts: dict[str, tuple[Prepared, Row]] = {}
    for statement, row in _join_rows(waiting):
        if inserts and (statement.adds_to is None or statement.adds_to in inserts):
            yield join_inserts(list(inserts.values()))
            inserts = {}
        if statement.adds_to is None:
            yield fill(statement, row)
        else:
            inserts[statement.adds_to] = (statement, row)
    if inserts:
        yield join_inserts(list(inserts.values()))


def _join_rows(waiting: Iterable[tuple[_Kind | Prepared, Row]]) -> Iterator[tuple[Prepared, Row]]:
    for kind, group in groupby(waiting, key=lambda item: item[0]):
        rows = [row for _, row in group]
        if isinstance(kind, Prepared):
            yield from ((kind, row) for row in rows)
            continue
        for begin in range(0, len(rows), MOST_ROWS):
            part = rows[begin : begin + MOST_ROWS]
            yield _insert(kind, len(part)), {f"{name}_{number}": row[name] for number, row in enumerate(part) for name in row}


def _send(connection: Connection, sent: Sequence[Sent], *, asked: int, end: bool) -> list[psycopg.Cursor[Any]]:
    """Executes statements in one round trip, which begins the transaction where none is open.

    Returns the cursors of the last ones, as many as are `asked`. `end`: commits it in the same round trip.
    """
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    alone = len(sent) + end == 1 and driver.info.transaction_status != TransactionStatus.IDLE
    text, failed = "", None
    cursors: list[psycopg.Cursor[Any]] = []
    writer = psycopg.RawCursor(driver)
    asked_from = len(sent) - asked
    try:
        with contextlib.nullcontext() if alone else driver.pipeline():
            try:
                for number, (text, values) in enumerate(sent):
                    # the statements of a round trip are told of with the same cursor
                    connection.dispatch.before_cursor_execute(connection, writer, text, values, None, False)
                    cursor = writer
                    if number >= asked_from:
                        cursors.append(cursor := psycopg.RawCursor(driver))
                    cursor.execute(cast("Any", text), values)
                if end:
                    writer.execute("commit")
            except psycopg.Error as error:
                # the pipeline ends with an error of its own, which says nothing: the driver would log it beside this one
                failed = error
    except psycopg.Error as error:
        failed = failed or error
    if isinstance(failed, ROW_CHANGED):
        raise StaleDataError("Expected a row as it was read, but another transaction has changed it.") from failed
    if failed is not None:
        lost = DIALECT.is_disconnect(cast("Any", failed), cast("Any", driver), None)
        if lost:
            connection.invalidate(failed)
        # without the values: they are what people have written
        raise DBAPIError.instance(
            text, None, failed, psycopg.Error, hide_parameters=True, connection_invalidated=lost, dialect=DIALECT
        ) from failed
    return cursors

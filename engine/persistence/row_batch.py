"""Collects what a transaction writes and nobody asks for, and sends it in one round trip, by PostgreSQL's pipeline.

The order is that of the program: what was added is sent before the next statement of the session, before its objects are flushed,
and at the latest with the commit. An object of the ORM costs about four times its statement; a row costs the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from engine.persistence.base import Base, table_of
from engine.persistence.counted_statements import Counting
from engine.persistence.prepared import DIALECT, Prepared, Question, Row, Sent, fill, join_inserts
from engine.persistence.round_trip import FORGOTTEN, KnownStatements, RoundTrip, Rows
from engine.persistence.stored_objects import ROW_CHANGED

#: rows of one INSERT: the server plans a statement for each number of rows, and a turn rarely writes more of one kind
MOST_ROWS = 20
_KNOWN = "known_statements"


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
        self._last: list[tuple[Question, Callable[[Sequence[Any]], None]]] = []

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

    def ask(self, *questions: Question, beside: bool = False) -> list[Rows]:
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

    def ask_last(self, question: Question, hear: Callable[[Sequence[Any]], None]) -> None:
        """Adds a question that is sent after everything else, with the end of the transaction; `hear` gets the rows after the commit."""
        self._last.append((question, hear))

    def finish(self) -> None:
        """Sends what waits, and with it the end of the transaction."""
        last, self._last = self._last, []
        answers = self._exchange(self._take(), [question for question, _ in last], end=True)
        for (_, hear), answer in zip(last, answers, strict=True):
            hear(answer)

    def forget(self) -> None:
        """Drops what waits: its transaction was rolled back."""
        self._waiting, self._last = [], []

    def _take(self) -> list[tuple[_Kind | Prepared, Row]]:
        waiting, self._waiting = self._waiting, []
        return waiting

    def _exchange(
        self, waiting: list[tuple[_Kind | Prepared, Row]], questions: Sequence[Question] = (), *, end: bool = False
    ) -> list[Rows]:
        sent = [*_statements(waiting), *(fill(*question) for question in questions)]
        with Counting([text for text, _values in sent]):
            return _send(self._session.connection(), sent, end=end)[len(sent) - len(questions) :]


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


def _send(connection: Connection, sent: Sequence[Sent], *, end: bool) -> list[Rows]:
    """Executes statements in one round trip, which begins the transaction where none is open. `end`: commits it too.

    Raises what the session would raise (sqlalchemy.exc.DBAPIError), StaleDataError for a row that another transaction has changed.
    """
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    for text, values in sent:
        # the statements of a round trip are told of with the same cursor
        connection.dispatch.before_cursor_execute(connection, sent, text, values, None, False)
    try:
        return RoundTrip(driver, connection.info.setdefault(_KNOWN, KnownStatements())).exchange(sent, end=end)
    except psycopg.Error as failed:
        if isinstance(failed, ROW_CHANGED) or failed.sqlstate in FORGOTTEN:
            raise StaleDataError("Expected a row and a table as they were read, but somebody has changed them.") from failed
        lost = DIALECT.is_disconnect(cast("Any", failed), cast("Any", driver), None)
        if lost:
            connection.invalidate(failed)
        # without the values: they are what people have written
        raise DBAPIError.instance(
            ", ".join(text.partition(" (")[0] for text, _ in sent),
            None,
            failed,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=DIALECT,
        ) from failed

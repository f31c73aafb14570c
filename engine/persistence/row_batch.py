"""Collects what a transaction writes and nobody asks for, and sends it in one round trip, by PostgreSQL's pipeline.

The order is that of the program: what was added is sent before the next statement of the session, before its objects are flushed,
and at the latest before the commit. An object of the ORM costs about four times its statement; a row costs the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

import psycopg
from sqlalchemy import Dialect, bindparam, event
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from engine.persistence.base import Base, json_dumps, table_of

Row = Mapping[str, Any]
#: options of statements that ask for what no turn writes, such as the organisation: nothing need be sent before them
BESIDE_ROWS = {"beside_rows": True, "autoflush": False}
#: rows of one INSERT: the server plans a statement for each number of rows, and a turn rarely writes more of one kind
MOST_ROWS = 20
_PSYCOPG: Any = PGDialect_psycopg
_DIALECT: Dialect = _PSYCOPG(dbapi=_PSYCOPG.import_dbapi(), json_serializer=json_dumps)


class Prepared:
    """A statement of SQLAlchemy Core that writes, compiled once. Its values are bind parameters, given by name each time."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        """`columns`: those that an insert without values fills; the others get the database's default."""
        compiled = cast("SQLCompiler", statement.compile(dialect=_DIALECT, column_keys=list(columns) if columns else None))
        self.text = str(compiled)
        self._fixed = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        self._processors: dict[str, Callable[[Any], Any]] = {
            name: processor
            for bind, name in compiled.bind_names.items()
            if (processor := bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)) is not None
        }

    def values(self, given: Row) -> dict[str, Any]:
        """Returns the values as the driver takes them."""
        values = {**self._fixed, **given}
        for name, process in self._processors.items():
            values[name] = process(values[name])
        return values


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

    def forget(self) -> None:
        """Drops what waits: its transaction was rolled back."""
        self._waiting = []

    def send(self) -> None:
        """Sends what waits. Raises what the session would raise for the same statement (sqlalchemy.exc.DBAPIError)."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        connection = self._session.connection()
        driver = cast("psycopg.Connection", connection.connection.driver_connection)
        text, failed = "", None
        try:
            with driver.pipeline(), driver.cursor() as cursor:
                try:
                    for statement, values in _statements(waiting):
                        text = statement.text
                        connection.dispatch.before_cursor_execute(connection, cursor, text, values, None, False)
                        cursor.execute(cast("Any", text), values)
                except psycopg.Error as error:
                    # the pipeline ends with an error of its own, which says nothing: the driver would log it beside this one
                    failed = error
        except psycopg.Error as error:
            failed = failed or error
        if failed is not None:
            lost = _DIALECT.is_disconnect(cast("Any", failed), cast("Any", driver), None)
            if lost:
                connection.invalidate(failed)
            # without the values: they are what people have written
            raise DBAPIError.instance(
                text, None, failed, psycopg.Error, hide_parameters=True, connection_invalidated=lost, dialect=_DIALECT
            ) from failed


def _statements(waiting: Iterable[tuple[_Kind | Prepared, Row]]) -> Iterator[tuple[Prepared, dict[str, Any]]]:
    """Joins neighbouring rows of a kind into one INSERT."""
    for kind, group in groupby(waiting, key=lambda item: item[0]):
        rows = [row for _, row in group]
        if isinstance(kind, Prepared):
            yield from ((kind, kind.values(row)) for row in rows)
            continue
        for begin in range(0, len(rows), MOST_ROWS):
            part = rows[begin : begin + MOST_ROWS]
            statement = _insert(kind, len(part))
            yield statement, statement.values({f"{name}_{number}": row[name] for number, row in enumerate(part) for name in row})


class WritingSession(Session):
    """The session of a command: beside its objects it has rows to be written."""

    def __init__(self, bind: Any) -> None:
        super().__init__(bind, expire_on_commit=False)
        self.rows = RowBatch(self)

    def rollback(self) -> None:
        self.rows.forget()
        super().rollback()


@event.listens_for(WritingSession, "do_orm_execute")
def _before_statement(state: Any) -> None:
    if not state.execution_options.get("beside_rows"):
        state.session.rows.send()


@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: WritingSession, _context: Any, _objects: Any) -> None:
    session.rows.send()


@event.listens_for(WritingSession, "before_commit")
def _before_commit(session: WritingSession) -> None:
    session.rows.send()

"""Sends statements to PostgreSQL in one round trip, by the driver's own handle of the connection (libpq, in pipeline mode).

The driver adapts values and rows. Its cursors are left out: their bookkeeping costs more than a statement, several times in each command.
"""

from __future__ import annotations

import select
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

from engine.persistence.prepared import Sent

Rows = list[tuple[Any, ...]]
_BEGIN, _COMMIT = Sent("begin", []), Sent("commit", [])
#: prepared statements are gone (somebody deallocated them), or a table has changed under one
FORGOTTEN = frozenset({"26000", "0A000"})


@dataclass
class KnownStatements:
    """The statements of one connection: how often each was sent, and under which name the server keeps its plan."""

    names: OrderedDict[tuple[str, tuple[int, ...]], bytes] = field(default_factory=OrderedDict)
    times: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def forget(self) -> None:
        self.names.clear()
        self.times.clear()


class RoundTrip:
    """One exchange. `known`: what the connection has prepared. `driver` is used by nobody else meanwhile."""

    def __init__(self, driver: psycopg.Connection, known: KnownStatements) -> None:
        self._driver = driver
        self._server = cast("Any", driver.pgconn)
        self._known = known
        self._adapter = cast("Any", Transformer.from_context(driver))
        #: whether each result that the server will send answers a statement of ours
        self._expected: list[bool] = []
        self._prepared: list[tuple[tuple[str, tuple[int, ...]], bytes]] = []

    def exchange(self, statements: Sequence[Sent], *, end: bool) -> list[Rows]:
        """Returns the rows of each statement. `end`: commits after them.

        Raises psycopg.Error, that of the first statement that failed: the transaction is to be rolled back.
        """
        self._server.enter_pipeline_mode()
        if self._server.transaction_status == TransactionStatus.IDLE:
            self._send(_BEGIN, ours=False)
        for statement in statements:
            self._send(statement, ours=True)
        if end:
            self._send(_COMMIT, ours=False)
        self._server.pipeline_sync()
        rows, error = self._receive()
        self._server.exit_pipeline_mode()
        if error is not None:
            if error.sqlstate in FORGOTTEN:
                self._known.forget()
            raise error
        self._known.names.update(self._prepared)
        return rows

    def _send(self, statement: Sent, *, ours: bool) -> None:
        text, values = statement
        parameters = self._adapter.dump_sequence(values, [PyFormat.AUTO] * len(values)) if values else []
        types, formats = (self._adapter.types, self._adapter.formats) if values else ((), [])
        name = self._name(text, types) if ours else None
        if name is None:
            self._server.send_query_params(text.encode(), parameters, types, formats)
        else:
            self._server.send_query_prepared(name, parameters, formats)
        self._expected.append(ours)

    def _name(self, text: str, types: tuple[int, ...]) -> bytes | None:
        """Returns the name under which the server keeps the statement; None for one that is not sent often enough."""
        key, known = (text, types), self._known
        if (name := known.names.get(key)) is not None:
            known.names.move_to_end(key)
            return name
        threshold = self._driver.prepare_threshold
        known.times[key] = known.times.get(key, 0) + 1
        if threshold is None or known.times[key] <= threshold:
            return None
        if len(known.names) >= (self._driver.prepared_max or 0):
            _, oldest = known.names.popitem(last=False)
            self._send(Sent(f"deallocate {oldest.decode()}", []), ours=False)
        name = f"alur_{next(known.numbers)}".encode()
        self._server.send_prepare(name, text.encode(), types)
        self._expected.append(False)
        self._prepared.append((key, name))
        del known.times[key]
        return name

    def _receive(self) -> tuple[list[Rows], psycopg.Error | None]:
        rows: list[Rows] = []
        error: psycopg.Error | None = None
        waiting = select.poll()
        for ours in [*self._expected, False]:
            # each answer ends with nothing, only that of the pipeline's end does not
            while (result := self._next(waiting)) is not None:
                if result.status == ExecStatus.PIPELINE_SYNC:
                    break
                if result.status == ExecStatus.FATAL_ERROR:
                    error = error or psycopg.errors.error_from_result(result, encoding=self._driver.info.encoding)
                elif ours:
                    rows.append(self._load(result))
        return rows, error

    def _load(self, result: Any) -> Rows:
        if result.status != ExecStatus.TUPLES_OK:
            return []
        self._adapter.set_pgresult(result)
        return cast("Rows", self._adapter.load_rows(0, result.ntuples, tuple))

    def _next(self, waiting: select.poll) -> Any:
        """Waits for the next result, and sends meanwhile what the kernel has not taken yet. Raises psycopg.OperationalError."""
        server = self._server
        while (unsent := server.flush()) or server.is_busy():
            waiting.register(server.socket, select.POLLIN | (select.POLLOUT if unsent else 0))
            for _socket, happened in waiting.poll():
                if happened & ~select.POLLOUT:
                    server.consume_input()
        if server.status == ConnStatus.BAD:
            raise psycopg.OperationalError(server.get_error_message())
        return server.get_result()

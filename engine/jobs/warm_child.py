"""A child process that makes one call of a package's handler after the other: forking for each would cost more than a quick handler.

Each call has its own limit of time; memory is limited for the child's whole life. A child serves until it has made many calls, or one of
them failed or left something behind (a thread, an alarm); the next call gets a new one. How a call ended is told as by a child of its own.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any, NoReturn

from engine.core.engine import Engine
from engine.jobs.isolation import (
    KILL_GRACE_SECONDS,
    Outcome,
    begin_child,
    end_child,
    read_answer,
    run_in_child_process,
    run_in_this_process,
)
from engine.jobs.package_call import PackageCall, read_call
from engine.persistence.base import json_dumps, json_loads

#: calls of one child
MOST_CALLS = 500
#: queues whose handlers get a child of their own each: they take long, and their memory is given back at once
ALONE = frozenset({"document"})
_LENGTH = struct.Struct("!I")


class WarmChild:
    """Calls handlers in a child (`Isolation`). `prepare` runs in each child first and closes what must not be shared."""

    def __init__(self, engine: Engine, *, prepare: Callable[[], None]) -> None:
        self._engine, self._prepare = engine, prepare
        self._child = 0
        self._line: socket.socket | None = None

    def __call__(self, call: Any, limit: float) -> Outcome:
        if not isinstance(call, PackageCall) or call.queue in ALONE:
            return run_in_child_process(call, limit, prepare=self._prepare)
        line, began, answer = self._connected(), time.monotonic(), b""
        try:
            _send(line, {"call": call.message(), "limit": limit})
            answer = read_answer(line.fileno(), limit + KILL_GRACE_SECONDS, _whole)
        except OSError:  # it has ended since the last call
            pass
        finally:
            # it is dead, or hangs, or we are told to stop
            told = None if _whole(answer) else self._end(began, limit)
        if told is not None:
            return {"failed": f"the handler's process {told}", "nothing_done": False, "place": ""}
        outcome = dict(json_loads(answer[_LENGTH.size :].decode(errors="surrogatepass")))
        if not outcome.pop("stays"):
            self.close()
        return outcome

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self._child:
            self._end(time.monotonic(), 0)

    def _connected(self) -> socket.socket:
        """Returns the line to the child; a new one where there is none, or where the last one has ended meanwhile."""
        if self._line is not None and os.waitpid(self._child, os.WNOHANG)[0] == 0:
            return self._line
        self._forget()
        ours, theirs = socket.socketpair()
        self._child = os.fork()
        if self._child == 0:
            ours.close()
            self._serve(theirs)
        theirs.close()
        self._line = ours
        return ours

    def _end(self, began: float, limit: float) -> str:
        """Ends the child and tells how it ended."""
        told = end_child(self._child, began, limit)
        self._forget()
        return told

    def _forget(self) -> None:
        self._child = 0
        if self._line is not None:
            self._line.close()
            self._line = None

    def _serve(self, line: socket.socket) -> NoReturn:
        """Makes calls until the line is closed."""
        status = 1
        try:
            begin_child(self._prepare)
            for number in range(MOST_CALLS):
                asked = _receive(line)
                if asked is None:
                    break
                call, limit = read_call(self._engine, asked["call"]), float(asked["limit"])
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, limit)
                outcome = run_in_this_process(call, limit)
                text = json_dumps({**outcome, "stays": number + 1 < MOST_CALLS and _is_clean(outcome)})
                signal.setitimer(signal.ITIMER_REAL, 0)
                _send_bytes(line, text.encode(errors="surrogatepass"))
            status = 0
        finally:
            os._exit(status)


def _is_clean(outcome: Outcome) -> bool:
    return "failed" not in outcome and threading.active_count() == 1


def _send(line: socket.socket, message: dict[str, Any]) -> None:
    _send_bytes(line, json_dumps(message).encode(errors="surrogatepass"))


def _send_bytes(line: socket.socket, data: bytes) -> None:
    line.sendall(_LENGTH.pack(len(data)) + data)


def _whole(data: bytes | bytearray) -> bool:
    return len(data) >= _LENGTH.size and len(data) - _LENGTH.size >= _LENGTH.unpack_from(data)[0]


def _receive(line: socket.socket) -> dict[str, Any] | None:
    data = bytearray()
    while not _whole(data):
        part = line.recv(1 << 16)
        if not part:
            return None
        data += part
    return dict(json_loads(data[_LENGTH.size :].decode(errors="surrogatepass")))

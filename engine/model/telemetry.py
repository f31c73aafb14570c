"""The port by which somebody watches what passes the two doors, what workers do, and whom we call. The engine works without anybody.

Whoever implements it counts, times and traces. It is told names that the code and the packages have, never a value of a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

_NOTHING: AbstractContextManager[None] = nullcontext()
_NO_HEADERS: AbstractContextManager[Mapping[str, str]] = nullcontext({})


class Telemetry:
    """Sees nothing. Its methods are called on the hot path: an implementation costs microseconds."""

    def command(self, name: str) -> AbstractContextManager[None]:
        """Called around a command with all its attempts. What is raised within is its outcome."""
        return _NOTHING

    def query(self, name: str) -> AbstractContextManager[None]:
        """Called around a query. What is raised within is its outcome."""
        return _NOTHING

    def retried(self) -> None:
        """Called within a command that has lost against another transaction, and that is tried again."""

    def fired(self, late: timedelta) -> None:
        """Called within a command that fires a timer, so long after it was due."""

    def read_from(self, answered: str) -> None:
        """Called when the questions of a page begin to be answered, where there is a replica: by it, or by the primary and why."""

    def trace_context(self) -> str | None:
        """Returns the trace in which this thread works (W3C traceparent), for a job that is made; None: there is none."""
        return None

    def job(self, kind: str, trace: str | None) -> AbstractContextManager[None]:
        """Called around everything that is done for a job of this type. `trace`: the `trace_context` in which it was made."""
        return _NOTHING

    def handler(self, kind: str) -> AbstractContextManager[None]:
        """Called around the handler of a job of this type. What is raised within is its outcome."""
        return _NOTHING

    def call(self, system: str) -> AbstractContextManager[Mapping[str, str]]:
        """Called around a call to a system outside. Gives the headers to send with it, by which it may continue our trace."""
        return _NO_HEADERS


NO_TELEMETRY = Telemetry()

"""One evaluation of a model: the inputs, what has been decided, and which rules matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel.calendar.evaluation_time import CalendarSource
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.evaluation.frame import Run

MAX_TRACES = 200


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One evaluation of a table: what its columns were given, which rules matched, and what came out."""

    decision: str
    inputs: tuple[tuple[str, Any], ...]
    #: ids of the rules that matched, in the order of the table
    matched: tuple[str, ...]
    value: Any
    #: rules that contradict each other under UNIQUE or ANY
    clash: tuple[str, ...] = ()
    #: where asked for: of each rule its id, and for each input cell whether the input fits (None: it cannot be compared)
    cells: tuple[tuple[str, tuple[bool | None, ...]], ...] = ()


class Evaluation(Run):
    """Its outermost layer are the inputs: a table without input data in its diagram finds its variables there by name."""

    __slots__ = ("decided", "explain", "traces")

    def __init__(
        self, inputs: Mapping[str, Any], now: datetime | None, calendar: CalendarSource = national_calendar, *, explain: bool = False
    ) -> None:
        super().__init__(inputs, now, calendar)
        self.explain = explain
        self.decided: dict[int, Any] = {}
        self.traces: list[Trace] = []

    @contextmanager
    def inside(self, given: Mapping[int, Any]) -> Iterator[None]:
        """A decision service: only what it is given is known inside."""
        outer = self.decided, self.names, self.converted
        self.decided, self.names, self.converted = dict(given), {}, None
        try:
            yield
        finally:
            self.decided, self.names, self.converted = outer

    def trace(self, trace: Trace) -> None:
        if len(self.traces) < MAX_TRACES:
            self.traces.append(trace)

"""One evaluation of a model: the inputs, what has been decided, which rules matched, and the faults that make its result unfit for use."""

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
#: of one evaluation; the first ones say what is wrong
MAX_FAULTS = 5
#: messages of one kind of warning
MAX_MESSAGES = 100
#: a missing variable or entry is null without further ado, as in Camunda 8
HARMLESS = frozenset({"NO_VARIABLE", "NO_ENTRY"})
#: warnings after which no result may be used, wherever they come from
FATAL = frozenset({"CLASH", "LIMIT", "SYNTAX", "CALENDAR"})


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

    __slots__ = ("decided", "explain", "faults", "messages", "read_texts", "seen", "traces")

    def __init__(
        self,
        inputs: Mapping[str, Any],
        now: datetime | None,
        calendar: CalendarSource = national_calendar,
        *,
        explain: bool = False,
        read_texts: bool = False,
    ) -> None:
        super().__init__(inputs, now, calendar)
        self.explain = explain
        #: whether a text in a typed place is read as a value of the type
        self.read_texts = read_texts
        #: sentences, each once
        self.faults: dict[str, None] = {}
        #: of each kind of warning how often there was one; a new mapping with each, so that two can be compared
        self.seen: Mapping[str, int] = {}
        #: their messages
        self.messages: dict[str, list[str]] = {}
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

    def warn(self, code: str, message: str, text: str, at: int) -> None:
        super().warn(code, message, text, at)
        kind = code if code in HARMLESS else ""
        count, messages = self.seen.get(kind, 0), self.messages.setdefault(kind, [])
        # what came in between may have been set aside
        del messages[count:]
        if count < MAX_MESSAGES:
            messages.append(message)
        self.seen = {**self.seen, kind: count + 1}
        if code in FATAL:
            self.fault(message)

    def fault(self, message: str) -> None:
        """Says why the result may not be used."""
        if len(self.faults) < MAX_FAULTS:
            self.faults[message] = None

    def new_warning(self, before: Mapping[str, int], *kinds: str) -> str:
        """The first message of these kinds that came after `before`, what was `seen` then; empty where there is none."""
        new = next((kind for kind in kinds if self.seen.get(kind, 0) > before.get(kind, 0)), None)
        return "" if new is None else self.messages[new][min(before.get(new, 0), MAX_MESSAGES - 1)]

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is evaluated here explains something: it is no part of the decision, and its faults count for nothing."""
        kept = self.faults, self.seen, self.warnings
        self.faults, self.warnings = {}, list(self.warnings or ())
        try:
            yield
        finally:
            self.faults, self.seen, self.warnings = kept

    def trace(self, trace: Trace) -> None:
        if len(self.traces) < MAX_TRACES:
            self.traces.append(trace)

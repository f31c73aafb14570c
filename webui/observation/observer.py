"""Counts and times what passes the two doors, what workers do and whom we call; tells of slow turns; traces where that is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import Token
from datetime import timedelta
from time import perf_counter
from types import TracebackType

import structlog

from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.model.effects import Effect, RecordHistory
from engine.model.errors import CommandRefused, Conflict
from engine.model.telemetry import Telemetry
from engine.persistence.counted_statements import COUNTED, Counted
from engine.persistence.tables.instances import ProcessInstance
from engine.sdk import BpmnError
from webui.observation.families import OTHER
from webui.observation.tallies import Tallies
from webui.observation.tracing import NO_TRACING, Tracing

log = structlog.get_logger()


class _Passage(Counted):
    """A command or query on its way through a door."""

    __slots__ = (
        *("_began", "_door", "_observer", "_span"),
        *("effects", "late", "name", "process", "retries"),
    )
    kind = "query"

    def __init__(self, observer: Observer, name: str) -> None:
        self._observer = observer
        self.name = name
        super().__init__()
        self.retries = 0
        self.process = ""
        self.effects: Sequence[Effect] = ()
        self.late: timedelta | None = None

    def __enter__(self) -> None:
        self._span = self._observer.tracing.begin(self.kind, self.name)
        self._door: Token[Counted | None] = COUNTED.set(self)
        self._began = perf_counter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        seconds = perf_counter() - self._began
        COUNTED.reset(self._door)
        outcome = "done" if error is None else outcome_of(error)
        self._record(seconds, outcome)
        if self._span is not None:
            # names of the code and of diagrams: no value of a case
            self._observer.tracing.end(
                self._span,
                {"alur.outcome": outcome, "alur.statements": self.statements, "alur.process": self.process, "alur.element": self.element},
            )

    def _record(self, seconds: float, outcome: str) -> None:
        tallies = self._observer.tallies
        tallies.observe(("alur_query_seconds", self.name), seconds)
        tallies.count(("alur_query_statements", self.name), self.statements)

    @property
    def element(self) -> str:
        """The element at which the turn began: its first effect tells it."""
        return next((effect.element for effect in self.effects if isinstance(effect, RecordHistory)), "")


class _Turn(_Passage):
    __slots__ = ()
    kind = "command"

    def _record(self, seconds: float, outcome: str) -> None:
        tallies, name = self._observer.tallies, self.name
        tallies.count(("alur_turns", name, outcome))
        tallies.observe(("alur_turn_seconds", name), seconds)
        tallies.count(("alur_turn_statements", name), self.statements)
        if self.locked:
            tallies.count(("alur_turn_lock_seconds", name), self.locked)
        if self.retries:
            tallies.count(("alur_turn_retries", name), self.retries)
        if self.late is not None and outcome == "done":
            tallies.observe(("alur_timer_late_seconds",), max(0.0, self.late.total_seconds()))
        if 0 < self._observer.slow_seconds <= seconds:
            tallies.count(("alur_slow_turns", name))
            log.warning(
                "slow turn", command=name, process=self.process, element=self.element, outcome=outcome, milliseconds=round(seconds * 1000),
                statements=self.statements, lock_milliseconds=round(self.locked * 1000), retries=self.retries,
            )  # fmt: skip


def outcome_of(error: BaseException) -> str:
    """Returns a label: the code of a refusal, or conflict or error. Codes are the code's own, so that there are a few dozen."""
    if isinstance(error, Conflict):
        return "conflict"
    return error.code.lower() if isinstance(error, CommandRefused) else "error"


class Observer(Telemetry):
    def __init__(self, *, declared: Callable[[str], bool], slow_seconds: float = 0.0, tracing: Tracing = NO_TRACING) -> None:
        """`declared`: whether somebody declares this job type. `slow_seconds`: a longer turn is told in the log; 0: none is."""
        self.tallies = Tallies()
        self.tracing = tracing
        self.slow_seconds = slow_seconds
        self._declared = declared

    def command(self, name: str) -> _Turn:
        return _Turn(self, name)

    def query(self, name: str) -> _Passage:
        return _Passage(self, name)

    def retried(self) -> None:
        if isinstance(passage := COUNTED.get(), _Passage):
            passage.retries += 1

    def fired(self, late: timedelta) -> None:
        if isinstance(passage := COUNTED.get(), _Passage):
            passage.late = late

    def read_from(self, answered: str) -> None:
        self.tallies.count(("alur_replica_readings", answered))

    def trace_context(self) -> str | None:
        return self.tracing.context()

    @contextmanager
    def job(self, kind: str, trace: str | None) -> Iterator[None]:
        span = self.tracing.begin("job", self._type(kind), parent=trace)
        try:
            yield
        finally:
            self.tracing.end(span, {})

    @contextmanager
    def handler(self, kind: str) -> Iterator[None]:
        with self._timed("handler", self._type(kind), "alur_handler_seconds", "alur_handlers"):
            yield

    @contextmanager
    def call(self, system: str) -> Iterator[Mapping[str, str]]:
        with self._timed("call", system, "alur_call_seconds", "alur_calls"):
            trace = self.tracing.context()
            yield {"traceparent": trace} if trace else {}

    @contextmanager
    def _timed(self, kind: str, name: str, seconds: str, outcomes: str) -> Iterator[None]:
        span, began, outcome = self.tracing.begin(kind, name), perf_counter(), "failed"
        try:
            yield
            outcome = "done"
        except BpmnError:
            outcome = "bpmn_error"
            raise
        finally:
            self.tallies.observe((seconds, name), perf_counter() - began)
            self.tallies.count((outcomes, name, outcome))
            self.tracing.end(span, {"alur.outcome": outcome})

    def _type(self, kind: str) -> str:
        """A diagram may name any type; labels are the declared ones."""
        return kind if self._declared(kind) else OTHER


class ObservedTurns:
    """Notes in whose turn the process a command is: one of the hooks of the engine, the last of them."""

    def after(self, context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
        passage = COUNTED.get()
        if isinstance(passage, _Passage) and not passage.process:
            passage.process, passage.effects = loaded.key, effects

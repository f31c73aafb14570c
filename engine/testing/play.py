"""Plays one case of a diagram without a database: its waits, its history, and calls that move it on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from engine.bpmn.codec import variables_of
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.liveness import stuck_tokens
from engine.bpmn.open_waits import apply_to_waits
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import (
    CreateJob,
    CreateTimer,
    CreateUserTask,
    Effect,
    EndInstance,
    OpenSignalSubscription,
    OpenSubscription,
    RaiseIncident,
    RecordHistory,
    StartChild,
)
from engine.model.rules import TODAY, Rules
from engine.model.stimuli import (
    ChildEnded,
    ErrorThrown,
    EscalationReported,
    IncidentResolved,
    JobCompleted,
    MessageCorrelated,
    SignalCaught,
    Started,
    Stimulus,
    TimerTriggered,
    UserTaskCompleted,
)

SEED = UUID(int=7)
BEGAN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


class Play:
    """Every turn is made twice on one shared definition, and must give the same bytes and effects; no token may be stuck after it."""

    def __init__(self, xml: str, *, start: str | None = None, called: bool = False, rules: Rules = TODAY, **variables: Any) -> None:
        self.definition = Definition(read_diagram(xml.encode()).processes[0], rules=rules)
        self.state: bytes | None = None
        self.now = BEGAN
        self.count = itertools.count()
        self.open: dict[str, Effect] = {}
        self.effects: list[Effect] = []
        self.incidents: list[RaiseIncident] = []
        self.end: EndInstance | None = None
        self._send(lambda i: Started(id=i, variables=variables, element=start, called=called))

    def _send(self, make: Any) -> None:
        stimulus: Stimulus = make(str(uuid5(SEED, str(next(self.count)))))
        transition = advance(self.definition, self.state, stimulus, self.now, zone=ZONE)
        assert advance(self.definition, self.state, stimulus, self.now, zone=ZONE) == transition, "the same turn made twice differs"
        self.state = transition.state
        assert stuck_tokens(self.definition.process, self.state) == [], "a token stands for which nothing will ever come"
        self.take(transition.effects)

    def take(self, effects: Sequence[Effect]) -> None:
        self.effects += effects
        for effect in effects:
            apply_to_waits(self.open, effect)
            if isinstance(effect, RaiseIncident):
                self.incidents.append(effect)
            elif isinstance(effect, EndInstance):
                self.end = effect

    # --- what there is

    @property
    def ended(self) -> str | None:
        return self.end.status if self.end else None

    @property
    def variables(self) -> dict[str, Any]:
        return variables_of(self.state or b"")

    def waits(self, kind: type[Effect] = Effect) -> list[str]:
        """Returns the waiting elements, in the order of their names."""
        return sorted(effect.element for effect in self.open.values() if isinstance(effect, kind))

    @property
    def tasks(self) -> list[str]:
        return self.waits(CreateUserTask)

    def history(self, event: str = "ELEMENT_COMPLETED") -> list[str]:
        return [effect.element for effect in self.effects if isinstance(effect, RecordHistory) and effect.event == event]

    def emitted(self, kind: type[Any]) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def _find(self, element: str, kind: type[Any] | tuple[type[Any], ...]) -> Any:
        return next(effect for effect in self.open.values() if effect.element == element and isinstance(effect, kind))

    # --- going on

    def complete(self, *elements: str, **variables: Any) -> Play:
        for element in elements:
            token = self._find(element, (CreateUserTask, CreateJob, StartChild))
            made = {CreateUserTask: UserTaskCompleted, CreateJob: JobCompleted}.get(type(token))
            if made is None:
                self._send(lambda i, t=token.token: ChildEnded(id=i, token=t, child="c", variables=variables))
            else:
                self._send(lambda i, m=made, t=token.token: m(id=i, token=t, variables=variables))
        return self

    def fail(self, element: str, code: str, **variables: Any) -> Play:
        token = self._find(element, (CreateJob, StartChild)).token
        self._send(lambda i: ErrorThrown(id=i, token=token, error_code=code, variables=variables))
        return self

    def escalate(self, element: str, code: str) -> Play:
        token = self._find(element, StartChild).token
        self._send(lambda i: EscalationReported(id=i, token=token, code=code))
        return self

    def fire(self, element: str) -> Play:
        """Moves the clock to the due date of a timer, and fires the timer."""
        timer = self._find(element, CreateTimer)
        self.now = max(self.now, timer.due_at)
        self._send(lambda i: TimerTriggered(id=i, token=timer.token, due_at=timer.due_at.isoformat()))
        return self

    def message(self, element: str, **variables: Any) -> Play:
        token = self._find(element, OpenSubscription).token
        self._send(lambda i: MessageCorrelated(id=i, token=token, variables=variables))
        return self

    def signal(self, name: str, **variables: Any) -> Play:
        tokens = tuple(token for token, effect in self.open.items() if isinstance(effect, OpenSignalSubscription) and effect.signal == name)
        self._send(lambda i: SignalCaught(id=i, signal=name, tokens=tokens, variables=variables))
        return self

    def resolve(self, **variables: Any) -> Play:
        incident = self.incidents.pop()
        self._send(lambda i: IncidentResolved(id=i, token=incident.token, variables=variables))
        return self

    def wait(self, **delta: float) -> Play:
        self.now += timedelta(**delta)
        return self

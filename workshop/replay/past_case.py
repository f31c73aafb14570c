"""Replays a finished case on another definition: external inputs come from its history, the rest is recomputed.

Its history says what people, services, messages and time brought, and in which order. Expressions, decisions and gateways are those of the
other definition. What the case was begun with is known as far as nothing has overwritten it since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.bpmn.definition import Definition
from engine.bpmn.elements import Element, Process
from engine.model.effects import CreateJob, CreateTimer, CreateUserTask, Effect, OpenSignalSubscription, OpenSubscription, StartChild
from engine.model.errors import InvalidState
from engine.model.stimuli import (
    ChildEnded,
    ErrorThrown,
    JobCompleted,
    MessageCorrelated,
    SignalCaught,
    Started,
    Stimulus,
    TimerTriggered,
    UserTaskCompleted,
)
from engine.packages.scenario import Scenario
from workshop.trials.trial import Trial


@dataclass(frozen=True, kw_only=True)
class Event:
    """A row of the history."""

    at: datetime
    event: str
    element: str
    token: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A finished case. `variables`: at its end; `events`: in their order."""

    key: str
    variables: Mapping[str, Any]
    events: Sequence[Event]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`kind`: same, other (it takes another way), unknown (it cannot be replayed).

    `where`: id of the element at which they part, in the new definition where it has it; `before`, `after`: the flows or ends there;
    `why`: of an unknown one: MAPPING (the element's output mapping has changed), INCIDENT, WAITS (for something that never came), NOBODY
    (what came finds nothing that waits for it), ERASED (its content is gone by law), LISTENER (a listener's job gave something there).
    """

    key: str
    kind: str
    where: str = ""
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    why: str = ""


@dataclass(frozen=True)
class _Came:
    """An input from outside: the element that got it, and its variables."""

    at: datetime
    element: str
    values: Mapping[str, Any]


#: waits that somebody or something outside ends
_OUTSIDE = ("userTask", "serviceTask", "sendTask", "receiveTask", "callActivity", "intermediateCatchEvent", "boundaryEvent", "startEvent")


class Replay:
    """Replays cases of the old process on the new one. `mapping`: old element id -> new one, for elements with another id."""

    def __init__(self, old: Process, new: Process, trial: Callable[[Definition, Scenario], Trial], *, mapping: Mapping[str, str]) -> None:
        """`trial` makes a trial of a definition, with the decisions that it calls."""
        self.old, self.mapping, self.new_trial = old, mapping, trial
        self.changed = {
            element.id
            for element in old.elements.values()
            if (other := new.elements.get(self.to(element.id))) and element.extensions.outputs != other.extensions.outputs
        }
        self.definition = Definition(_plain(new))

    def to(self, element: str) -> str:
        return self.mapping.get(element, element)

    def verdict(self, case: Finished) -> Verdict:
        if changed := next((item.element for item in case.events if item.element in self.changed), None):
            return Verdict(key=case.key, kind="unknown", where=self.to(changed), why="MAPPING")
        if not case.variables:
            return Verdict(key=case.key, kind="unknown", why="ERASED")
        if given := next((item.element for item in case.events if item.event == "VARIABLE_SET" and item.data.get("listener")), None):
            return Verdict(key=case.key, kind="unknown", where=self.to(given), why="LISTENER")
        start = next((item for item in case.events if item.event == "ELEMENT_ACTIVATED"), None)
        if start is None:
            return Verdict(key=case.key, kind="unknown", why="NOBODY")
        trial = self.new_trial(self.definition, Scenario(name=case.key, process=self.old.id, begins=start.at))
        wrong = self._go(trial, case, start)
        parted = self._parted(trial, case)
        return parted or wrong or Verdict(key=case.key, kind="same")

    def _go(self, trial: Trial, case: Finished, start: Event) -> Verdict | None:
        element = self.old.elements.get(start.element)
        began = self.to(start.element) if element is not None and element.events else None
        trial.send(lambda i: Started(id=i, variables=_initial(case), element=began))
        for came in _outside(self.old, case.events):
            trial.now = max(trial.now, came.at)
            target = self.to(came.element)
            wait = _wait(trial, target, self.old.elements[came.element])
            if wait is None:
                return Verdict(key=case.key, kind="unknown", where=target, why="INCIDENT" if trial.incidents else "NOBODY")
            if isinstance(wait, CreateTimer):
                trial.now = max(trial.now, wait.due_at)
            try:
                trial.send(_stimulus(wait, self.old.elements[came.element], came))
            except InvalidState:
                return Verdict(key=case.key, kind="unknown", where=target, why="NOBODY")
        if trial.end is None:
            where = trial.incidents[-1].element if trial.incidents else trial.waits[0].element if trial.waits else ""
            return Verdict(key=case.key, kind="unknown", where=where, why="INCIDENT" if trial.incidents else "WAITS")
        return None

    def _parted(self, trial: Trial, case: Finished) -> Verdict | None:
        """Returns the first element that the replay left by other flows than the case."""
        before, after = _leaving(self.old, _flows(case.events)), _leaving(self.definition.process, trial.flows)
        mapped = {self.to(element): Counter({self._end(flow): count for flow, count in flows.items()}) for element, flows in before.items()}
        order = [self.to(event.element) for event in case.events if event.event == "FLOW_TAKEN"]
        for element in dict.fromkeys(order):
            taken = Counter({self.definition.process.flows[flow].target: count for flow, count in after.get(element, {}).items()})
            if taken and set(taken) != set(mapped[element]):
                return Verdict(key=case.key, kind="other", where=element, before=sorted(mapped[element]), after=sorted(taken))
        return None

    def _end(self, flow: str) -> str:
        return self.to(self.old.flows[flow].target)


def _plain(process: Process) -> Process:
    """Removes output mappings, for recorded results are already mapped, and listeners that give nothing: they change no way."""
    elements = {}
    for name, element in process.elements.items():
        outputs = () if element.kind in _OUTSIDE else element.extensions.outputs
        elements[name] = replace(element, extensions=replace(element.extensions, outputs=outputs, listeners=()))
    return replace(process, elements=elements, listeners=())


def _initial(case: Finished) -> dict[str, Any]:
    written = {item.data.get("name") for item in case.events if item.event == "VARIABLE_SET"}
    return {name: value for name, value in case.variables.items() if name not in written}


def _outside(process: Process, events: Sequence[Event]) -> list[_Came]:
    """Returns the inputs from outside, in their order."""
    values: dict[str, dict[str, Any]] = defaultdict(dict)
    found = []
    for event in events:
        element = process.elements.get(event.element)
        if element is None:
            continue
        if event.event == "VARIABLE_SET":
            values[event.token][str(event.data.get("name"))] = event.data.get("value")
        elif event.event == "ELEMENT_COMPLETED" and _waits(process, element):
            found.append(_Came(event.at, element.id, values.pop(event.token, {})))
    return found


def _waits(process: Process, element: Element) -> bool:
    if element.kind == "startEvent":
        return element.scope is not None and bool(element.events)
    if element.kind == "boundaryEvent" or element.kind == "intermediateCatchEvent":
        return any(event.kind in ("timer", "message", "signal", "error") for event in element.events)
    if element.kind == "sendTask":
        return element.extensions.job_type is not None
    return element.kind in ("userTask", "serviceTask", "receiveTask", "callActivity") or (
        element.kind in ("businessRuleTask", "scriptTask") and element.extensions.job_type is not None
    )


def _wait(trial: Trial, target: str, old: Element) -> Effect | None:
    errors = any(event.kind == "error" for event in old.events)
    host = trial.definition.process.elements[target].attached_to if errors and target in trial.definition.process.elements else None
    return next((item for item in trial.open.values() if item.element == (host or target)), None)


def _stimulus(wait: Effect, element: Element, came: _Came) -> Callable[[str], Stimulus]:
    error = next((event for event in element.events if event.kind == "error"), None)

    def made(identifier: str) -> Stimulus:
        if error is not None and isinstance(wait, CreateJob | StartChild):
            return ErrorThrown(id=identifier, token=wait.token, error_code=error.error_code or "", variables=came.values)
        if isinstance(wait, CreateUserTask):
            return UserTaskCompleted(id=identifier, token=wait.token, variables=came.values)
        if isinstance(wait, CreateJob):
            return JobCompleted(id=identifier, token=wait.token, variables=came.values)
        if isinstance(wait, StartChild):
            return ChildEnded(id=identifier, token=wait.token, child="", variables=came.values)
        if isinstance(wait, CreateTimer):
            return TimerTriggered(id=identifier, token=wait.token, due_at=wait.due_at.isoformat())
        if isinstance(wait, OpenSignalSubscription):
            return SignalCaught(id=identifier, signal=wait.signal, tokens=(wait.token,), variables=came.values)
        assert isinstance(wait, OpenSubscription)
        return MessageCorrelated(id=identifier, token=wait.token, variables=came.values)

    return made


def _flows(events: Sequence[Event]) -> Counter[str]:
    return Counter(str(item.data["flow"]) for item in events if item.event == "FLOW_TAKEN")


def _leaving(process: Process, flows: Mapping[str, int]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for flow, count in flows.items():
        if flow in process.flows:
            found[process.flows[flow].source][flow] += count
    return found

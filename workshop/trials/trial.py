"""Plays a scenario on a definition (a trial, uji jalan), without a database and without effects.

The same scenario gives the same trial, always: ids come from the steps, time from the scenario. What a case waits for is answered by the
scenario; nothing is sent, billed, signed or written, as effects are only looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from engine.bpmn.codec import variables_of
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.definition import Definition
from engine.bpmn.extensions import COMPLETED_BY
from engine.bpmn.interpreter import advance
from engine.bpmn.open_waits import apply_to_waits
from engine.core.form_validator import FormValidator
from engine.dmn.decision import Decision
from engine.feel.calendar.evaluation_time import CalendarSource, EvaluationTime
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.errors import BeyondCalendar
from engine.feel.evaluation.frame import Run
from engine.feel.government.working_days import add_working_days
from engine.feel.values import to_feel, to_python
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
from engine.model.errors import FormRejected, InvalidState
from engine.model.ports import Option
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
from engine.packages.scenario import Expectation, Scenario, Step

SEED = UUID("6c0a6f0e-6d0b-5a57-9f30-0d5f6f1f8a11")
#: such as a case has that citizens have applied for
APPLICATION = {"number": "TGR-UJIC-OBA1"}
APPLICANT = {"person": None, "position": None, "unit": None}
#: an employee of no unit in particular: the trial shows whom an assignment computes, and that nobody fills it
OFFICER = {"person": None, "position": "uji", "unit": "uji"}
#: in all of a trial: a timer that fires again and again must end some time
MOST_FIRINGS = 200
KINDS: Mapping[type[Effect], str] = {
    CreateUserTask: "task",
    CreateJob: "service",
    StartChild: "service",
    CreateTimer: "due",
    OpenSubscription: "message",
    OpenSignalSubscription: "signal",
}


class TrialStopped(Exception):
    """Expected a step that some wait takes, but none does, or its answers are refused. `code` and `values` say why."""

    def __init__(self, code: str, *, errors: Sequence[Any] = (), **values: str) -> None:
        super().__init__(code)
        self.code, self.errors, self.values = code, tuple(errors), values


@dataclass(frozen=True, kw_only=True)
class TrialLogRow:
    """The effect of one step: elements completed and begun, in order."""

    step: int
    at: datetime
    completed: tuple[str, ...]
    begun: tuple[str, ...]


class Trial:
    """`forms`: schemas by key; `decisions`: those that the process calls."""

    def __init__(
        self,
        definition: Definition,
        scenario: Scenario,
        *,
        forms: Mapping[str, Mapping[str, Any]],
        validator: FormValidator,
        zone: ZoneInfo,
        decisions: Mapping[DecisionCall, Decision] | None = None,
        calendar: CalendarSource = national_calendar,
        initiator: Mapping[str, Any] = OFFICER,
        called: bool = False,
    ) -> None:
        """`initiator`: the person who begins it; `called`: another process calls it and gets its errors."""
        self.initiator, self.called = initiator, called
        self.definition, self.forms, self.validator = definition, forms, validator
        self.zone, self.decisions, self.calendar = zone, decisions, calendar
        self.now = scenario.begins
        self.state: bytes | None = None
        self.open: dict[str, Effect] = {}
        self.incidents: list[RaiseIncident] = []
        self.effects: list[Effect] = []
        self.elements: Counter[str] = Counter()
        self.flows: Counter[str] = Counter()
        self.log: list[TrialLogRow] = []
        self.end: EndInstance | None = None
        self.done = 0
        #: why it stopped before the last step
        self.stopped: TrialStopped | None = None
        self._count = self._firings = 0
        for step in scenario.steps:
            try:
                self.take(step)
            except TrialStopped as stopped:
                self.stopped = stopped
                break

    # --- what there is

    @property
    def variables(self) -> dict[str, Any]:
        return variables_of(self.state) if self.state else {}

    @property
    def waits(self) -> list[Effect]:
        """Returns the waits of the trial: people and services first, then timers, messages and signals."""
        order = ("task", "service", "message", "signal", "due")
        return sorted(self.open.values(), key=lambda effect: (order.index(KINDS[type(effect)]), effect.element))

    @property
    def ends(self) -> tuple[str, ...]:
        elements = self.definition.process.elements
        return tuple(sorted(name for name in self.elements if name in elements and elements[name].kind == "endEvent"))

    @property
    def outcome(self) -> Expectation:
        people = ("task", "service", "message", "signal")
        return Expectation(ends=self.ends, waits=tuple(sorted(item.element for item in self.waits if KINDS[type(item)] in people)))

    # --- going on

    def take(self, step: Step) -> None:
        """Takes a step. Raises TrialStopped; the steps before stay."""
        before = len(self.effects)
        if (self.state is None) is not (step.do == "start"):
            raise TrialStopped("NOT_BEGUN" if self.state is None else "BEGUN")
        try:
            getattr(self, f"_{step.do}")(step)
        except InvalidState as refusal:
            raise TrialStopped("NOTHING_WAITS", at=step.at, reason=str(refusal)) from None
        history = [effect for effect in self.effects[before:] if isinstance(effect, RecordHistory)]
        self.done += 1
        self.log.append(
            TrialLogRow(
                step=self.done,
                at=self.now,
                completed=tuple(effect.element for effect in history if effect.event == "ELEMENT_COMPLETED"),
                begun=tuple(effect.element for effect in history if effect.event == "ELEMENT_ACTIVATED"),
            )
        )

    def _start(self, step: Step) -> None:
        start = self.definition.process.none_start(None)
        form = start.extensions.form if start else None
        # a called process has no form: it begins with the variables that its caller gives
        answers = self._checked(form, step, {"initiator": self.initiator}) if form else step.values
        known = {"initiator": self.initiator, "application": APPLICATION}
        element = step.at or None
        self.send(lambda i: Started(id=i, variables={**known, **answers}, element=element, called=self.called))

    def _task(self, step: Step) -> None:
        wait = self._waiting(step, CreateUserTask)
        assert isinstance(wait, CreateUserTask)
        answers = self._checked(wait.form, step, variables_of(self.state or b"", wait.token))
        seat = {str(name): self.initiator for key, name in wait.properties.items() if key == COMPLETED_BY}
        self.send(lambda i: UserTaskCompleted(id=i, token=wait.token, variables={**answers, **seat}))

    def _service(self, step: Step) -> None:
        wait = self._waiting(step, CreateJob, StartChild)
        if isinstance(wait, CreateJob):
            self.send(lambda i: JobCompleted(id=i, token=wait.token, variables=step.values))
        else:
            self.send(lambda i: ChildEnded(id=i, token=wait.token, child="", variables=step.values))

    def _error(self, step: Step) -> None:
        wait = self._waiting(step, CreateJob, StartChild)
        self.send(lambda i: ErrorThrown(id=i, token=wait.token, error_code=step.code, variables=step.values))

    def _message(self, step: Step) -> None:
        wait = self._waiting(step, OpenSubscription)
        self.send(lambda i: MessageCorrelated(id=i, token=wait.token, variables=step.values))

    def _signal(self, step: Step) -> None:
        tokens = tuple(token for token, item in self.open.items() if isinstance(item, OpenSignalSubscription) and item.signal == step.at)
        if not tokens:
            raise TrialStopped("NOTHING_WAITS", at=step.at, reason="")
        self.send(lambda i: SignalCaught(id=i, signal=step.at, tokens=tokens, variables=step.values))

    def _days(self, step: Step) -> None:
        """Lets days pass; timers fire at their times on the way."""
        begins = to_feel(self.now.astimezone(self.zone))
        try:
            day = add_working_days(Run({}, calendar=self.calendar), begins, to_feel(step.days))
        except BeyondCalendar:
            day = None
        if day is None or step.days < 1:
            raise TrialStopped("NO_CALENDAR", at=str(step.days))
        self._go_to(to_python(day))

    def _due(self, step: Step) -> None:
        timers = [item.due_at for item in self.open.values() if isinstance(item, CreateTimer) and step.at in ("", item.element)]
        if not timers:
            raise TrialStopped("NOTHING_WAITS", at=step.at, reason="")
        self._go_to(max(min(timers), self.now))

    def _go_to(self, moment: datetime) -> None:
        while True:
            timers = [item for item in self.open.values() if isinstance(item, CreateTimer) and item.due_at <= moment]
            if not timers:
                break
            timer = min(timers, key=lambda item: (item.due_at, item.token))
            self._firings += 1
            if self._firings > MOST_FIRINGS:
                raise TrialStopped("TIMERS", at=timer.element)
            self.now = max(self.now, timer.due_at)
            self.send(partial(_fired, timer))
        self.now = max(self.now, moment)

    def _waiting(self, step: Step, *kinds: type[Effect]) -> Effect:
        found = next((item for item in self.waits if item.element == step.at and isinstance(item, kinds)), None)
        if found is None:
            raise TrialStopped("NOTHING_WAITS", at=step.at, reason="")
        return found

    def _checked(self, form: str | None, step: Step, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        schema = self.forms.get(form) if form else None
        if schema is None:
            return {}
        try:
            time = EvaluationTime(self.now, self.calendar)
            rules = self.validator.check(schema, step.values, variables, time, lambda component: self._choices(component, step.values))
        except FormRejected as rejected:
            raise TrialStopped("ANSWERS", errors=rejected.errors, at=step.at) from None
        except (ValueError, TypeError, ArithmeticError):  # of a form that the linter refuses
            raise TrialStopped("FORM", at=step.at) from None
        return rules.answers

    def _choices(self, component: Mapping[str, Any], given: Mapping[str, Any]) -> Sequence[Option] | None:
        """Accepts the options that the scenario chose, for a case's own depend on its organisation and application."""
        if self.validator.traits(component).options is None:
            return None
        value = given.get(str(component.get("key")), [])
        items = value if isinstance(value, list) else [value]
        names = [str(item.get("field", "")) if isinstance(item, dict) else str(item) for item in items]
        return [Option(value=name, label=name) for name in names]

    def send(self, make: Callable[[str], Stimulus]) -> None:
        """Gives the case a stimulus that is made for an id, and follows its effects."""
        self._count += 1
        stimulus = make(str(uuid5(SEED, str(self._count))))
        transition = advance(
            self.definition, self.state, stimulus, self.now, zone=self.zone, decisions=self.decisions, calendar=self.calendar
        )
        self.state = transition.state
        for effect in transition.effects:
            self._look(effect)

    def _look(self, effect: Effect) -> None:
        self.effects.append(effect)
        apply_to_waits(self.open, effect)
        if isinstance(effect, RaiseIncident):
            self.incidents.append(effect)
        elif isinstance(effect, EndInstance):
            self.end = effect
        elif isinstance(effect, RecordHistory):
            if effect.event in ("ELEMENT_ACTIVATED", "ELEMENT_COMPLETED"):
                self.elements[effect.element] += effect.event == "ELEMENT_COMPLETED"
            elif effect.event == "FLOW_TAKEN":
                self.flows[str(effect.data["flow"])] += 1


def _fired(timer: CreateTimer, identifier: str) -> Stimulus:
    return TimerTriggered(id=identifier, token=timer.token, due_at=timer.due_at.isoformat())

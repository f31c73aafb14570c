"""The pure interpreter: a state and a stimulus give a new state and effects. No I/O, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import singledispatch
from zoneinfo import ZoneInfo

from engine.bpmn.codec import ParsedState, decode
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.definition import Definition
from engine.bpmn.live_view import view_of_instance
from engine.bpmn.own_names import names_read
from engine.bpmn.runtime.due_dates import recompute_due_dates
from engine.bpmn.runtime.ending import cancel_token, finish
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.leaving import leave
from engine.bpmn.runtime.listener_jobs import tell_assigned
from engine.bpmn.runtime.listening import complete_again, listener_done, refuse_error
from engine.bpmn.runtime.propagation import throw_error, throw_escalation
from engine.bpmn.runtime.running import run
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.triggering import trigger, waits_for_signal
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.runtime.waits import ChildWait, JobWait, SubscriptionWait, TimerWait, UserTaskWait, Wait
from engine.bpmn.stored.writing import encode_in_groups
from engine.dmn.decision import Decision
from engine.feel.calendar.evaluation_time import CalendarSource, EvaluationTime
from engine.feel.calendar.working_calendar import national_calendar
from engine.model.effects import Transition
from engine.model.errors import InvalidState
from engine.model.stimuli import (
    CalendarChanged,
    Cancelled,
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
    UserTaskAssigned,
    UserTaskCompleted,
)


def advance(
    definition: Definition,
    state: bytes | ParsedState | None,
    stimulus: Stimulus,
    now: datetime,
    *,
    zone: ZoneInfo,
    decisions: Mapping[DecisionCall, Decision] | None = None,
    calendar: CalendarSource = national_calendar,
) -> Transition:
    """One turn, to the next waits. `state` is None for Started only; parsed where it was read before.

    `calendar` gives the one on which working days are counted; without it the national one.
    `decisions`: those that its business rule tasks call; without them those of the process's own deployment.
    Raises InvalidState where the stimulus finds nothing that waits for it: the caller's transaction changes nothing.
    """
    if decisions is None:
        decisions = {
            call: definition.decisions[call.decision] for call in definition.decision_calls if call.decision in definition.decisions
        }
    turn = Turn(stimulus.id, EvaluationTime(now, calendar), zone, decisions, definition.rules)
    instance = decode(state, definition, turn) if state is not None else Instance(definition, turn)
    if instance.status != "ACTIVE":
        raise InvalidState("Expected an active case, but it has ended.")
    apply(stimulus, instance)
    run(instance)
    return made_by(turn, instance)


def made_by(turn: Turn, instance: Instance) -> Transition:
    ended = instance.status != "ACTIVE"
    encoded = encode_in_groups(instance)
    instance.execution.close()
    return Transition(
        head=encoded.head,
        changed=encoded.changed,
        gone=encoded.gone,
        parts=encoded.lines,
        effects=tuple(turn.effects),
        ended=ended,
        view=view_of_instance(instance),
    )


def _waiting(instance: Instance, token: str, kind: type[Wait]) -> Token:
    found = instance.find(token)
    if found is None or not isinstance(found.wait, kind):
        raise InvalidState(f"Expected a {kind.kind.replace('_', ' ')} that is open, but this one is done or gone.")
    return found


@singledispatch
def apply(stimulus: Stimulus, instance: Instance) -> None:
    """Applies the stimulus; then the instance runs."""
    raise InvalidState(f"Expected a known stimulus, but got {type(stimulus).__name__}.")


@apply.register
def _started(stimulus: Started, instance: Instance) -> None:
    start = instance.process.elements[stimulus.element] if stimulus.element else instance.process.none_start(None)
    if start is None:
        raise InvalidState("Expected a process that starts by itself, but this one starts with a message only.")
    instance.called = stimulus.called
    for name, value in stimulus.variables.items():
        instance.scopes.set_local(ROOT, name, value)
    if start.extensions.initiator:  # other engines name a user there, to whom they give tasks; tasks go to positions here
        begun_by = stimulus.variables.get("initiator")
        position = begun_by.get("position") if isinstance(begun_by, dict) else None
        instance.scopes.set_local(ROOT, start.extensions.initiator, position)
    instance.new_token(start.id, ROOT, caught={} if start.events else None)


@apply.register
def _user_task(stimulus: UserTaskCompleted, instance: Instance) -> None:
    trigger(instance, _waiting(instance, stimulus.token, UserTaskWait), stimulus.variables)


@apply.register
def _assigned(stimulus: UserTaskAssigned, instance: Instance) -> None:
    tell_assigned(instance, _waiting(instance, stimulus.token, UserTaskWait), stimulus.action)


@apply.register
def _job(stimulus: JobCompleted, instance: Instance) -> None:
    token = _waiting(instance, stimulus.token, JobWait)
    if token.phase is not None:
        listener_done(instance, token, token.phase, stimulus.variables)
    else:
        trigger(instance, token, stimulus.variables)


@apply.register
def _child(stimulus: ChildEnded, instance: Instance) -> None:
    trigger(instance, _waiting(instance, stimulus.token, ChildWait), stimulus.variables)


@apply.register
def _error(stimulus: ErrorThrown, instance: Instance) -> None:
    token = instance.find(stimulus.token)
    if token is None or not isinstance(token.wait, JobWait | ChildWait):
        raise InvalidState("Expected a job that is open, but this one is done or gone.")
    if token.phase is not None:
        refuse_error(instance, token, token.phase, stimulus.error_code, stimulus.message)
        return
    throw_error(instance, token, stimulus.error_code, stimulus.message, stimulus.variables)


@apply.register
def _timer(stimulus: TimerTriggered, instance: Instance) -> None:
    token = _waiting(instance, stimulus.token, TimerWait)
    assert isinstance(token.wait, TimerWait)
    if token.wait.due > instance.turn.now or token.wait.due != datetime.fromisoformat(stimulus.due_at):
        raise InvalidState("Expected a timer that is due, but it is not, or no longer.")
    trigger(instance, token, {})


@apply.register
def _message(stimulus: MessageCorrelated, instance: Instance) -> None:
    trigger(instance, _waiting(instance, stimulus.token, SubscriptionWait), stimulus.variables)


@apply.register
def _signal(stimulus: SignalCaught, instance: Instance) -> None:
    caught = False
    for identifier in stimulus.tokens:
        token = instance.find(identifier)
        if token is not None and waits_for_signal(token, stimulus.signal):
            trigger(instance, token, stimulus.variables)
            caught = True
    if not caught:
        raise InvalidState("Expected somebody who waits for the signal, but nobody does any more.")


@apply.register
def _escalation(stimulus: EscalationReported, instance: Instance) -> None:
    throw_escalation(instance, _waiting(instance, stimulus.token, ChildWait), stimulus.code, stimulus.variables)


@apply.register
def _calendar(stimulus: CalendarChanged, instance: Instance) -> None:
    recompute_due_dates(instance)


@apply.register
def _resolved(stimulus: IncidentResolved, instance: Instance) -> None:
    token = instance.find(stimulus.token)
    if token is None or token.incident is None:
        raise InvalidState("Expected an incident that is open, but it is resolved or gone.")
    incident = token.incident
    # a kept result would hide a correction of the same name, for it is nearer: it is corrected itself
    kept = incident.result or {}
    maps_again = incident.retry == "enter" and token.phase is None  # what listeners have begun keeps the inputs that they saw
    own = kept.keys() | (_mapped_inputs(instance, token) if maps_again else set())
    result = {**kept, **{name: value for name, value in stimulus.variables.items() if name in own}}
    corrections = {name: value for name, value in stimulus.variables.items() if name not in own}
    instance.assign(token, token.id if token.id in instance.scopes else token.scope, corrections)
    instance.unpark(token)
    match incident.retry:
        case "complete":
            complete_again(instance, token, result)
        case "leave":
            leave(instance, token)
        case "again":
            instance.behaviour(token).retry(instance, token)
        case "enter":
            token.corrected = result or None
            _enter_again(instance, token)


def _mapped_inputs(instance: Instance, token: Token) -> set[str]:
    """The variables that its input mappings would write over when it enters again; the body of a repetition has none.

    Where a mapping passes on a variable under its own name, that of the case is corrected, and mapped again.
    """
    element = instance.element(token)
    if element.loop and token.inner is None:
        return set()
    written: set[str] = set()
    around: set[str] = set()
    for mapping in element.extensions.inputs:
        around |= names_read(mapping.source.removeprefix("="))[0] - written
        written.add(mapping.variable)
    return written - around


def _enter_again(instance: Instance, token: Token) -> None:
    """What it had begun is taken back; an inner instance keeps the scope that its body gave it, and what listeners have done stays."""
    if token.inner is None and token.phase is None:
        instance.scopes.close(token.id)
    for listener in instance.listeners(token.id):
        cancel_token(instance, listener)
    instance.execution.make_ready(token)


@apply.register
def _cancelled(stimulus: Cancelled, instance: Instance) -> None:
    finish(instance, "TERMINATED")

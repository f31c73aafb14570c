"""Evaluates an event's wait before anything changes, then opens it on the token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.bpmn.elements import EventDefinition
from engine.bpmn.expressions import ExpressionFailed, evaluate, string
from engine.bpmn.kinds import OtherEventKind
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.runtime.waits import AwaitedMessage, ConditionWait, PreparedWait, SignalWait, SubscriptionWait, TimerWait, Wait
from engine.bpmn.timers import due_date, read_cycle
from engine.feel.calendar.evaluation_time import CountedCalendar, EvaluationTime
from engine.feel.text import to_string
from engine.feel.types import type_name
from engine.model.effects import CreateTimer, OpenSignalSubscription, OpenSubscription
from engine.model.stored_text import name_problem


def prepare_wait(event: EventDefinition, view: Mapping[str, Any], turn: Turn) -> PreparedWait:
    """When a timer is due, or which message, signal or condition is awaited. Raises ExpressionFailed; changes nothing."""
    kind = event.kind
    match kind:
        case "timer":
            return _prepare_timer(event, view, turn)
        case "signal":
            return SignalWait(required_name(event.signal, "signal", view, turn.time))
        case "conditional":
            return ConditionWait(event.condition or "")
        case "message":
            key = correlation_key(event.correlation_key, view, turn.time)
            if key is None:
                raise ExpressionFailed(f"the correlation key '{event.correlation_key}' must be a text or a number, but is null")
            return AwaitedMessage(required_name(event.message, "message", view, turn.time), key)
        case _:
            raise _never_awaited(kind)


def _never_awaited(kind: OtherEventKind) -> NotImplementedError:
    return NotImplementedError(kind)


def _prepare_timer(event: EventDefinition, view: Mapping[str, Any], turn: Turn) -> TimerWait:
    text = event.timer or ""
    if event.timer_kind != "timeCycle":
        calendar = CountedCalendar(turn.time.calendar)
        due = due_date(text, view, EvaluationTime(turn.now, calendar), turn.zone)
        return TimerWait(due, counted_at=as_stored(turn.now) if calendar.asked else None)
    cycle = read_cycle(text, view, turn.now, turn.zone, turn.time.calendar)
    first = cycle.first(turn.now, turn.zone)
    if first is None or cycle.count == 0:
        raise ExpressionFailed(f"the cycle '{event.timer}' never fires")
    left = None if cycle.count is None else cycle.count - 1
    return TimerWait(first, cycle=text, left=left, anchor=as_stored(cycle.start or turn.now) if cycle.drifts else None)


def as_stored(moment: datetime) -> datetime:
    """The moment as it will be read from the state: a live instance must go on as one that was loaded."""
    return datetime.fromisoformat(moment.isoformat())


def required_name(text: str | None, kind: str, view: Mapping[str, Any], time: EvaluationTime) -> str:
    """The name or code by which others are found. Raises ExpressionFailed where it is empty or too long."""
    name = string(text, view, time)
    if not name:
        raise ExpressionFailed(f"the name of the {kind} is empty")
    if problem := name_problem(name):
        raise ExpressionFailed(f"the name of the {kind} '{name[:40]}…' {problem}")
    return name


def correlation_key(text: str | None, view: Mapping[str, Any], time: EvaluationTime, *, as_text: bool = False) -> str | None:
    """The key as FEEL's string() writes it, so that numbers that are equal are one key; "" where there is no expression, None for null.

    Raises ExpressionFailed where it is neither a text nor something that is written as one (`as_text`: everything is), and where it
    is too long for an index.
    """
    key = evaluate(text, view, time) if text else ""
    if isinstance(key, list | dict | bool) and not as_text:
        raise ExpressionFailed(f"the correlation key '{text}' must be a text or a number, but is a {type_name(key)}")
    if key is None:
        return None
    written = to_string(key)
    if problem := name_problem(written):
        raise ExpressionFailed(f"the correlation key '{text}' {problem}: '{written[:40]}…'")
    return written


def open_wait(instance: Instance, token: Token, prepared: PreparedWait) -> None:
    """Opens a wait on the token and emits its effect."""
    match prepared:
        case TimerWait():
            token.wait = replace(prepared, due=as_stored(prepared.due))
            on_calendar = prepared.counted_at is not None
            instance.emit(CreateTimer(token=token.id, element=token.element, due_at=prepared.due, on_calendar=on_calendar))
        case SignalWait():
            token.wait = prepared
            instance.emit(OpenSignalSubscription(token=token.id, element=token.element, signal=prepared.signal))
        case ConditionWait():
            token.wait = prepared
            instance.scopes.changed = True  # it may hold already
        case AwaitedMessage():
            token.wait = SubscriptionWait()
            instance.emit(
                OpenSubscription(token=token.id, element=token.element, message=prepared.message, correlation_key=prepared.correlation_key)
            )


def rearm(instance: Instance, token: Token, fired: Wait | None) -> bool:
    """The next firing of a cycle, counted from what it began with, not from now: a late clock does not drift. False: it was the last.

    Where it cannot be computed, the token parks and keeps the timer that has fired.
    """
    instance.close_wait(token, "completed")
    if not isinstance(fired, TimerWait) or fired.cycle is None or fired.left == 0:
        return False
    turn = instance.turn
    try:
        cycle = read_cycle(fired.cycle, instance.view_of(token), turn.now, turn.zone, turn.time.calendar)
        anchor = cycle.anchor(fired.due, turn.zone, fired.anchor)
        due = cycle.after(fired.due, turn.now, turn.zone, anchor)
    except ExpressionFailed as error:
        token.expired = fired
        instance.park(token, "expression", str(error), "again")
        return True
    if due is None:
        return False
    token.expired = None
    left = None if fired.left is None else fired.left - 1
    open_wait(instance, token, replace(fired, due=due, left=left, anchor=as_stored(anchor) if cycle.drifts else None))
    return True

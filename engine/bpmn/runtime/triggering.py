"""Handles triggers that arrive: listeners, boundary events, event sub-processes, signals, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.bpmn.kinds import AWAITED
from engine.bpmn.runtime.ending import cancel_inside, cancel_token
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.waiting import open_wait, prepare_wait, rearm
from engine.bpmn.runtime.waits import ConditionWait, PreparedWait, SignalWait, SubscriptionWait, TimerWait


@dataclass(frozen=True, slots=True)
class PreparedListener:
    """One trigger of an event that will be listened for: `number` is its definition's."""

    event: Element
    number: int
    wait: PreparedWait


def prepare_listeners(instance: Instance, events: list[Element], view: Mapping[str, Any]) -> list[PreparedListener]:
    """Raises ExpressionFailed; changes nothing."""
    return [
        PreparedListener(event, number, prepare_wait(definition, view, instance.turn))
        for event in events
        for number, definition in enumerate(event.events)
        if definition.kind in AWAITED
    ]


def prepare_scope(instance: Instance, element: str | None, view: Mapping[str, Any]) -> list[PreparedListener]:
    """The start events of the event sub-processes of a sub-process, or of the process (None)."""
    starts = [start for item in instance.process.event_sub_processes(element) for start in instance.process.starts(item.id)]
    return prepare_listeners(instance, starts, view)


def open_listeners(instance: Instance, prepared: list[PreparedListener], *, scope: str, host: str) -> None:
    for item in prepared:
        open_wait(instance, instance.new_listener(item.event.id, scope, host=host, listens=item.number), item.wait)


def trigger(instance: Instance, token: Token, variables: Mapping[str, Any]) -> None:
    """Handles the arrival of what a token waited for."""
    if token.host is None:
        instance.behaviour(token).completed(instance, token, variables)
    else:
        instance.behaviour(token).triggered(instance, token, variables)


def variables_of_all_triggers(instance: Instance, listener: Token, variables: Mapping[str, Any]) -> Variables | None:
    """A parallel multiple event needs each of its triggers once (10.5.4). None: others are still missing."""
    assert listener.host is not None
    if isinstance(listener.wait, TimerWait) and listener.wait.cycle is not None:
        listener.expired = listener.wait  # it is armed again once the event has fired
    instance.close_wait(listener, "completed")
    listener.brought = dict(variables)
    siblings = [other for other in instance.listeners(listener.host) if other.element == listener.element]
    brought: Variables = {}
    for other in siblings:
        if other.brought is None:
            return None
        brought.update(other.brought)
    for other in siblings:
        if other is not listener:
            instance.drop(other)
    return brought


def keep_listening(instance: Instance, listener: Token) -> None:
    """A listener that does not interrupt goes on, or is done, before its event fires."""
    match listener.wait:
        case ConditionWait():
            listener.wait = replace(listener.wait, fired=True)
        case SubscriptionWait() | SignalWait():
            pass
        case _:
            if not rearm(instance, listener, listener.wait or listener.expired):
                instance.drop(listener)


def fire_boundary(
    instance: Instance, event: Element, host: Token, variables: Mapping[str, Any], about: Mapping[str, Any] | None = None
) -> None:
    scope = host.scope
    if event.interrupting or event.event_of("error") or event.event_of("cancel"):
        cancel_token(instance, host)
    instance.new_token(event.id, scope, caught=dict(variables), about=dict(about or {}))


def fire_event_sub_process(
    instance: Instance, start: Element, scope: str, variables: Mapping[str, Any], about: Mapping[str, Any] | None = None
) -> None:
    """Interrupting: everything else in the scope ends first, also what other event sub-processes of it listen for (13.5.4)."""
    if start.interrupting or start.event_of("error"):
        cancel_inside(instance, scope)
    assert start.scope is not None
    instance.new_token(start.scope, scope, start=start.id, caught=dict(variables), about=dict(about or {}))


def broadcast(instance: Instance, signal: str, variables: Mapping[str, Any]) -> None:
    """To every token of this instance that waits for the signal now."""
    waiting = [token for token in instance.awake("s") if waits_for_signal(token, signal)]
    for token in waiting:
        if instance.holds(token) and waits_for_signal(token, signal):
            trigger(instance, token, variables)


def waits_for_signal(token: Token, signal: str) -> bool:
    return isinstance(token.wait, SignalWait) and token.wait.signal == signal


def check_conditions(instance: Instance) -> None:
    """Fire the conditional events whose condition has become true. Null, as of a variable that is not there yet, is not true."""
    instance.scopes.changed = False
    waiting = [token for token in instance.awake("c") if isinstance(token.wait, ConditionWait)]
    for token in waiting:
        wait = token.wait
        if not instance.holds(token) or not isinstance(wait, ConditionWait):
            continue
        text = wait.condition
        try:
            value = evaluate(text if text.startswith("=") else f"={text}", instance.view_of(token), instance.turn.time)
        except ExpressionFailed:
            value = None
        if value is not True:
            token.wait = replace(wait, fired=False)
        elif not wait.fired:
            trigger(instance, token, {})

"""Throws signals, messages and escalations (BPMN 2.0.2, 13.5.2 and 13.5.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.elements import EventDefinition
from engine.bpmn.expressions import string
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.propagation import throw_escalation
from engine.bpmn.runtime.token import Thrown, Token, Variables
from engine.bpmn.runtime.triggering import broadcast
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.runtime.waiting import correlation_key, required_name
from engine.feel.values import to_json
from engine.model.effects import BroadcastSignal, PublishMessage


def prepare_throw(event: EventDefinition, view: Mapping[str, Any], turn: Turn) -> Thrown:
    """What will be thrown. Raises ExpressionFailed; changes nothing."""
    if event.kind == "signal":
        return Thrown(event, required_name(event.signal, "signal", view, turn.time))
    if event.kind == "message" and not event.unheard:
        name = required_name(event.message, "message", view, turn.time)
        # the receiver's key, by the same expression, over the sender's variables
        return Thrown(event, name, correlation_key(event.correlation_key, view, turn.time, as_text=not turn.rules.keys_are_plain) or "")
    if event.kind in ("error", "escalation"):
        code = event.error_code if event.kind == "error" else event.escalation_code
        if not turn.rules.codes_are_named and not string(code, view, turn.time):
            return Thrown(event)
        return Thrown(event, required_name(code, event.kind, view, turn.time))
    return Thrown(event)


def throw(instance: Instance, token: Token, thrown: Thrown, variables: Variables) -> None:
    """A signal, a message or an escalation; what catches it may end the token."""
    if thrown.event.kind == "signal":
        if not thrown.event.within_case:
            values = to_json(dict(variables))
            instance.emit(BroadcastSignal(token=token.id, element=token.element, signal=thrown.name, variables=values))
        broadcast(instance, thrown.name, variables)
    elif thrown.event.kind == "message" and not thrown.event.unheard:
        instance.emit(
            PublishMessage(
                token=token.id,
                element=token.element,
                message=thrown.name,
                correlation_key=thrown.correlation_key,
                variables=to_json(dict(variables)),
            )
        )
    elif thrown.event.kind == "escalation":
        throw_escalation(instance, token, thrown.name, variables)

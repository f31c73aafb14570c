"""Intermediate catch events and receive tasks (BPMN 2.0.2, 13.5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import Begin
from engine.bpmn.behaviours.caught_event import CaughtEventBehaviour
from engine.bpmn.elements import Element
from engine.bpmn.kinds import AWAITED
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.triggering import open_listeners, prepare_listeners
from engine.bpmn.runtime.waiting import open_wait, prepare_wait


class CatchEventBehaviour(CaughtEventBehaviour):
    """With one definition the token itself waits, with several there is a listener for each."""

    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        events = self.element.events
        if len(events) > 1:
            listeners = prepare_listeners(instance, [self.element], view)
            return lambda: open_listeners(instance, listeners, scope=token.scope, host=token.id)
        waits = [prepare_wait(event, view, instance.turn) for event in events if event.kind in AWAITED]

        def begin() -> None:
            for wait in waits:
                open_wait(instance, token, wait)

        return begin

    def fire(self, instance: Instance, listener: Token, variables: Variables) -> None:
        """It is its host's event: this element's own, or one behind an event-based gateway."""
        assert listener.host is not None
        host = instance.get(listener.host)
        instance.behaviour(host).decided(instance, host, self.element, variables)

    def decided(self, instance: Instance, token: Token, event: Element, variables: Mapping[str, Any]) -> None:
        """One of several triggers has come, or all that are needed."""
        self.completed(instance, token, variables)

"""Boundary events (BPMN 2.0.2, 13.5.3)."""

from __future__ import annotations

from engine.bpmn.behaviours.caught_event import CaughtEventBehaviour
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.triggering import fire_boundary, keep_listening
from engine.bpmn.runtime.waiting import rearm


class BoundaryEventBehaviour(CaughtEventBehaviour):
    def fire(self, instance: Instance, listener: Token, variables: Variables) -> None:
        assert listener.host is not None
        host = instance.get(listener.host)
        if not self.element.interrupting:
            keep_listening(instance, listener)
        fire_boundary(instance, self.element, host, variables)

    def retry(self, instance: Instance, token: Token) -> None:
        """A listener whose next firing could not be computed."""
        if not rearm(instance, token, token.expired):
            instance.drop(token)

"""Base of start, boundary and catch events: maps the variables of a trigger that has come, and goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.listener_jobs import stands_in_listeners
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.triggering import variables_of_all_triggers


class CaughtEventBehaviour(ActivityBehaviour):
    def enter(self, instance: Instance, token: Token) -> bool | None:
        if token.caught is None:
            return super().enter(instance, token)
        if token.phase is None:
            instance.scopes.open(token.id, token.scope)
            instance.record(token, "ELEMENT_ACTIVATED")
        if stands_in_listeners(instance, token, "start", instance.scopes.view(token.id)):
            return None
        caught, token.caught, token.phase = token.caught, None, None
        self.completed(instance, token, caught)
        return None

    def triggered(self, instance: Instance, listener: Token, variables: Mapping[str, Any]) -> None:
        """Of several triggers that are all needed, this may be the last or not."""
        if self.element.parallel_multiple and len(self.element.events) > 1:
            brought = variables_of_all_triggers(instance, listener, variables)
            if brought is not None:
                self.fire(instance, listener, brought)
        else:
            self.fire(instance, listener, dict(variables))

    def fire(self, instance: Instance, listener: Token, variables: Variables) -> None:
        """All that the event needs has come."""
        raise NotImplementedError(self.element.kind)

"""Start events (BPMN 2.0.2, 13.5.1); those of event sub-processes are listened for (13.5.4)."""

from __future__ import annotations

from engine.bpmn.behaviours.caught_event import CaughtEventBehaviour
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.triggering import fire_event_sub_process, keep_listening


class StartEventBehaviour(CaughtEventBehaviour):
    def fire(self, instance: Instance, listener: Token, variables: Variables) -> None:
        assert listener.host is not None
        if not self.element.interrupting:
            keep_listening(instance, listener)
        fire_event_sub_process(instance, self.element, listener.host, variables)

"""Exclusive gateways (BPMN 2.0.2, 13.4.1). Flows count in the order of the file, never of the layout."""

from __future__ import annotations

from engine.bpmn.behaviours.element import ElementBehaviour
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token


class ExclusiveGatewayBehaviour(ElementBehaviour):
    def enter(self, instance: Instance, token: Token) -> bool | None:
        if self.begins_later(instance, token):
            return None
        chosen = self._choose(instance, token)
        self.activated(instance, token)
        token.chosen = chosen
        return True

    def _choose(self, instance: Instance, token: Token) -> list[str]:
        """The first flow whose condition is true; a single flow without one needs none."""
        flows, view = instance.process.flows, instance.view_of(token)
        for identifier in self.element.outgoing:
            text = flows[identifier].condition
            if identifier == self.element.default:
                continue
            if instance.turn.is_true(text, view) if text else len(self.element.outgoing) == 1:
                return [identifier]
        if self.element.default:
            return [self.element.default]
        if not self.element.outgoing:
            return []
        raise ExpressionFailed("no condition of the gateway is true, and it has no default flow")

"""Inclusive gateways (BPMN 2.0.2, 13.4.3): as a split they choose when entered, as a join when no other token can come."""

from __future__ import annotations

from engine.bpmn.behaviours.element import ElementBehaviour
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.reach import is_join
from engine.bpmn.runtime.flows import chosen_flows
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.joining import consume, first_by_flow, no_token_can_arrive
from engine.bpmn.runtime.listener_jobs import listeners_of
from engine.bpmn.runtime.token import ListenerPhase, Token


class InclusiveGatewayBehaviour(ElementBehaviour):
    def enter(self, instance: Instance, token: Token) -> bool | None:
        if is_join(self.element) and token.phase is None:
            token.joining = True
            return None
        if self.begins_later(instance, token):
            return None
        token.chosen = chosen_flows(instance, token)
        self.activated(instance, token)
        return True

    def join(self, instance: Instance, tokens: list[Token]) -> bool:
        by_flow = first_by_flow(tokens)
        first = next(iter(by_flow.values()))
        if not no_token_can_arrive(instance, self.element.id, first.scope, set(by_flow)):
            return False
        if listeners_of(instance.process, self.element.id, "start"):
            consume(instance, by_flow, first)
            first.phase = ListenerPhase("start")
            instance.execution.make_ready(first)
            return True
        try:
            chosen = chosen_flows(instance, first)
        except ExpressionFailed as error:
            instance.park(first, "expression", str(error), "enter")
            return False
        consume(instance, by_flow, first)
        instance.record(first, "ELEMENT_ACTIVATED")
        first.chosen = chosen
        instance.execution.complete(first)
        return True

"""Complex gateways (BPMN 2.0.2, 13.4.5): they fire when their activation condition is true, and take what comes late in a second phase."""

from __future__ import annotations

from engine.bpmn.behaviours.inclusive_gateway import InclusiveGatewayBehaviour
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.flows import chosen_flows, take_flow
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.joining import consume, first_by_flow, no_token_can_arrive
from engine.bpmn.runtime.leaving import token_left
from engine.bpmn.runtime.token import Token


class ComplexGatewayBehaviour(InclusiveGatewayBehaviour):
    def join(self, instance: Instance, tokens: list[Token]) -> bool:
        joining = [token for token in tokens if token.joining]
        for token in tokens:
            if token.consumed is not None:
                return self._reset(instance, token, token.consumed, joining)
        return self._start(instance, joining)

    def _start(self, instance: Instance, joining: list[Token]) -> bool:
        """The first phase. The token stays, and remembers the flows whose tokens it has taken."""
        by_flow = first_by_flow(joining)
        first = next(iter(by_flow.values()))
        counts = {flow: sum(token.via == flow for token in joining) for flow in self.element.incoming}
        text = self.element.activation_condition or f"=activationCount >= {len(self.element.incoming)}"
        view = {**instance.view_of(first), **counts, "activationCount": len(joining)}
        try:
            if not instance.turn.is_true(text, view):
                return False
            chosen = chosen_flows(instance, first, waitingForStart=True)
        except ExpressionFailed as error:
            instance.park(first, "expression", str(error), "enter")
            return False
        consume(instance, by_flow, first)
        instance.record(first, "ELEMENT_ACTIVATED")
        for flow in chosen:
            take_flow(instance, first, flow)
        first.consumed = sorted(by_flow)
        return True

    def _reset(self, instance: Instance, token: Token, consumed: list[str], joining: list[Token]) -> bool:
        """The second phase. A flow without a condition has had its token in the first."""
        late = {flow: other for flow, other in first_by_flow(joining).items() if flow not in consumed}
        if not no_token_can_arrive(instance, self.element.id, token.scope, set(consumed) | late.keys()):
            return False
        view = {**instance.view_of(token), "waitingForStart": False}
        flows = instance.process.flows
        try:
            chosen = [flow for flow in self.element.outgoing if (text := flows[flow].condition) and instance.turn.is_true(text, view)]
        except ExpressionFailed as error:
            instance.park(token, "expression", str(error), "again")
            return False
        for other in late.values():
            instance.drop(other)
        instance.record(token, "ELEMENT_COMPLETED")
        for flow in chosen:
            take_flow(instance, token, flow)
        instance.drop(token)
        token_left(instance, token.scope)
        return True

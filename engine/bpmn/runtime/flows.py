"""Chooses the sequence flows that a token takes when it leaves an element (BPMN 2.0.2, 13.3.1 and 13.4)."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token


def outgoing_flows(instance: Instance, token: Token) -> Sequence[str]:
    """The flows in document order. Raises ExpressionFailed where every condition is false and there is no default."""
    if token.chosen is not None:  # a gateway has decided when it was entered
        return token.chosen
    element = instance.element(token)
    if element.default or any(instance.process.flows[flow].condition for flow in element.outgoing):
        return chosen_flows(instance, token)
    return element.outgoing


def chosen_flows(instance: Instance, token: Token, **special: object) -> list[str]:
    """Every flow whose condition is true or that has none; the default too where no condition is true (BPMN 2.0.2, 13.3.1)."""
    element, view = instance.element(token), {**instance.view_of(token), **special}
    conditions = {flow: instance.process.flows[flow].condition for flow in element.outgoing if flow != element.default}
    true = {flow for flow, text in conditions.items() if text is not None and instance.turn.is_true(text, view)}
    # a flow without a condition is always taken: it says nothing about the default
    others = None in conditions.values() and not instance.turn.rules.default_beside_unconditional
    default = None if true or others else element.default
    chosen = [flow for flow in element.outgoing if flow == default or (flow in conditions and (flow in true or conditions[flow] is None))]
    if not chosen and element.outgoing:
        raise ExpressionFailed("no condition is true, and there is no default flow")
    return chosen


def take_flow(instance: Instance, token: Token, flow: str) -> None:
    """A new token goes along the flow."""
    instance.record(token, "FLOW_TAKEN", flow=flow)
    instance.new_token(instance.process.flows[flow].target, token.scope, via=flow)

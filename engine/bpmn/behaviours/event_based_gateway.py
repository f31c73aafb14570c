"""Event-based gateways (BPMN 2.0.2, 13.4.4): the first of the events that follow decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.element import ElementBehaviour
from engine.bpmn.elements import Element
from engine.bpmn.runtime.ending import cancel_token
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.triggering import open_listeners, prepare_listeners


class EventBasedGatewayBehaviour(ElementBehaviour):
    def enter(self, instance: Instance, token: Token) -> bool | None:
        if self.begins_later(instance, token):
            return None
        events = [instance.process.elements[instance.process.flows[flow].target] for flow in self.element.outgoing]
        prepared = prepare_listeners(instance, events, instance.view_of(token))
        self.activated(instance, token)
        open_listeners(instance, prepared, scope=token.scope, host=token.id)
        return None

    def decided(self, instance: Instance, token: Token, event: Element, variables: Mapping[str, Any]) -> None:
        for listener in instance.listeners(token.id):
            cancel_token(instance, listener)
        flow = next(flow for flow in self.element.outgoing if instance.process.flows[flow].target == event.id)
        instance.record(token, "ELEMENT_COMPLETED")
        instance.record(token, "FLOW_TAKEN", flow=flow)
        instance.new_token(event.id, token.scope, via=flow, caught=dict(variables))
        instance.scopes.close(token.id)
        instance.drop(token)

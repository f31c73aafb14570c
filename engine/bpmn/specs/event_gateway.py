"""Event-based gateways (BPMN 2.0.2, 13.4.4): the first of the events that follow decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.specs.element import ElementSpec
from engine.bpmn.triggering import listen, prepare_listeners


class EventBasedGatewaySpec(ElementSpec):
    def enter(self, task: Task) -> bool | None:
        workflow = task.workflow
        events = [workflow.process.elements[workflow.process.flows[flow].target] for flow in self.element.outgoing]
        prepared = prepare_listeners(events, self.view(task), task)
        workflow.record(task, "ELEMENT_ACTIVATED")
        listen(workflow, prepared, scope=task.internal_data["scope"], host=str(task.id))
        return None

    def decided(self, task: Task, event: Element, variables: Mapping[str, Any]) -> None:
        workflow, scope = task.workflow, task.internal_data["scope"]
        for listener in workflow.listeners(str(task.id)):
            workflow.cancel_token(listener)
        flow = next(flow for flow in self.element.outgoing if workflow.process.flows[flow].target == event.id)
        workflow.record(task, "ELEMENT_COMPLETED")
        workflow.record(task, "FLOW_TAKEN", flow=flow)
        workflow.new_token(event.id, scope, via=flow, caught=dict(variables))
        workflow.drop(task)

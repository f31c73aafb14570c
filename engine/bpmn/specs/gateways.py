"""Exclusive and parallel gateways (BPMN 2.0.2, 13.4.1 and 13.4.2). Flows count in the order of the file, never of the layout."""

from __future__ import annotations

from SpiffWorkflow.task import Task

from engine.bpmn.expressions import ExpressionFailed, condition
from engine.bpmn.specs.element import ElementSpec


class ExclusiveGatewaySpec(ElementSpec):
    def enter(self, task: Task) -> bool | None:
        chosen = self.choose(task)
        task.workflow.record(task, "ELEMENT_ACTIVATED")
        task.internal_data["chosen"] = [chosen]
        return True

    def choose(self, task: Task) -> str:
        flows = task.workflow.process.flows
        if len(self.element.outgoing) == 1:
            return self.element.outgoing[0]
        view = self.view(task)
        for identifier in self.element.outgoing:
            text = flows[identifier].condition
            if text and identifier != self.element.default and condition(text, view, task.workflow.turn.now):
                return identifier
        if self.element.default:
            return self.element.default
        raise ExpressionFailed("no condition of the gateway is true, and it has no default flow")


class ParallelGatewaySpec(ElementSpec):
    """Fires as soon as every incoming flow of its scope has brought a token; takes exactly one of each."""

    def enter(self, task: Task) -> bool | None:
        if len(self.element.incoming) > 1:
            scope = task.internal_data["scope"]
            waiting = [other for other in task.workflow.inside(scope) if other.task_spec is self and other.internal_data.get("joining")]
            partners = {other.internal_data["via"]: other for other in reversed(waiting)}
            partners.pop(task.internal_data["via"], None)
            if len(partners) + 1 < len(self.element.incoming):
                task.internal_data["joining"] = True
                return None
            for partner in partners.values():
                task.workflow.drop(partner)
        task.workflow.record(task, "ELEMENT_ACTIVATED")
        return True

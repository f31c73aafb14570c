"""Exclusive, parallel, inclusive and complex gateways (BPMN 2.0.2, 13.4). Flows count in the order of the file, never of the layout."""

from __future__ import annotations

from SpiffWorkflow.task import Task

from engine.bpmn.expressions import ExpressionFailed, condition
from engine.bpmn.flows import chosen_flows
from engine.bpmn.merging import joins
from engine.bpmn.specs.element import ElementSpec


class ExclusiveGatewaySpec(ElementSpec):
    def enter(self, task: Task) -> bool | None:
        chosen = self.choose(task)
        task.workflow.record(task, "ELEMENT_ACTIVATED")
        task.internal_data["chosen"] = chosen
        return True

    def choose(self, task: Task) -> list[str]:
        """The first flow whose condition is true; a single flow without one needs none."""
        flows, view = task.workflow.process.flows, self.view(task)
        for identifier in self.element.outgoing:
            text = flows[identifier].condition
            if identifier == self.element.default:
                continue
            if condition(text, view, task.workflow.turn.now) if text else len(self.element.outgoing) == 1:
                return [identifier]
        if self.element.default:
            return [self.element.default]
        if not self.element.outgoing:
            return []
        raise ExpressionFailed("no condition of the gateway is true, and it has no default flow")


class ParallelGatewaySpec(ElementSpec):
    """Fires as soon as every incoming flow of its scope has brought a token; takes exactly one of each."""

    def enter(self, task: Task) -> bool | None:
        if len(self.element.incoming) > 1:
            scope = task.internal_data["scope"]
            waiting = [other for other in task.workflow.inside(scope) if other.task_spec is self and other.internal_data.get("joining")]
            partners = {other.internal_data["via"]: other for other in reversed(waiting) if other is not task}
            partners.pop(task.internal_data["via"], None)
            if len(partners) + 1 < len(self.element.incoming):
                task.internal_data["joining"] = True
                return None
            for partner in partners.values():
                task.workflow.drop(partner)
            task.internal_data.pop("joining", None)
        task.workflow.record(task, "ELEMENT_ACTIVATED")
        return True


class MergingGatewaySpec(ElementSpec):
    """Inclusive and complex gateways: as a split they choose here, as a join when no other token can come (engine/bpmn/merging.py)."""

    def enter(self, task: Task) -> bool | None:
        if joins(self.element):
            task.internal_data["joining"] = True
            return None
        task.internal_data["chosen"] = chosen_flows(task.workflow, task)
        task.workflow.record(task, "ELEMENT_ACTIVATED")
        return True

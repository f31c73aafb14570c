"""Which sequence flows a token takes when it leaves an element (BPMN 2.0.2, 13.2.1 and 13.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from SpiffWorkflow.task import Task

from engine.bpmn.expressions import ExpressionFailed, condition

if TYPE_CHECKING:
    from engine.bpmn.workflow import Instance


def outgoing_flows(instance: Instance, task: Task) -> Sequence[str]:
    """The flows in document order. Raises ExpressionFailed where every condition is false and there is no default."""
    element = task.task_spec.element
    if "chosen" in task.internal_data:  # a gateway has decided when it was entered
        chosen: Sequence[str] = task.internal_data["chosen"]
        return chosen
    flows = [instance.process.flows[flow] for flow in element.outgoing]
    if element.kind in ("parallelGateway", "eventBasedGateway") or not (element.default or any(flow.condition for flow in flows)):
        return [flow.id for flow in flows]
    return chosen_flows(instance, task)


def chosen_flows(instance: Instance, task: Task, **special: object) -> list[str]:
    """Every flow whose condition is true or that has none; the default if there is none of these."""
    element, view = task.task_spec.element, {**instance.view_of(task), **special}
    chosen = []
    for identifier in element.outgoing:
        text = instance.process.flows[identifier].condition
        if identifier != element.default and (text is None or condition(text, view, instance.turn.now)):
            chosen.append(identifier)
    if not chosen and element.default:
        chosen = [element.default]
    if not chosen and element.outgoing:
        raise ExpressionFailed("no condition is true, and there is no default flow")
    return chosen

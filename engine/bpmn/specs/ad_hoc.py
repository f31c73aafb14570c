"""Ad-hoc sub-processes (BPMN 2.0.2, 13.3.5): what no flow leads to may begin, until the completion condition is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed, condition, strings
from engine.bpmn.specs.sub_process import SubProcessSpec
from engine.bpmn.triggering import Prepared, listen


class AdHocSubProcessSpec(SubProcessSpec):
    """All that may begin is offered at once, or one after the other (`ordering`); where the condition is still false when all of it
    is done, it is offered once more."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> Any:
        assert self.element.ad_hoc is not None
        free = [element.id for element in self.first(task)]
        active = self.element.ad_hoc.active_elements
        if active:
            wanted = list(strings(active if active.startswith("=") else f"={active}", view, task.workflow.turn.now))
            strange = [name for name in wanted if name not in free]
            if strange:
                raise ExpressionFailed(f"'{strange[0]}' is no element that may begin in this ad-hoc sub-process")
            free = wanted
        return super().prepare(task, view), free

    def begin(self, task: Task, prepared: tuple[Prepared, list[str]]) -> bool | None:
        listeners, task.internal_data["offers"] = prepared
        listen(task.workflow, listeners, scope=str(task.id), host=str(task.id))
        if not task.internal_data["offers"]:
            return True
        self.offer(task)
        return None

    def first(self, task: Task) -> list[Element]:
        return [
            element
            for element in task.workflow.process.inside(self.name)
            if not element.incoming and element.kind not in ("boundaryEvent", "eventSubProcess") and not element.for_compensation
        ]

    def offer(self, task: Task) -> None:
        assert self.element.ad_hoc is not None
        data = task.internal_data
        data["waiting"] = list(data["offers"])
        for _ in data["waiting"][:1] if self.element.ad_hoc.sequential else list(data["waiting"]):
            task.workflow.new_token(data["waiting"].pop(0), str(task.id))

    def assess(self, task: Task) -> None:
        """Something inside has ended: is it enough, and what comes next? A condition that fails parks the sub-process."""
        ad_hoc, workflow, data = self.element.ad_hoc, task.workflow, task.internal_data
        assert ad_hoc is not None
        try:
            text = ad_hoc.completion_condition
            enough = bool(text) and condition(text or "", workflow.scopes.view(str(task.id)), workflow.turn.now)
        except ExpressionFailed as error:
            workflow.park(task, "expression", str(error), "again")
            return
        busy = workflow.inside(str(task.id))
        if enough:
            data["waiting"] = []
            if ad_hoc.cancel_remaining or not busy:
                workflow.cancel_inside(str(task.id))
                self.completed(task, {})
        elif busy:
            return
        elif data["waiting"]:
            workflow.new_token(data["waiting"].pop(0), str(task.id))
        elif ad_hoc.completion_condition:
            self.offer(task)
        else:
            self.completed(task, {})

    def again(self, task: Task) -> None:
        self.assess(task)

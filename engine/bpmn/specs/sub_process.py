"""Embedded sub-processes, transactions and event sub-processes (BPMN 2.0.2, 13.3.4, 13.3.5 and 13.5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn import compensation
from engine.bpmn.elements import Element
from engine.bpmn.specs.activity import ActivitySpec
from engine.bpmn.triggering import compensated, fire_event_sub_process, listen, prepare_scope


class SubProcessSpec(ActivitySpec):
    def enter(self, task: Task) -> bool | None:
        if "reopened" in task.internal_data:
            self.reopen(task)
            return None
        return super().enter(task)

    def prepare(self, task: Task, view: Mapping[str, Any]) -> Any:
        return prepare_scope(task.workflow, self.name, view, task)

    def begin(self, task: Task, prepared: Any) -> bool | None:
        workflow, scope = task.workflow, str(task.id)
        listen(workflow, prepared, scope=scope, host=scope)
        for element in self.first(task):
            workflow.new_token(element.id, scope)
        return None

    def first(self, task: Task) -> list[Element]:
        start = task.workflow.process.none_start(self.name)
        return [start] if start is not None else []

    # --- compensation of what had completed

    def reopen(self, task: Task) -> None:
        """With the variables that it had when it completed: its compensation event sub-process, or everything inside, backwards."""
        workflow, scope, record = task.workflow, str(task.id), task.internal_data.pop("reopened")
        workflow.scopes.open(scope, task.internal_data["scope"], record["variables"])
        workflow.record(task, "ELEMENT_ACTIVATED", compensation=True)
        for child in record["children"]:
            child["scope"] = scope
        start = None if self.element.loop and not record["inner"] else compensation.compensation_start(workflow, self.element)
        if start is not None:
            workflow.compensable += record["children"]
            task.internal_data["compensating"] = []
            fire_event_sub_process(workflow, start, scope, {})
            return
        compensation.begin(task, record["children"])
        self.compensate_next(task)

    def compensate_next(self, task: Task) -> None:
        workflow = task.workflow
        if "compensating" in task.internal_data and compensation.step(workflow, task):
            return
        self.reclose(task)

    def reclose(self, task: Task) -> None:
        workflow, by = task.workflow, task.internal_data["compensates"]
        workflow.record(task, "ELEMENT_COMPLETED", compensation=True)
        compensation.take_records(workflow, {str(task.id)})
        workflow.scopes.close(str(task.id))
        workflow.drop(task)
        compensated(workflow, by)

    def content_ended(self, task: Task) -> None:
        if "compensates" in task.internal_data and not self.element.for_compensation:
            if not task.internal_data.get("compensating"):
                self.reclose(task)
            return
        super().content_ended(task)


class EventSubProcessSpec(SubProcessSpec):
    """Made when its trigger comes; what the trigger brought goes to its start event."""

    def begin(self, task: Task, prepared: Any) -> bool | None:
        workflow, scope, data = task.workflow, str(task.id), task.internal_data
        listen(workflow, prepared, scope=scope, host=scope)
        workflow.new_token(data["start"], scope, caught=data.pop("caught"), about=data.pop("about"))
        return None

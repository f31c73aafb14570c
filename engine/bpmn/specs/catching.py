"""Start, intermediate catch and boundary events, and receive tasks (BPMN 2.0.2, 13.5.2 to 13.5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.specs.activity import ActivitySpec
from engine.bpmn.triggering import listen, prepare_listeners
from engine.bpmn.waits import WAITED_FOR, Wait, open_wait, prepare_wait, rearm


class CaughtSpec(ActivitySpec):
    """An event whose trigger has come (`caught` in the token's data holds what it brought): it maps that and goes on."""

    def enter(self, task: Task) -> bool | None:
        if "caught" not in task.internal_data:
            return super().enter(task)
        workflow = task.workflow
        workflow.scopes.open(str(task.id), task.internal_data["scope"])
        workflow.record(task, "ELEMENT_ACTIVATED")
        self.completed(task, task.internal_data.pop("caught"))
        return None


class StartEventSpec(CaughtSpec):
    pass


class BoundaryEventSpec(CaughtSpec):
    def again(self, task: Task) -> None:
        """A listener whose next firing could not be computed."""
        rearm_or_drop(task)


class CatchEventSpec(CaughtSpec):
    """With one definition the token itself waits, with several there is a listener for each."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> list[Wait]:
        if len(self.element.events) > 1:
            return [{"several": prepare_listeners([self.element], view, task)}]
        return [prepare_wait(event, view, task) for event in self.element.events if event.kind in WAITED_FOR]

    def begin(self, task: Task, prepared: list[Wait]) -> bool | None:
        for wait in prepared:
            if "several" in wait:
                listen(task.workflow, wait["several"], scope=task.internal_data["scope"], host=str(task.id))
            else:
                open_wait(task, wait)
        return None

    def decided(self, task: Task, event: Any, variables: Mapping[str, Any]) -> None:
        """One of several triggers has come, or all that are needed."""
        self.completed(task, variables)


def rearm_or_drop(task: Task) -> None:
    if not rearm(task):
        task.workflow.drop(task)

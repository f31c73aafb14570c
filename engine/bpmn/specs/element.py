"""What all elements have in common: how a token enters, runs and leaves. The library calls these hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed


class ElementSpec(BpmnTaskSpec):  # type: ignore[misc]
    """A token becomes READY, the workflow's queue runs it, `enter` says what happens: True ends the element, None waits."""

    def __init__(self, spec: Any, element: Element) -> None:
        super().__init__(spec, element.id)
        self.element = element
        self.bpmn_id = element.id
        self.bpmn_name = element.name

    def enter(self, task: Task) -> bool | None:
        task.workflow.record(task, "ELEMENT_ACTIVATED")
        return True

    def view(self, task: Task) -> dict[str, Any]:
        view: dict[str, Any] = task.workflow.scopes.view(task.internal_data["scope"])
        return view

    # --- the library's hooks

    def test(self) -> None:
        """The linter has judged the diagram at its deployment."""

    def _predict(self, *args: Any, **options: Any) -> None:
        """No task is predicted: a token is where it is, and its future is decided when it comes."""

    def _update(self, my_task: Task) -> None:
        my_task._ready()

    def _on_ready(self, my_task: Task) -> None:
        my_task.workflow.queue.append(my_task)

    def _run(self, my_task: Task) -> bool | None:
        try:
            return self.enter(my_task)
        except ExpressionFailed as error:
            my_task.workflow.park(my_task, "expression", str(error), "enter")
            return None

    def _on_complete(self, my_task: Task) -> None:
        my_task.workflow.leave(my_task)

    # --- stimuli

    def completed(self, task: Task, variables: Mapping[str, Any]) -> None:
        """What the token waited for has come."""
        raise NotImplementedError(self.element.kind)

    def content_ended(self, task: Task) -> None:
        self.completed(task, {})

"""What all elements have in common: how a token enters, runs and leaves. The library calls these hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.scopes import ROOT
from engine.bpmn.triggering import listen, prepare_scope


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

    def gather(self, task: Task, quantity: int) -> bool:
        """Whether so many tokens have come that the element begins; if so, only this one of them goes on (BPMN 2.0.2, 10.3)."""
        workflow = task.workflow
        waiting = [
            other
            for other in workflow.inside(task.internal_data["scope"])
            if other.task_spec is self and "joining" in other.internal_data and other is not task
        ]
        if len(waiting) + 1 < quantity:
            task.internal_data["joining"] = True
            return False
        for other in waiting[: quantity - 1]:
            workflow.drop(other)
        task.internal_data.pop("joining", None)
        return True

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
        workflow = my_task.workflow
        try:
            if not workflow.listening:
                self._open_process(my_task)
            done = self.enter(my_task)
        except ExpressionFailed as error:
            workflow.park(my_task, "expression", str(error), "enter")
            return None
        return done if my_task.id in workflow.tasks else None  # what it threw may have interrupted it

    def _open_process(self, task: Task) -> None:
        """Before the first element: the process's own event sub-processes begin to listen."""
        workflow = task.workflow
        prepared = prepare_scope(workflow, None, workflow.scopes.view(ROOT), task)
        workflow.listening = True
        listen(workflow, prepared, scope=ROOT, host=ROOT)

    def _on_complete(self, my_task: Task) -> None:
        my_task.workflow.leave(my_task)

    # --- stimuli

    def completed(self, task: Task, variables: Mapping[str, Any]) -> None:
        """What the token waited for has come."""
        raise NotImplementedError(self.element.kind)

    def content_ended(self, task: Task) -> None:
        self.completed(task, {})

    def again(self, task: Task) -> None:
        """Try again what had failed: the same as a change of variables, for whatever watches them."""
        task.workflow.scopes.changed = True

    def compensate_next(self, task: Task) -> None:
        """A handler that this token began has ended."""
        raise NotImplementedError(self.element.kind)

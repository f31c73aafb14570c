"""What all activities have in common: local scope, mappings, boundary events, repetition (BPMN 2.0.2, 13.3; Camunda 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.compensation import remember
from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.bpmn.specs.element import ElementSpec
from engine.bpmn.specs.repetition import enter_body, inner_ended, inner_result, try_again
from engine.bpmn.triggering import Prepared, listen, prepare_listeners
from engine.feel.values import to_json


class ActivitySpec(ElementSpec):
    """Entering is all or nothing: `prepare` evaluates everything first, `begin` then changes the instance and cannot fail."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> Any:
        """Evaluate what the activity needs. Raises ExpressionFailed; changes nothing."""
        return None

    def begin(self, task: Task, prepared: Any) -> bool | None:
        """Do it: True ends the activity, None waits."""
        return True

    def enter(self, task: Task) -> bool | None:
        inner = task.internal_data.get("inner")
        if self.element.start_quantity > 1 and not inner and not self.gather(task, self.element.start_quantity):
            return None
        if self.element.loop and not inner:
            enter_body(self, task)
            return None
        workflow, identifier = task.workflow, str(task.id)
        view = workflow.scopes.view(identifier if inner else task.internal_data["scope"])
        local: dict[str, Any] = {}
        for mapping in self.element.extensions.inputs:
            value = to_json(evaluate(mapping.source, view, workflow.turn.now))
            local[mapping.target] = value
            view[mapping.target] = value
        prepared = self.prepare(task, view)
        attached = [] if inner else self.prepare_boundary(task, view)
        local = dict.fromkeys(self.element.data_objects) | local
        if inner:
            for name, value in local.items():
                workflow.scopes.set_local(identifier, name, value)
        else:
            workflow.scopes.open(identifier, task.internal_data["scope"], local)
        workflow.record(task, "ELEMENT_ACTIVATED")
        self.attach(task, attached)
        done = self.begin(task, prepared)
        if done:
            self.completed(task, done if isinstance(done, dict) else {})
        return None

    # --- boundary events

    def prepare_boundary(self, task: Task, view: Mapping[str, Any]) -> Prepared:
        if "compensates" in task.internal_data:
            return []
        return prepare_listeners(task.workflow.process.boundary_events(self.element.id), view, task)

    def attach(self, task: Task, attached: Prepared) -> None:
        listen(task.workflow, attached, scope=task.internal_data["scope"], host=str(task.id))

    def detach(self, task: Task) -> None:
        for token in task.workflow.listeners(str(task.id)):
            task.workflow.cancel_token(token)

    # --- completion

    def completed(self, task: Task, variables: Mapping[str, Any]) -> None:
        """Map the result outwards and leave. Where a mapping fails, the result is kept and the token parks."""
        workflow, identifier = task.workflow, str(task.id)
        workflow.close_wait(task, "completed")
        try:
            mapped = self.map_outputs(task, variables)
            finished = inner_result(self, task, variables) if task.internal_data.get("inner") else None
        except ExpressionFailed as error:
            workflow.park(task, "expression", str(error), "complete", result=to_json(dict(variables)))
            return
        if self.element.extensions.outputs:
            workflow.assign(task, workflow.scopes.parents[identifier], mapped)
        else:
            workflow.assign(task, identifier, mapped)
        if finished is not None:
            task.internal_data["result"] = finished
        self.detach(task)
        remember(workflow, task)
        workflow.scopes.close(identifier)
        task.complete()

    def map_outputs(self, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
        outputs = self.element.extensions.outputs
        if not outputs:
            return dict(variables)
        view = {**task.workflow.scopes.view(str(task.id)), **task.internal_data.get("about", {}), **variables}
        mapped: dict[str, Any] = {}
        for mapping in outputs:
            mapped[mapping.target] = view[mapping.target] = to_json(evaluate(mapping.source, view, task.workflow.turn.now))
        return mapped

    # --- repetition

    def inner_ended(self, body: Task, inner: Task) -> None:
        inner_ended(self, body, inner)

    def again(self, task: Task) -> None:
        if "started" in task.internal_data:
            try_again(self, task)
        else:
            super().again(task)

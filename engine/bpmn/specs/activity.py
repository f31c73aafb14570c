"""What all activities have in common: local scope, mappings, boundary events, repetition (BPMN 2.0.2, 13.3; Camunda 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.expressions import ExpressionFailed, collection, condition, evaluate
from engine.bpmn.specs.element import ElementSpec
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
        if self.element.loop and not task.internal_data.get("inner"):
            return self.enter_body(task)
        workflow, identifier = task.workflow, str(task.id)
        inner = task.internal_data.get("inner")
        view = workflow.scopes.view(identifier if inner else task.internal_data["scope"])
        local: dict[str, Any] = {}
        for mapping in self.element.extensions.inputs:
            value = to_json(evaluate(mapping.source, view, workflow.turn.now))
            local[mapping.target] = value
            view[mapping.target] = value
        prepared = self.prepare(task, view)
        attached = [] if inner else self.prepare_boundary(task, view)
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

    def prepare_boundary(self, task: Task, view: Mapping[str, Any]) -> list[tuple[Any, Any]]:
        specs = task.workflow.spec.task_specs
        events = [specs[event.id] for event in task.workflow.process.boundary_events(self.element.id)]
        return [(spec, spec.prepare(task, view)) for spec in events if spec.waits]

    def attach(self, task: Task, attached: list[tuple[Any, Any]]) -> None:
        for spec, prepared in attached:
            token = task.workflow.new_token(spec.name, task.internal_data["scope"], ready=False, host=str(task.id))
            spec.listen(token, prepared)

    def detach(self, task: Task) -> None:
        for token in task.workflow.tokens():
            if token.internal_data.get("host") == str(task.id):
                task.workflow.cancel_token(token)

    # --- completion

    def completed(self, task: Task, variables: Mapping[str, Any]) -> None:
        """Map the result outwards and leave. Where a mapping fails, the result is kept and the token parks."""
        workflow, identifier = task.workflow, str(task.id)
        workflow.close_wait(task, "completed")
        try:
            mapped = self.map_outputs(task, variables)
            finished = self.inner_result(task, variables) if task.internal_data.get("inner") else None
        except ExpressionFailed as error:
            workflow.park(task, "expression", str(error), "complete", result=to_json(dict(variables)))
            return
        if self.element.extensions.outputs:
            workflow.assign(task, workflow.scopes.parents[identifier], mapped)
        else:
            workflow.assign(task, identifier, mapped)
        task.internal_data["result"] = finished
        self.detach(task)
        workflow.scopes.close(identifier)
        task.complete()

    def map_outputs(self, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
        outputs = self.element.extensions.outputs
        if not outputs:
            return dict(variables)
        view = {**task.workflow.scopes.view(str(task.id)), **variables}
        mapped: dict[str, Any] = {}
        for mapping in outputs:
            mapped[mapping.target] = view[mapping.target] = to_json(evaluate(mapping.source, view, task.workflow.turn.now))
        return mapped

    # --- repetition: the body is a token of its own, each inner instance another one inside it

    def enter_body(self, task: Task) -> bool | None:
        loop, workflow, identifier = self.element.loop, task.workflow, str(task.id)
        assert loop is not None
        view = self.view(task)
        items = to_json(collection(loop.input_collection, view, workflow.turn.now))
        attached = self.prepare_boundary(task, view)
        task.internal_data.update(items=items, started=0, ended=0)
        output = {loop.output_collection: [None] * len(items)} if loop.output_collection else {}
        workflow.scopes.open(identifier, task.internal_data["scope"], output)
        workflow.record(task, "ELEMENT_ACTIVATED", instances=len(items))
        self.attach(task, attached)
        if not items:
            self.end_body(task)
        for _ in items[:1] if loop.sequential else items:
            self.start_inner(task)
        return None

    def start_inner(self, body: Task) -> None:
        loop, workflow = self.element.loop, body.workflow
        assert loop is not None
        number = body.internal_data["started"] = body.internal_data["started"] + 1
        token = workflow.new_token(self.name, str(body.id), ready=False, inner=number)
        local: dict[str, Any] = {"loopCounter": number}
        if loop.input_element:
            local[loop.input_element] = body.internal_data["items"][number - 1]
        variable = (loop.output_element or "").removeprefix("=").strip()
        if variable.isidentifier():
            local.setdefault(variable, None)  # parallel instances must not share the variable that each of them collects
        workflow.scopes.open(str(token.id), str(body.id), local)
        token._ready()

    def inner_result(self, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
        loop, workflow = self.element.loop, task.workflow
        assert loop is not None
        body = workflow.find(task.internal_data["scope"])
        view = {**workflow.scopes.view(str(task.id)), **variables}
        total, ended = len(body.internal_data["items"]), body.internal_data["ended"] + 1
        active = body.internal_data["started"] - ended
        view |= {"numberOfInstances": total, "numberOfActiveInstances": active, "numberOfCompletedInstances": ended}
        view["numberOfTerminatedInstances"] = 0
        now = workflow.turn.now
        output = to_json(evaluate(f"={(loop.output_element or '').removeprefix('=')}", view, now)) if loop.output_collection else None
        done = bool(loop.completion_condition) and condition(loop.completion_condition or "", view, now)
        return {"output": output, "done": done}

    def inner_ended(self, body: Task, inner: Task) -> None:
        loop, workflow, data = self.element.loop, body.workflow, body.internal_data
        assert loop is not None
        result = inner.internal_data["result"]
        if loop.output_collection:
            collected = list(workflow.scopes.variables[str(body.id)][loop.output_collection])
            collected[inner.internal_data["inner"] - 1] = result["output"]
            workflow.scopes.set_local(str(body.id), loop.output_collection, collected)
        data["ended"] += 1
        if result["done"] or data["ended"] == len(data["items"]):
            self.end_body(body)
        elif loop.sequential:
            self.start_inner(body)

    def end_body(self, body: Task) -> None:
        loop, workflow, identifier = self.element.loop, body.workflow, str(body.id)
        assert loop is not None
        for token in workflow.inside(identifier):
            workflow.cancel_token(token)
        if loop.output_collection:
            value = workflow.scopes.variables[identifier][loop.output_collection]
            workflow.assign(body, body.internal_data["scope"], {loop.output_collection: value})
        self.detach(body)
        workflow.scopes.close(identifier)
        body.complete()

"""Intermediate throw and end events, and send tasks (BPMN 2.0.2, 13.5.2 and 13.5.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn import compensation
from engine.bpmn.elements import EventDefinition
from engine.bpmn.expressions import ExpressionFailed, evaluate, string
from engine.bpmn.propagation import throw_error, throw_escalation
from engine.bpmn.specs.tasks import JobSpec
from engine.bpmn.triggering import broadcast, fire_boundary
from engine.feel.values import to_json
from engine.model.effects import BroadcastSignal, PublishMessage

Prepared = dict[str, Any]


class ThrowEventSpec(JobSpec):
    """With a job type a worker does what the event stands for, as in Camunda 8; else the platform does."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> Any:
        if self.element.extensions.job_type:
            return super().prepare(task, view)
        now = task.workflow.turn.now
        thrown: list[tuple[EventDefinition, Any]] = []
        for event in self.element.events:
            if event.kind == "signal":
                thrown.append((event, _required(string(event.signal, view, now), "signal")))
            elif event.kind == "message":
                thrown.append((event, (_required(string(event.message, view, now), "message"), _key(event, view, task))))
            elif event.kind in ("error", "escalation"):
                code = event.error_code if event.kind == "error" else event.escalation_code
                thrown.append((event, string(code, view, now) or ""))
            else:
                thrown.append((event, None))
        names = {mapping.target for mapping in self.element.extensions.inputs}
        return {"thrown": thrown, "variables": {name: view[name] for name in names}}

    def begin(self, task: Task, prepared: Any) -> bool | None:
        if self.element.extensions.job_type:
            return super().begin(task, prepared)
        waits = False
        for event, value in sorted(prepared["thrown"], key=lambda item: _LAST.get(item[0].kind, 0)):
            if task.id not in task.workflow.tasks:
                return None  # what it threw before has interrupted it
            waits = self.throw(task, event, value, prepared["variables"]) or waits
        return None if waits or task.id not in task.workflow.tasks else True

    def throw(self, task: Task, event: EventDefinition, value: Any, variables: Mapping[str, Any]) -> bool:
        """True: the event goes on later, or not at all."""
        workflow = task.workflow
        identity = {"token": str(task.id), "element": self.name}
        if event.kind == "signal":
            workflow.emit(BroadcastSignal(**identity, signal=value, variables=to_json(dict(variables))))
            broadcast(workflow, value, variables)
        elif event.kind == "message":
            name, key = value
            workflow.emit(PublishMessage(**identity, message=name, correlation_key=key, variables=to_json(dict(variables))))
        elif event.kind == "escalation":
            throw_escalation(task, value, variables)
        elif event.kind == "error":
            throw_error(task, value, self.element.name, variables)
            return True
        elif event.kind == "compensate":
            scopes = compensation.scopes_of_throw(workflow, task)
            if compensation.begin(task, compensation.take_records(workflow, scopes, event.activity)):
                return compensation.step(workflow, task)
        elif event.kind == "terminate":
            workflow.cancel_inside(task.internal_data["scope"], keep=task)
        elif event.kind == "cancel":
            return self.cancel_transaction(task)
        return False

    # --- compensation

    def compensate_next(self, task: Task) -> None:
        workflow = task.workflow
        if compensation.step(workflow, task):
            return
        transaction = task.internal_data.pop("cancels", None)
        if transaction is not None:
            self.transaction_cancelled(task, transaction)
        else:
            self.completed(task, {})

    def cancel_transaction(self, task: Task) -> bool:
        """Everything in the transaction ends, what had completed in it is compensated, then its cancel boundary event fires."""
        workflow, scope = task.workflow, task.internal_data["scope"]
        records = compensation.harvest(workflow, scope)
        workflow.cancel_inside(scope, keep=task)
        task.internal_data["cancels"] = scope
        if compensation.begin(task, records):
            compensation.step(workflow, task)
        else:
            self.transaction_cancelled(task, task.internal_data.pop("cancels"))
        return True

    def transaction_cancelled(self, task: Task, transaction: str) -> None:
        workflow = task.workflow
        host = workflow.find(transaction)
        workflow.record(task, "ELEMENT_COMPLETED")
        scope, inner = host.internal_data["scope"], host.internal_data.get("inner")
        body = workflow.find(scope) if inner else host
        events = workflow.process.boundary_events(host.task_spec.element.id)
        boundary = next((event for event in events if event.event_of("cancel")), None)
        if boundary is not None:
            fire_boundary(workflow, boundary, body, {})
        else:
            workflow.cancel_token(body)
            workflow.left_scope(body.internal_data["scope"])


class EndEventSpec(ThrowEventSpec):
    pass


#: what ends more than its own token comes after everything else that an event throws
_LAST = {"compensate": 1, "error": 2, "cancel": 2, "terminate": 3}


def _required(name: str | None, kind: str) -> str:
    if not name:
        raise ExpressionFailed(f"the name of the {kind} is empty")
    return name


def _key(event: EventDefinition, view: Mapping[str, Any], task: Task) -> str:
    """The receiver's key, by the same expression, over the sender's variables."""
    key = evaluate(event.correlation_key, view, task.workflow.turn.now) if event.correlation_key else ""
    return "" if key is None else str(to_json(key))

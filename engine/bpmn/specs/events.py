"""Start, end, intermediate and boundary events (BPMN 2.0.2, 13.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import EventDefinition
from engine.bpmn.errors import throw_error
from engine.bpmn.expressions import ExpressionFailed, cycle, evaluate, moment, shift
from engine.bpmn.specs.activity import ActivitySpec
from engine.bpmn.specs.element import ElementSpec
from engine.feel.values import to_json
from engine.model.effects import CreateTimer, OpenSubscription

Wait = dict[str, Any]


def prepare_wait(event: EventDefinition, view: Mapping[str, Any], task: Task) -> Wait:
    """When the timer is due, or which message is awaited under which key."""
    turn = task.workflow.turn
    if event.kind == "timer":
        if event.timer_kind == "timeCycle":
            count, every = cycle(event.timer or "", view, turn.now)
            left = None if count is None else count - 1
            return {"due": shift(turn.now, every), "left": left, "cycle": event.timer}
        due = moment(event.timer, view, turn.now, turn.zone)
        if due is None:
            raise ExpressionFailed(f"the timer '{event.timer}' is empty")
        return {"due": due}
    key = evaluate(event.correlation_key or "", view, turn.now)
    if key is None or isinstance(key, list | dict | bool):
        raise ExpressionFailed(f"the correlation key '{event.correlation_key}' must be a text or a number")
    return {"message": event.message, "key": str(to_json(key))}


def open_wait(task: Task, wait: Wait) -> None:
    token, element = str(task.id), task.task_spec.name
    if "due" in wait:
        due: datetime = wait["due"]
        task.internal_data.update(wait="timer", due=due.isoformat())
        if "cycle" in wait:
            task.internal_data.update(cycle=wait["cycle"], left=wait["left"])
        task.workflow.emit(CreateTimer(token=token, element=element, due_at=due))
    else:
        task.internal_data["wait"] = "subscription"
        task.workflow.emit(OpenSubscription(token=token, element=element, message=wait["message"], correlation_key=wait["key"]))


class StartEventSpec(ElementSpec):
    pass


class ThrowEventSpec(ElementSpec):
    pass


class EndEventSpec(ElementSpec):
    def enter(self, task: Task) -> bool | None:
        workflow, event = task.workflow, self.element.event
        workflow.record(task, "ELEMENT_ACTIVATED")
        if event and event.kind == "terminate":
            for other in workflow.inside(task.internal_data["scope"]):
                if other is not task and other.id in workflow.tasks:
                    workflow.cancel_token(other)
        if event and event.kind == "error":
            throw_error(task, event.error_code or "", self.element.name, {})
            return None
        return True


class CatchEventSpec(ActivitySpec):
    """Intermediate catch events and receive tasks."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> Wait:
        assert self.element.event is not None
        return prepare_wait(self.element.event, view, task)

    def begin(self, task: Task, prepared: Wait) -> bool | None:
        open_wait(task, prepared)
        return None


class BoundaryEventSpec(ElementSpec):
    """A token beside its host. Errors need none: they look for their boundary event when they are thrown."""

    @property
    def waits(self) -> bool:
        return self.element.event is not None and self.element.event.kind != "error"

    def prepare(self, host: Task, view: Mapping[str, Any]) -> Wait:
        assert self.element.event is not None
        return prepare_wait(self.element.event, view, host)

    def listen(self, token: Task, prepared: Wait) -> None:
        open_wait(token, prepared)

    def completed(self, task: Task, variables: Mapping[str, Any]) -> None:
        workflow, scope = task.workflow, task.internal_data["scope"]
        host = workflow.find(task.internal_data["host"])
        workflow.assign(task, scope, variables)
        workflow.record(task, "ELEMENT_ACTIVATED")
        if self.element.interrupting:
            workflow.close_wait(task, "completed")
            workflow.cancel_token(host, keep=task)
            task.internal_data.pop("host")
            task.complete()
            return
        workflow.record(task, "ELEMENT_COMPLETED")
        for flow in self.element.outgoing:
            workflow.take(task, flow)
        if task.internal_data.get("wait") == "timer":
            self.again(task)

    def again(self, task: Task) -> None:
        """The next firing of a cycle, counted from the one that was due, not from now: a late clock does not drift."""
        workflow, data = task.workflow, task.internal_data
        workflow.close_wait(task, "completed")
        left = data.get("left")
        if "cycle" not in data or left == 0:
            workflow.drop(task)
            return
        due = datetime.fromisoformat(data["due"])
        try:
            _count, every = cycle(data["cycle"], self.view(task), workflow.turn.now)
        except ExpressionFailed as error:
            workflow.park(task, "expression", str(error), "again")
            return
        while due <= workflow.turn.now:
            due = shift(due, every)
        open_wait(task, {"due": due, "cycle": data["cycle"], "left": None if left is None else left - 1})

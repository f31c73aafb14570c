"""One process instance in the library's terms: a BpmnWorkflow whose tasks are the tokens.

The library keeps the tasks, their states and the order of execution; our task specifications say what an element does. The
tree of tasks is kept flat (each token is a child of the root): joins look at the flows by which tokens came, never at
ancestors, so nothing grows with the number of steps and nothing needs pruning after a turn (docs/decisions/0003).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from engine.bpmn import triggering
from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.flows import outgoing_flows
from engine.bpmn.merging import fire_merges
from engine.bpmn.scopes import ROOT, Scopes
from engine.dmn.decision import Decision
from engine.model.effects import CloseIncident, CloseWait, Effect, EndInstance, RaiseIncident, RecordHistory

if TYPE_CHECKING:
    from engine.bpmn.definition import Definition

MAX_STEPS = 10_000


class NoScripts:
    """Stands where the library would evaluate Python: nothing ever may."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"Python is never evaluated ({name})")


class Turn:
    """What one turn carries: the stimulus's id, the time, the decisions of other deployments, the effects so far, the steps."""

    def __init__(self, stimulus: str, now: datetime, zone: ZoneInfo, decisions: Mapping[DecisionCall, Decision] | None = None) -> None:
        self.decisions = decisions or {}
        self.namespace = UUID(stimulus)
        self.now = now
        self.zone = zone
        self.effects: list[Effect] = []
        self.ids = 0
        self.steps = 0

    def new_id(self) -> UUID:
        self.ids += 1
        return uuid5(self.namespace, str(self.ids))


def _owners(task: Task) -> set[str]:
    data = task.internal_data
    return {data[tie] for tie in ("scope", "host", "compensates") if tie in data}


class Instance(BpmnWorkflow):  # type: ignore[misc]
    """Tokens are of two kinds. Most stand at an element and keep their scope alive. Listeners (`host` in their data) stand for one
    trigger of a boundary event, an event sub-process or an event-based gateway, and go with their host."""

    def __init__(self, definition: Definition, turn: Turn) -> None:
        super().__init__(definition.spec, script_engine=NoScripts(), deserializing=True)
        self.definition = definition
        self.process = definition.process
        self.turn = turn
        self.scopes = Scopes()
        self.queue: deque[Task] = deque()
        self.status = "ACTIVE"
        self.called = False
        #: whether the process's own event sub-processes listen
        self.listening = False
        #: activities that have completed and can be compensated, in the order of their completion
        self.compensable: list[dict[str, Any]] = []
        #: scope, host or thrower of a compensation -> the tokens that belong to it, in the order in which they came
        self._bound: dict[str, dict[UUID, Task]] = {}
        self.task_tree = Task(self, definition.spec.start, state=TaskState.COMPLETED, id=UUID(int=0))

    # --- tokens

    def tokens(self) -> list[Task]:
        return [task for task in self.tasks.values() if task is not self.task_tree]

    def inside(self, scope: str) -> list[Task]:
        """The tokens that keep a scope alive."""
        return [task for task in self.bound(scope) if task.internal_data["scope"] == scope and "host" not in task.internal_data]

    def listeners(self, host: str) -> list[Task]:
        return [task for task in self.bound(host) if task.internal_data.get("host") == host]

    def bound(self, owner: str) -> list[Task]:
        """All that goes with a token or scope: what is inside it, listens for it, or compensates on its behalf."""
        return list(self._bound.get(owner, {}).values())

    def find(self, token: str) -> Task | None:
        return self.tasks.get(UUID(token)) if token else None

    def view_of(self, task: Task) -> dict[str, Any]:
        """The variables that a token sees: its own scope's, or those of its host, or of the scope around it."""
        for scope in (str(task.id), task.internal_data.get("host", "")):
            if scope in self.scopes and scope != ROOT:
                return self.scopes.view(scope)
        return self.scopes.view(task.internal_data["scope"])

    def restore_token(self, identifier: str, element: str, data: dict[str, Any]) -> Task:
        task = Task(self, self.spec.task_specs[element], self.task_tree, state=TaskState.STARTED, id=UUID(identifier))
        task.internal_data = data
        self._bind(task)
        return task

    def new_token(self, element: str, scope: str, *, ready: bool = True, **data: Any) -> Task:
        task = Task(self, self.spec.task_specs[element], self.task_tree, state=TaskState.STARTED, id=self.turn.new_id())
        task.internal_data = {"scope": scope, **data}
        self._bind(task)
        if ready:
            task._ready()
        return task

    def _bind(self, task: Task) -> None:
        for owner in _owners(task):
            self._bound.setdefault(owner, {})[task.id] = task

    def drop(self, task: Task) -> None:
        for owner in _owners(task):
            bound = self._bound.get(owner, {})
            bound.pop(task.id, None)
            if not bound:
                self._bound.pop(owner, None)
        self._remove_task(task.id)

    # --- running

    def run(self) -> None:
        """Until no token is READY. What would never end is parked with an incident."""
        self.settle()
        while self.queue and self.status == "ACTIVE":
            task = self.queue.popleft()
            if task.id not in self.tasks or task.state != TaskState.READY:
                continue
            self.turn.steps += 1
            if self.turn.steps > MAX_STEPS:
                self.park(task, "step_limit", f"more than {MAX_STEPS} steps without a wait: an endless loop", "enter")
            else:
                task.run()
            self.settle()
        if self.status == "ACTIVE":
            self.report_deadlock()

    def settle(self) -> None:
        """What does not hang on one token: conditions that variables have made true, joins that no other token can reach."""
        if self.definition.watches and self.scopes.changed and self.status == "ACTIVE":
            triggering.check_conditions(self)
        if self.definition.merges and self.status == "ACTIVE":
            fire_merges(self)

    def report_deadlock(self) -> None:
        """Where every token stands at a join, nothing will ever come: somebody must hear of it."""
        tokens = self.tokens()
        if any(task.internal_data.keys() & {"wait", "incident"} for task in tokens):
            return
        for task in tokens:
            if "joining" in task.internal_data:
                self.park(task, "deadlock", "a join waits for a token that cannot come any more", "enter")
                return

    def take(self, task: Task, flow: str) -> None:
        self.record(task, "FLOW_TAKEN", flow=flow)
        self.new_token(self.process.flows[flow].target, task.internal_data["scope"], via=flow)

    def leave(self, task: Task) -> None:
        """A token has done its element: it goes on by the outgoing flows that are due, or ends."""
        element, data = task.task_spec.element, task.internal_data
        body = data.get("inner") and self.find(data["scope"])
        try:
            flows = [] if body or "compensates" in data else outgoing_flows(self, task)
        except ExpressionFailed as error:
            self.park(task, "expression", str(error), "leave")
            return
        self.record(task, "ELEMENT_COMPLETED")
        for flow in flows:
            for _ in range(element.completion_quantity):
                self.take(task, flow)
        link = self.process.link_target(element)
        if link is not None:
            self.new_token(link.id, data["scope"], caught={})
        self.drop(task)
        if body:
            body.task_spec.inner_ended(body, task)
        elif "compensates" in data:
            triggering.compensated(self, data["compensates"])
        else:
            self.left_scope(data["scope"])

    def left_scope(self, scope: str) -> None:
        """A token has left a scope or ended in it: an ad-hoc sub-process may be satisfied, and the last token ends the scope."""
        owner = self.find(scope)
        if owner is not None and owner.task_spec.element.ad_hoc and "compensating" not in owner.internal_data:
            owner.task_spec.assess(owner)
        else:
            self.check_scope(scope)

    def check_scope(self, scope: str) -> None:
        """The last token of a scope ends it."""
        if self.status != "ACTIVE" or self.inside(scope):
            return
        if scope == ROOT:
            self.finish("COMPLETED")
        elif (owner := self.find(scope)) is not None:
            owner.task_spec.content_ended(owner)

    def finish(self, status: str, error_code: str = "", error_message: str = "") -> None:
        for task in self.tokens():
            if task.id in self.tasks:
                self.cancel_token(task)
        self.status = status
        self.emit(
            EndInstance(
                token=ROOT,
                element=self.process.id,
                status=status,
                variables=dict(self.scopes.variables[ROOT]),
                error_code=error_code,
                error_message=error_message,
            )
        )

    def cancel_inside(self, scope: str, *, keep: Task | None = None) -> None:
        """End every token of a scope, also those that only listen for it."""
        for task in self.bound(scope):
            mine = task.internal_data["scope"] == scope and task.internal_data.get("host", scope) == scope
            if mine and task is not keep and task.id in self.tasks:
                self.cancel_token(task)

    def cancel_token(self, task: Task) -> None:
        """End a token and everything inside or attached to it; waits and incidents are closed."""
        identifier = str(task.id)
        for other in self.bound(identifier):
            if other.id in self.tasks:
                self.cancel_token(other)
        self.close_wait(task, "cancelled")
        self.unpark(task)
        if "host" not in task.internal_data:
            self.record(task, "ELEMENT_TERMINATED")
        self.scopes.close(identifier)
        self.compensable = [record for record in self.compensable if record["scope"] != identifier]
        self.drop(task)

    # --- waits, incidents, history

    def emit(self, effect: Effect) -> None:
        self.turn.effects.append(effect)

    def close_wait(self, task: Task, reason: str) -> None:
        kind = task.internal_data.pop("wait", None)
        if kind and kind != "condition":  # conditions are watched in here: nothing outside knows of them
            self.emit(CloseWait(token=str(task.id), element=task.task_spec.name, kind=kind, reason=reason))

    def park(self, task: Task, kind: str, message: str, retry: str, **kept: Any) -> None:
        """`retry` says what IncidentResolved does: 'enter' or 'leave' the element, 'complete' it with the kept result, or try 'again'."""
        task._set_state(TaskState.STARTED)
        if "incident" in task.internal_data:
            self.unpark(task)
        task.internal_data["incident"] = {"retry": retry, **kept}
        self.emit(RaiseIncident(token=str(task.id), element=task.task_spec.name, kind=kind, message=message))

    def unpark(self, task: Task) -> dict[str, Any] | None:
        incident: dict[str, Any] | None = task.internal_data.pop("incident", None)
        if incident is not None:
            self.emit(CloseIncident(token=str(task.id), element=task.task_spec.name))
        return incident

    def record(self, task: Task, event: str, **data: Any) -> None:
        self.emit(RecordHistory(token=str(task.id), element=task.task_spec.name, event=event, data=data))

    def assign(self, task: Task, scope: str, variables: Mapping[str, Any]) -> None:
        for name, value in variables.items():
            written = self.scopes.assign(scope, name, value)
            self.record(task, "VARIABLE_SET", name=name, value=self.scopes.variables[written][name], scope=written)

    def _task_completed_notify(self, task: Task) -> None:
        """The library would walk the whole tree here; our queue knows what is ready."""

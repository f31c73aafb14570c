"""SpiffWorkflow underneath: its tasks carry our tokens from state to state, its specifications call our behaviours.

This is the only file that imports the library (a contract in setup.cfg), and it uses what the library keeps to itself: `_ready`,
`_set_state`, `_remove_task` and the hooks of a specification. tests/contract pins the source of each.

The library keeps the states of tasks and the order of execution. The tree of tasks is kept flat (each token's task is a child of the
root): joins look at the flows by which tokens came, never at ancestors, so nothing grows with the number of steps and nothing needs
pruning after a turn (docs/decisions/0003).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element, Process
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.leaving import leave
from engine.bpmn.runtime.running import enter_element
from engine.bpmn.runtime.token import Token

_NOT_TOKENS = "no token"


class NoScriptEngine:
    """Stands where the library would evaluate Python: nothing ever may."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"Python is never evaluated ({name})")


class TokenTask(Task):  # type: ignore[misc]
    """The library's task of a token."""

    def __init__(self, execution: SpiffExecution, token: Token) -> None:
        spec = execution.spec.task_specs[token.element]
        # the library keeps its tasks by these ids and asks nothing of them: a text is found faster than a UUID
        super().__init__(execution, spec, execution.task_tree, state=TaskState.STARTED, id=token.id)
        self.token = token

    def _set_state(self, value: int) -> None:
        """The library would ask the clock, and make a record for a log that nobody keeps."""
        self._state = value


class SpiffExecution(BpmnWorkflow):  # type: ignore[misc]
    """The library's workflow of an instance: engine.bpmn.runtime.instance.Execution."""

    def __init__(self, spec: ProcessSpec, instance: Instance) -> None:
        super().__init__(spec, script_engine=NoScriptEngine(), deserializing=True)
        self.instance = instance
        self.queue: deque[TokenTask] = deque()
        #: what others may be about to wait for: it runs when all of them have come to their waits
        self.last: deque[TokenTask] = deque()
        self.task_of: dict[str, TokenTask] = {}
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED, id=_NOT_TOKENS)

    def task(self, token: Token) -> TokenTask:
        """Made when the token first moves in a turn: most tokens of a state only wait."""
        found = self.task_of.get(token.id)
        if found is None:
            found = self.task_of[token.id] = TokenTask(self, token)
        return found

    def make_ready(self, token: Token) -> None:
        self.task(token)._ready()

    def hold(self, token: Token) -> None:
        self.task(token)._set_state(TaskState.STARTED)

    def complete(self, token: Token) -> None:
        self.task(token).complete()

    def remove(self, token: Token) -> None:
        task = self.task_of.pop(token.id, None)
        if task is not None:
            self._remove_task(task.id)

    def enqueue(self, task: TokenTask) -> None:
        comes_last = self.instance.behaviour(task.token).comes_last
        (self.last if comes_last else self.queue).append(task)

    def next_ready(self) -> Token | None:
        while self.queue or self.last:
            task = (self.queue or self.last).popleft()
            if task.id in self.tasks and task.state == TaskState.READY:
                return task.token
        return None

    def run(self, token: Token) -> None:
        self.task(token).run()

    def close(self) -> None:
        for task in self.tasks.values():
            task.workflow = None
        self.tasks.clear()
        self.task_of.clear()
        del self.task_tree, self.event_manager, self.instance

    def _task_completed_notify(self, task: Task) -> None:
        """The library would walk the whole tree here; our queue knows what is ready."""


class ElementSpec(BpmnTaskSpec):  # type: ignore[misc]
    """The library's specification of an element. It runs a task by asking the instance what the token does."""

    def __init__(self, spec: ProcessSpec, element: Element) -> None:
        super().__init__(spec, element.id)
        self.bpmn_id = element.id
        self.bpmn_name = element.name

    def test(self) -> None:
        """The linter has judged the diagram at its deployment."""

    def _predict(self, *args: Any, **options: Any) -> None:
        """No task is predicted: a token is where it is, and its future is decided when it comes."""

    def _update(self, my_task: Task) -> None:
        my_task._ready()

    def _on_ready(self, my_task: TokenTask) -> None:
        my_task.workflow.enqueue(my_task)

    def _run(self, my_task: TokenTask) -> bool | None:
        return enter_element(my_task.workflow.instance, my_task.token)

    def _on_complete(self, my_task: TokenTask) -> None:
        leave(my_task.workflow.instance, my_task.token)


class _Root(TaskSpec):  # type: ignore[misc]
    """Stands above all tokens; no element can have its name."""

    def serialize(self, serializer: Any, **options: Any) -> None:
        raise NotImplementedError("our codec stores tokens, never specifications")


class ProcessSpec(WorkflowSpec):  # type: ignore[misc]
    """The library's specification without its own start and end tasks, whose names collide with elements'."""

    data_objects: Mapping[str, Any] = {}

    def __init__(self, process: Process) -> None:
        super().__init__(name=process.id)
        self.start = _Root(self, "\x00root")
        for element in process.elements.values():
            ElementSpec(self, element)
        for flow in process.flows.values():
            self.task_specs[flow.source].connect(self.task_specs[flow.target])

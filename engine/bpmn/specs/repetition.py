"""Multi-instance activities and standard loops (BPMN 2.0.2, 13.3.6 and 13.3.7): the body is a token of its own, each inner
instance another one inside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from engine.bpmn.compensation import remember
from engine.bpmn.elements import MultiInstance, StandardLoop
from engine.bpmn.expressions import ExpressionFailed, collection, condition, evaluate
from engine.feel.values import to_json

if TYPE_CHECKING:
    from engine.bpmn.specs.activity import ActivitySpec

MAX_INSTANCES = 10_000


def enter_body(spec: ActivitySpec, task: Task) -> None:
    loop, workflow, identifier = spec.element.loop, task.workflow, str(task.id)
    view = workflow.scopes.view(task.internal_data["scope"])
    items = _items(loop, view, task) if isinstance(loop, MultiInstance) else None
    maximum = _number(loop.maximum, view, task) if isinstance(loop, StandardLoop) and loop.maximum else None
    go = items is not None or _goes_on(loop, maximum, 0, view, task)
    attached = spec.prepare_boundary(task, view)
    task.internal_data.update(items=items, started=0, ended=0, maximum=maximum)
    output = isinstance(loop, MultiInstance) and loop.output_collection
    workflow.scopes.open(identifier, task.internal_data["scope"], {output: [None] * len(items or ())} if output else {})
    told = {} if items is None else {"instances": len(items)}
    workflow.record(task, "ELEMENT_ACTIVATED", **told)
    spec.attach(task, attached)
    if items == [] or not go:
        end_body(spec, task)
        return
    for _ in items if items and isinstance(loop, MultiInstance) and not loop.sequential else (None,):
        _start_inner(spec, task)


def _items(loop: MultiInstance, view: Mapping[str, Any], task: Task) -> list[Any]:
    if loop.input_collection:
        items = to_json(collection(loop.input_collection, view, task.workflow.turn.now))
    else:
        items = [None] * _number(loop.cardinality or "", view, task)
    if len(items) > MAX_INSTANCES:
        raise ExpressionFailed(f"{len(items)} instances are more than the {MAX_INSTANCES} that one activity may have")
    return list(items)


def _number(text: str, view: Mapping[str, Any], task: Task) -> int:
    value = evaluate(text if text.startswith("=") else f"={text}", view, task.workflow.turn.now)
    try:
        number = int(value)
    except (TypeError, ValueError, ArithmeticError):
        number = -1
    if number < 0 or number != value:
        raise ExpressionFailed(f"'{text}' must be a whole number that is not negative")
    if number > MAX_INSTANCES:
        raise ExpressionFailed(f"{number} repetitions are more than the {MAX_INSTANCES} that one activity may have")
    return number


def _goes_on(loop: object, maximum: int | None, done: int, view: Mapping[str, Any], task: Task) -> bool:
    """Whether a standard loop runs once more. Its condition is asked before the first time only with `testBefore`."""
    assert isinstance(loop, StandardLoop)
    if maximum is not None and done >= maximum:
        return False
    if done == 0 and not loop.test_before:
        return True
    return condition(loop.condition, {**view, "loopCounter": done}, task.workflow.turn.now) if loop.condition else maximum is not None


def _start_inner(spec: ActivitySpec, body: Task) -> None:
    loop, workflow = spec.element.loop, body.workflow
    number = body.internal_data["started"] = body.internal_data["started"] + 1
    token = workflow.new_token(spec.name, str(body.id), ready=False, inner=number)
    local: dict[str, Any] = {"loopCounter": number}
    if isinstance(loop, MultiInstance):
        if loop.input_element:
            local[loop.input_element] = body.internal_data["items"][number - 1]
        variable = (loop.output_element or "").removeprefix("=").strip()
        if variable.isidentifier():
            local.setdefault(variable, None)  # parallel instances must not share the variable that each of them collects
    workflow.scopes.open(str(token.id), str(body.id), local)
    token._ready()


def inner_result(spec: ActivitySpec, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
    """What an inner instance gives its body, evaluated before anything changes. Raises ExpressionFailed."""
    loop, workflow = spec.element.loop, task.workflow
    if not isinstance(loop, MultiInstance):
        return {}
    data = workflow.find(task.internal_data["scope"]).internal_data
    ended = data["ended"] + 1
    view = {**workflow.scopes.view(str(task.id)), **variables}
    view |= {"numberOfInstances": len(data["items"]), "numberOfActiveInstances": data["started"] - ended}
    view |= {"numberOfCompletedInstances": ended, "numberOfTerminatedInstances": 0}
    now = workflow.turn.now
    output = to_json(evaluate(f"={(loop.output_element or '').removeprefix('=')}", view, now)) if loop.output_collection else None
    done = bool(loop.completion_condition) and condition(loop.completion_condition or "", view, now)
    return {"output": output, "done": done}


def inner_ended(spec: ActivitySpec, body: Task, inner: Task) -> None:
    loop, workflow, data = spec.element.loop, body.workflow, body.internal_data
    data["ended"] += 1
    if not isinstance(loop, MultiInstance):
        try_again(spec, body)
        return
    result = inner.internal_data["result"]
    if loop.output_collection:
        collected = list(workflow.scopes.variables[str(body.id)][loop.output_collection])
        collected[inner.internal_data["inner"] - 1] = result["output"]
        workflow.scopes.set_local(str(body.id), loop.output_collection, collected)
    if result["done"] or data["ended"] == len(data["items"]):
        end_body(spec, body)
    elif loop.sequential:
        _start_inner(spec, body)


def try_again(spec: ActivitySpec, body: Task) -> None:
    """The next round of a standard loop, or its end. Where the condition fails, the body parks and can be resolved."""
    workflow, data = body.workflow, body.internal_data
    try:
        go = _goes_on(spec.element.loop, data["maximum"], data["ended"], workflow.scopes.view(str(body.id)), body)
    except ExpressionFailed as error:
        workflow.park(body, "expression", str(error), "again")
        return
    if go:
        _start_inner(spec, body)
    else:
        end_body(spec, body)


def end_body(spec: ActivitySpec, body: Task) -> None:
    loop, workflow, identifier = spec.element.loop, body.workflow, str(body.id)
    for token in workflow.inside(identifier):
        workflow.cancel_token(token)
    if isinstance(loop, MultiInstance) and loop.output_collection:
        value = workflow.scopes.variables[identifier][loop.output_collection]
        workflow.assign(body, body.internal_data["scope"], {loop.output_collection: value})
    spec.detach(body)
    remember(workflow, body)
    workflow.scopes.close(identifier)
    body.complete()

"""Multi-instance activities and standard loops (BPMN 2.0.2, 13.3.6 and 13.3.7): the body is a token of its own, each inner
instance another one inside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.elements import Element, LoopEvent, MultiInstance, StandardLoop
from engine.bpmn.expressions import ExpressionFailed, collection, evaluate
from engine.bpmn.runtime.ending import cancel_token
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.throwing import prepare_throw, throw
from engine.bpmn.runtime.token import InnerResult, Repetition, Token, Variables
from engine.feel.types import type_name
from engine.feel.values import to_json

MAX_INSTANCES = 10_000


def prepare_body(element: Element, instance: Instance, view: Mapping[str, Any]) -> tuple[Repetition, bool]:
    """How often the activity is repeated, and whether it begins at all. Raises ExpressionFailed; changes nothing."""
    loop = element.loop
    if isinstance(loop, MultiInstance):
        items = _items(loop, view, instance)
        return Repetition(items=items), bool(items)
    assert isinstance(loop, StandardLoop)
    repetition = Repetition(items=None, maximum=_number(loop.maximum, view, instance) if loop.maximum else None)
    return repetition, _once_more(loop, repetition, view, instance)


def _items(loop: MultiInstance, view: Mapping[str, Any], instance: Instance) -> list[Any]:
    if loop.input_collection:
        items = to_json(collection(loop.input_collection, view, instance.turn.time))
    else:
        items = [None] * _number(loop.cardinality or "", view, instance)
    if len(items) > MAX_INSTANCES:
        raise ExpressionFailed(f"{len(items)} instances are more than the {MAX_INSTANCES} that one activity may have")
    return list(items)


def _number(text: str, view: Mapping[str, Any], instance: Instance) -> int:
    value = evaluate(text if text.startswith("=") else f"={text}", view, instance.turn.time)
    try:
        number = int(value)
    except (TypeError, ValueError, ArithmeticError):
        number = -1
    if number < 0 or number != value:
        raise ExpressionFailed(f"'{text}' must be a whole number that is not negative")
    if number > MAX_INSTANCES:
        raise ExpressionFailed(f"{number} repetitions are more than the {MAX_INSTANCES} that one activity may have")
    return number


def _once_more(loop: StandardLoop, repetition: Repetition, view: Mapping[str, Any], instance: Instance) -> bool:
    """Whether a standard loop runs once more. Its condition is asked before the first time only with `testBefore`."""
    done, maximum = repetition.ended, repetition.maximum
    if maximum is not None and done >= maximum:
        return False
    if done == 0 and not loop.test_before:
        return True
    return instance.turn.is_true(loop.condition, {**view, "loopCounter": done}) if loop.condition else maximum is not None


def open_body(element: Element, instance: Instance, body: Token, repetition: Repetition) -> None:
    """The body's own scope holds the collection of what its inner instances give."""
    body.repetition, items = repetition, repetition.items
    output = element.loop.output_collection if isinstance(element.loop, MultiInstance) else None
    instance.scopes.open(body.id, body.scope, {output: [None] * len(items or ())} if output else {})
    told = {} if items is None else {"instances": len(items)}
    instance.record(body, "ELEMENT_ACTIVATED", **told)


def start_first(element: Element, instance: Instance, body: Token) -> None:
    """All inner instances at once, or the first of a sequence."""
    items = body.repetition.items if body.repetition is not None else None
    at_once = isinstance(element.loop, MultiInstance) and not element.loop.sequential
    for _ in items if items and at_once else (None,):
        _start_inner(element, instance, body)


def _start_inner(element: Element, instance: Instance, body: Token) -> None:
    """What the body collects of it is null at first: it is its own answer, or none."""
    loop, repetition = element.loop, _of(body)
    repetition.started += 1
    number = repetition.started
    token = instance.new_token(element.id, body.id, inner=number)
    local: Variables = {"loopCounter": number}
    if isinstance(loop, MultiInstance):
        if loop.input_element:
            local[loop.input_element] = (repetition.items or [])[number - 1]
        names = instance.definition.own_names.get(element.id)
        for name in sorted(names.declared) if names else ():
            local.setdefault(name, None)
    instance.scopes.open(token.id, body.id, local)


def view_of_inner(element: Element, instance: Instance, token: Token) -> Variables:
    """The variables that an inner instance begins with: of what it has not answered yet, what is outside."""
    names, around = instance.definition.own_names.get(element.id), instance.scopes.view(token.scope)
    own = instance.scopes.variables[token.id]
    unanswered = {name for name in names.declared if name in around and own.get(name) is None} if names else ()
    return {**around, **{name: value for name, value in own.items() if name not in unanswered}}


def inner_result(element: Element, instance: Instance, token: Token, variables: Mapping[str, Any]) -> InnerResult:
    """What an inner instance gives its body, evaluated before anything changes. Raises ExpressionFailed."""
    loop = element.loop
    if not isinstance(loop, MultiInstance):
        return InnerResult()
    repetition = _of(instance.get(token.scope))
    ended = repetition.ended + 1
    view = {**instance.scopes.view(token.id), **variables}
    output = None
    if loop.output_collection:
        output = to_json(evaluate(f"={(loop.output_element or '').removeprefix('=')}", view, instance.turn.time))
        view[loop.output_collection] = _collected(instance, token, loop.output_collection, output)
    view |= {"numberOfInstances": repetition.count, "numberOfActiveInstances": repetition.started - ended}
    view |= {"numberOfCompletedInstances": ended, "numberOfTerminatedInstances": 0}
    done = bool(loop.completion_condition) and instance.turn.is_true(loop.completion_condition or "", view)
    thrown = tuple(prepare_throw(item.event, view, instance.turn) for item in loop.thrown if _is_thrown(loop, item, ended, view, instance))
    return InnerResult(output, done, thrown)


def _is_thrown(loop: MultiInstance, item: LoopEvent, ended: int, view: Mapping[str, Any], instance: Instance) -> bool:
    """For each instance (None), for the first that ends (One), or where the event's condition is true (Complex)."""
    if loop.behavior == "Complex":
        return instance.turn.is_true(item.condition or "", view)
    return loop.behavior == "None" or ended == 1


def _collected(instance: Instance, inner: Token, collection: str, output: Any) -> list[Any]:
    """The body's collection with the output of one more instance. Raises ExpressionFailed."""
    known = instance.scopes.variables[inner.scope].get(collection)
    if not isinstance(known, list) or len(known) < (inner.inner or 0):  # an operator has changed it
        raise ExpressionFailed(f"the collection '{collection}' must be a list with a place for each instance, but is {type_name(known)}")
    collected = list(known)
    collected[(inner.inner or 0) - 1] = output
    return collected


def inner_ended(element: Element, instance: Instance, body: Token, inner: Token) -> bool:
    """Take an inner instance's result and go on with the next. False: it was the last. Raises ExpressionFailed."""
    loop, repetition = element.loop, _of(body)
    repetition.ended += 1
    if not isinstance(loop, MultiInstance):
        return next_round(element, instance, body)
    result = inner.result or InnerResult()
    if loop.output_collection:
        instance.scopes.set_stored(body.id, loop.output_collection, _collected(instance, inner, loop.output_collection, result.output))
    for thrown in result.thrown:
        if instance.holds(body):
            throw(instance, body, thrown, {})
    if not instance.holds(body):
        return True  # an event that interrupts has caught it
    if result.done or repetition.ended == repetition.count:
        return False
    if loop.sequential:
        _start_inner(element, instance, body)
    return True


def next_round(element: Element, instance: Instance, body: Token) -> bool:
    """The next round of a standard loop. False: it was the last. Raises ExpressionFailed."""
    assert isinstance(element.loop, StandardLoop)
    if not _once_more(element.loop, _of(body), instance.scopes.view(body.id), instance):
        return False
    _start_inner(element, instance, body)
    return True


def collect(element: Element, instance: Instance, body: Token) -> None:
    """The end of the body: what is still at work ends, and the collection goes outwards."""
    loop = element.loop
    for token in instance.inside(body.id):
        cancel_token(instance, token)
    if isinstance(loop, MultiInstance) and loop.output_collection:
        value = instance.scopes.variables[body.id][loop.output_collection]
        instance.assign(body, body.scope, {loop.output_collection: value})


def _of(body: Token) -> Repetition:
    assert body.repetition is not None
    return body.repetition

"""Records of completed activities that can be compensated, and their order (BPMN 2.0.2, 13.5.5).

Records of what has completed go with their scope, into the record of the sub-process that owned it.
"""

from __future__ import annotations

from engine.bpmn.elements import Element
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import CompletedActivity, Token


def add_record(instance: Instance, token: Token) -> None:
    """Called as an activity completes, while its scope is still open."""
    element, inner = instance.element(token), token.inner is not None
    children = take_records(instance, {token.id})
    if token.compensates is not None:
        return  # a handler is not compensated in its turn
    handled = not inner and handler_of(instance, element.id) is not None
    if not (children or handled or ((inner or not element.loop) and compensation_start(instance, element.id))):
        return
    variables = dict(instance.scopes.variables[token.id]) if element.is_sub_process else {}
    instance.compensable.append(CompletedActivity(token.scope, element.id, children, inner, variables))


def take_records(instance: Instance, scopes: set[str], activity: str | None = None) -> list[CompletedActivity]:
    """Take out the records of these scopes, in the order of completion."""
    taken: list[CompletedActivity] = []
    left: list[CompletedActivity] = []
    for record in instance.compensable:
        wanted = record.scope in scopes and activity in (None, record.element)
        (taken if wanted else left).append(record)
    instance.compensable = left
    return taken


def handler_of(instance: Instance, element: str) -> str | None:
    for event in instance.process.boundary_events(element):
        if event.event_of("compensate") and event.handler in instance.process.elements:
            return event.handler
    return None


def compensation_start(instance: Instance, element: str) -> Element | None:
    """The start of the compensation event sub-process inside a sub-process."""
    for item in instance.process.event_sub_processes(element):
        for start in instance.process.starts(item.id):
            if start.event_of("compensate"):
                return start
    return None


def scopes_of_throw(instance: Instance, token: Token) -> set[str]:
    """Where a thrown compensation looks: its own scope; from inside an event sub-process also the scope that this belongs to."""
    scope = token.scope
    scopes = {scope}
    while scope != ROOT:
        owner = instance.find(scope)
        if owner is None or not instance.element(owner).triggered_by_event:
            break
        scope = owner.scope
        scopes.add(scope)
    return scopes


def take_all_records(instance: Instance, scope: str) -> list[CompletedActivity]:
    """Everything completed in a transaction, also inside sub-processes that are still at work (13.5.5, cancellation)."""
    records = take_records(instance, {scope})
    for token in instance.inside(scope):
        children = take_all_records(instance, token.id)
        if children:
            variables = dict(instance.scopes.variables.get(token.id, {}))
            records.append(CompletedActivity(scope, token.element, children, inner=True, variables=variables, unfinished=True))
    return records


def begin_compensation(token: Token, records: list[CompletedActivity]) -> bool:
    """Compensate these, the last completed first. False where there is nothing to do."""
    token.compensating = records or None
    return bool(records)


def compensate_last(instance: Instance, token: Token) -> bool:
    """Begin with the next record of a token. False: that was the last."""
    if not token.compensating:
        token.compensating = None
        return False
    record = token.compensating.pop()
    handler = None if record.inner else handler_of(instance, record.element)
    scope = record.scope if record.scope == ROOT or record.scope in instance.scopes else token.scope
    if handler is not None:
        instance.new_token(handler, scope, compensates=token.id)
    else:
        instance.new_token(record.element, scope, compensates=token.id, reopened=record)
    return True


def handler_ended(instance: Instance, token: str) -> None:
    """A handler has ended: the token that compensates goes on with the activity that completed before."""
    found = instance.find(token)
    if found is not None:
        instance.behaviour(found).compensate_next(instance, found)

"""Which completed activities can be compensated, and in which order (BPMN 2.0.2, 13.5.5).

A record stands for an activity that has completed: `scope` and `element` say where, `variables` are a sub-process's own ones at
its completion, `children` what completed inside it. Records go with their scope, into the record of the sub-process that owned it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import Element
from engine.bpmn.scopes import ROOT

if TYPE_CHECKING:
    from engine.bpmn.workflow import Instance

Record = dict[str, Any]
CONTAINERS = frozenset(("subProcess", "transaction", "adHocSubProcess"))


def remember(instance: Instance, task: Task) -> None:
    """Called as an activity completes, while its scope is still open."""
    element, identifier, inner = task.task_spec.element, str(task.id), bool(task.internal_data.get("inner"))
    children = take_records(instance, {identifier})
    if "compensates" in task.internal_data:
        return  # a handler is not compensated in its turn
    handled = not inner and handler_of(instance, element) is not None
    if not (children or handled or (not element.loop and compensation_start(instance, element))):
        return
    record: Record = {"scope": task.internal_data["scope"], "element": element.id, "children": children, "inner": inner}
    record["variables"] = dict(instance.scopes.variables[identifier]) if element.kind in CONTAINERS else {}
    instance.compensable.append(record)


def take_records(instance: Instance, scopes: set[str], activity: str | None = None) -> list[Record]:
    """Take out the records of these scopes, in the order of completion."""
    taken = [record for record in instance.compensable if record["scope"] in scopes and activity in (None, record["element"])]
    gone = {id(record) for record in taken}
    instance.compensable = [record for record in instance.compensable if id(record) not in gone]
    return taken


def handler_of(instance: Instance, element: Element) -> str | None:
    for event in instance.process.boundary_events(element.id):
        if event.event_of("compensate") and event.handler in instance.process.elements:
            return event.handler
    return None


def compensation_start(instance: Instance, element: Element) -> Element | None:
    """The start of the compensation event sub-process inside a sub-process."""
    for item in instance.process.event_sub_processes(element.id):
        for start in instance.process.starts(item.id):
            if start.event_of("compensate"):
                return start
    return None


def scopes_of_throw(instance: Instance, task: Task) -> set[str]:
    """Where a thrown compensation looks: its own scope; from inside an event sub-process also the scope that this belongs to."""
    scope = task.internal_data["scope"]
    scopes = {scope}
    while scope != ROOT:
        owner = instance.find(scope)
        if owner is None or owner.task_spec.element.kind != "eventSubProcess":
            break
        scope = owner.internal_data["scope"]
        scopes.add(scope)
    return scopes


def harvest(instance: Instance, scope: str) -> list[Record]:
    """Everything completed in a transaction, also inside sub-processes that are still at work (13.5.5, cancellation)."""
    records = take_records(instance, {scope})
    for task in instance.inside(scope):
        children = harvest(instance, str(task.id))
        if children:
            variables = dict(instance.scopes.variables.get(str(task.id), {}))
            element = task.task_spec.element.id
            records.append({"scope": scope, "element": element, "children": children, "inner": True, "variables": variables})
    return records


def begin(task: Task, records: list[Record]) -> bool:
    """Compensate these, the last completed first. False where there is nothing to do."""
    task.internal_data["compensating"] = records
    if not records:
        task.internal_data.pop("compensating")
    return bool(records)


def step(instance: Instance, task: Task) -> bool:
    """Begin with the next record of a token. False: that was the last."""
    records = task.internal_data["compensating"]
    if not records:
        task.internal_data.pop("compensating")
        return False
    record = records.pop()
    element = instance.process.elements[record["element"]]
    handler = None if record["inner"] else handler_of(instance, element)
    scope = record["scope"] if record["scope"] == ROOT or record["scope"] in instance.scopes else task.internal_data["scope"]
    if handler is not None:
        instance.new_token(handler, scope, compensates=str(task.id))
    else:
        instance.new_token(element.id, scope, compensates=str(task.id), reopened=record)
    return True

"""Starts instances by events: subscriptions of start events, and the start itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.bpmn.elements import Element, EventDefinition, Process
from engine.bpmn.expressions import ExpressionFailed, string
from engine.bpmn.timers import due_date, read_cycle
from engine.core.context import CommandContext
from engine.core.instances.new_instance import new_instance
from engine.core.turn import take_turn
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.identity.package_state import package_enabled
from engine.model.stimuli import Started
from engine.persistence.tables.definitions import ProcessDefinition
from engine.persistence.tables.instances import ProcessInstance, StartSubscription


def unsubscribe(context: CommandContext, package: str) -> None:
    """Deletes the start subscriptions of a package's earlier deployments, also of processes that it no longer has."""
    context.session.execute(delete(StartSubscription).where(StartSubscription.package == package))


def subscribe(context: CommandContext, definition: ProcessDefinition, process: Process) -> None:
    """Subscribes the newest version of a process to its start events."""
    context.session.execute(delete(StartSubscription).where(StartSubscription.process_key == process.id))
    for element, event in starting_events(process):
        row = StartSubscription(
            id=context.new_id(),
            definition_id=definition.id,
            process_key=process.id,
            package=definition.package,
            element_id=element.id,
            kind=event.kind,
        )
        if event.kind == "timer":
            due, row.cycle, row.left = first_firing(event, context.time, context.platform.zone)
            if due is None:
                continue
            row.due_at = due
        else:
            row.name = string(event.message if event.kind == "message" else event.signal, {}, context.time)
        context.session.add(row)


def starting_events(process: Process) -> Iterator[tuple[Element, EventDefinition]]:
    """Start events with a trigger, receive tasks that instantiate, and the events after a gateway that does (BPMN 2.0.2, 13.2)."""
    for element in process.inside(None):
        events: list[Element] = []
        if element.kind == "startEvent" or (element.kind == "receiveTask" and element.instantiates):
            events = [element]
        elif element.kind == "eventBasedGateway" and element.instantiates:
            events = [process.elements[process.flows[flow].target] for flow in element.outgoing]
        for event in events:
            for definition in event.events:
                if definition.kind in ("message", "signal", "timer"):
                    yield event, definition


def first_firing(event: EventDefinition, time: EvaluationTime, zone: ZoneInfo) -> tuple[datetime | None, str | None, int | None]:
    """Returns when a start timer fires first, its cycle, and its repetitions. A date in the past never fires. Raises ExpressionFailed."""
    text = event.timer or ""
    if event.timer_kind != "timeCycle":
        due = due_date(text, {}, time, zone)
        return (due if due > time.now else None), None, None
    cycle = read_cycle(text, {}, time.now, zone, time.calendar)
    if cycle.count == 0:
        raise ExpressionFailed(f"the cycle '{text}' never fires")
    return cycle.first(time.now, zone), text, None if cycle.count is None else cycle.count - 1


def recompute_start_dates(context: CommandContext) -> int:
    """Recomputes start dates from each deployment on after a change of the calendar; cycles compute theirs. Returns how many moved."""
    dates = select(StartSubscription).where(StartSubscription.kind == "timer", StartSubscription.cycle.is_(None)).with_for_update()
    moved = 0
    for row in context.session.scalars(dates):
        loaded = context.platform.definitions.get(context.session, row.definition_id)
        deployed_at = context.session.get_one(ProcessDefinition, row.definition_id).deployed_at
        event = loaded.definition.process.elements[row.element_id].event_of("timer")
        try:
            due = due_date(event.timer or "" if event else "", {}, context.time.at(deployed_at), context.platform.zone)
        except ExpressionFailed:
            continue  # a date that can no longer be computed stays
        moved += due != row.due_at
        row.due_at = due
    return moved


def start_by_event(
    context: CommandContext, row: StartSubscription, identifier: UUID, variables: Mapping[str, Any]
) -> ProcessInstance | None:
    """Starts an instance at the event's element; None where it was started before or its package is disabled."""
    if context.session.get(ProcessInstance, identifier) is not None or not package_enabled(context.session, row.package):
        return None
    loaded = context.platform.definitions.get(context.session, row.definition_id)
    instance = new_instance(context, loaded, identifier)
    take_turn(context, instance, Started(id=str(context.new_id()), variables=dict(variables), element=row.element_id))
    return instance


def awaiting_start(session: Session, kind: str, name: str) -> list[StartSubscription]:
    statement = select(StartSubscription).where(StartSubscription.kind == kind, StartSubscription.name == name)
    return list(session.scalars(statement.order_by(StartSubscription.process_key, StartSubscription.element_id)))

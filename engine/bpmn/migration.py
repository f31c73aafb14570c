"""Migrates an instance to another version of its process: its state there, new listeners opened, obsolete ones closed.

Tokens keep their ids, variables, due dates and subscriptions (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.bpmn.codec import StoredState, read_state, restore
from engine.bpmn.definition import Definition
from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.interpreter import made_by
from engine.bpmn.kinds import ACTIVITIES
from engine.bpmn.migration_obstacles import obstacles, obstacles_of
from engine.bpmn.renaming import Renaming
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.running import run
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import CompletedActivity, Offer, Token
from engine.bpmn.runtime.triggering import open_listeners, prepare_listeners
from engine.bpmn.runtime.turn import Turn
from engine.feel.calendar.evaluation_time import CalendarSource, EvaluationTime
from engine.feel.calendar.working_calendar import national_calendar
from engine.model.effects import CloseWait, MoveToken, RecordHistory, Transition
from engine.model.errors import MigrationRefused, Obstacle

__all__ = ["migrate", "obstacles"]


def migrate(
    source: Definition,
    target: Definition,
    state: bytes,
    mapping: Mapping[str, str],
    *,
    identifier: str,
    now: datetime,
    zone: ZoneInfo,
    calendar: CalendarSource = national_calendar,
) -> Transition:
    """The state under the new version. Raises MigrationRefused with every obstacle: nothing has changed then."""
    renaming, stored = Renaming(source.process, target.process, mapping), read_state(state)
    found = obstacles_of(renaming, stored)
    if found:
        raise MigrationRefused(found)
    turn = Turn(identifier, EvaluationTime(now, calendar), zone, rules=target.rules)
    instance = restore(_moved_state(renaming, stored, turn), target, turn)
    try:
        _reopen_listeners(instance, frozenset(renaming.to(name) for name in source.process.elements))
    except ExpressionFailed as error:
        text = f"What newly listens in the new version cannot be computed: {error}"
        raise MigrationRefused([Obstacle(element=target.process.id, code="NEW_EVENT", message=text)]) from None
    turn.effects.append(RecordHistory(token=ROOT, element=target.process.id, event="INSTANCE_MIGRATED", data={"mapping": dict(mapping)}))
    run(instance)
    return made_by(turn, instance)


def _moved_state(renaming: Renaming, stored: StoredState, turn: Turn) -> StoredState:
    kept = []
    for token in stored.tokens:
        if renaming.stops_listening(token):
            if token.wait is not None and token.wait.kind != "condition":
                turn.effects.append(CloseWait(token=token.id, element=token.element, kind=token.wait.kind, reason="cancelled"))
            continue
        kept.append(_moved_token(renaming, token))
        new = renaming.target.elements[renaming.to(token.element)]
        if token.wait is not None:
            place = renaming.target.id if token.phase is not None and token.phase.of_process else new.id
            turn.effects.append(MoveToken(token=token.id, element=place, name=new.name, form=new.extensions.form))
    return replace(stored, tokens=kept, compensable=[_moved_record(renaming, record) for record in stored.compensable])


def _moved_token(renaming: Renaming, token: Token) -> Token:
    """What a token remembers is named as in the new version: flows at a join, what it offers, what it undoes."""
    offer, records = token.offer, token.compensating
    if offer is not None:
        offer = Offer([renaming.to(name) for name in offer.elements], [renaming.to(name) for name in offer.waiting])
    return replace(
        token,
        element=renaming.to(token.element),
        via=renaming.flow(token.via) if token.joining and token.via is not None else token.via,
        consumed=None if token.consumed is None else [renaming.flow(flow) or flow for flow in token.consumed],
        offer=offer,
        start=None if token.start is None else renaming.to(token.start),
        compensating=None if records is None else [_moved_record(renaming, record) for record in records],
    )


def _moved_record(renaming: Renaming, record: CompletedActivity) -> CompletedActivity:
    children = [_moved_record(renaming, child) for child in record.children]
    return replace(record, element=renaming.to(record.element), children=children)


def _reopen_listeners(instance: Instance, known: frozenset[str]) -> None:
    """Boundary events and event sub-processes that only the new version has begin to listen for what is at work.

    `known`: the elements there that the old version had too. What these listened for is as it was: armed, or over.
    """
    for token in instance.tokens():
        element = instance.element(token)
        at_work = element.kind in ACTIVITIES or element.triggered_by_event
        entered = token.phase is None and (token.incident is None or token.incident.retry != "enter")
        if not at_work or not entered or token.host is not None or token.compensates is not None:
            continue
        if token.inner is None:
            _open_new_listeners(instance, instance.process.boundary_events(element.id), known, host=token.id, scope=token.scope)
        if not element.loop or token.inner is not None:
            _open_scope_listeners(instance, element.id, known, token.id)
    ending = any(token.phase is not None and token.phase.name == "process_end" for token in instance.tokens())
    if instance.listening and not ending:
        _open_scope_listeners(instance, None, known, ROOT)


def _open_scope_listeners(instance: Instance, element: str | None, known: frozenset[str], scope: str) -> None:
    starts = [start for item in instance.process.event_sub_processes(element) for start in instance.process.starts(item.id)]
    interrupted = any(token.start is not None and instance.process.elements[token.start].interrupting for token in instance.inside(scope))
    if not interrupted:
        _open_new_listeners(instance, starts, known, host=scope, scope=scope)


def _open_new_listeners(instance: Instance, events: list[Element], known: frozenset[str], *, host: str, scope: str) -> None:
    view = instance.scopes.view(host if host in instance.scopes else scope)
    open_listeners(
        instance, prepare_listeners(instance, [event for event in events if event.id not in known], view), scope=scope, host=host
    )

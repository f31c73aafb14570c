"""Recomputes due dates after the working calendar has changed (docs/law/working-time.md#holidays-and-joint-leave)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.waiting import as_stored
from engine.bpmn.runtime.waits import TimerWait, UserTaskWait
from engine.bpmn.timers import due_date, due_date_of
from engine.model.effects import MoveDueDate


def recompute_due_dates(instance: Instance) -> None:
    """From the moment at which each was set, with the variables as they are now. One that cannot be counted any more stays."""
    for token in instance.tokens():
        try:
            moved = _moved(instance, token)
        except ExpressionFailed:
            continue
        if moved is not None:
            instance.emit(moved)
            due = moved.due_at.isoformat() if moved.due_at else None
            instance.record(token, "DUE_DATE_MOVED", due_at=due)


def _moved(instance: Instance, token: Token) -> MoveDueDate | None:
    match token.wait:
        case TimerWait(counted_at=datetime() as counted_at):
            return _moved_timer(instance, token, token.wait, counted_at)
        case UserTaskWait(counted_at=datetime() as counted_at):
            extensions, view, zone = instance.element(token).extensions, instance.view_of(token), instance.turn.zone
            time = instance.turn.time.at(counted_at)
            due_at = due_date_of(extensions.due_date, view, time, zone, term=True)
            follow_up_at = due_date_of(extensions.follow_up_date, view, time, zone, term=True)
            return MoveDueDate(token=token.id, element=token.element, due_at=due_at, follow_up_at=follow_up_at)
    return None


def _moved_timer(instance: Instance, token: Token, wait: TimerWait, counted_at: datetime) -> MoveDueDate | None:
    event = instance.element(token).events[token.listens or 0]
    due = due_date(event.timer or "", instance.view_of(token), instance.turn.time.at(counted_at), instance.turn.zone)
    if due == wait.due:
        return None
    token.wait = replace(wait, due=as_stored(due))
    return MoveDueDate(token=token.id, element=token.element, due_at=due)

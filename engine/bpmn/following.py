"""Due dates that follow the working calendar: counted again when that changes (docs/law/working-time.md#holidays-and-joint-leave)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from SpiffWorkflow.task import Task

from engine.bpmn.expressions import ExpressionFailed, moment
from engine.bpmn.timers import due_date
from engine.model.effects import MoveDueDate

if TYPE_CHECKING:
    from engine.bpmn.workflow import Instance


def follow_calendar(instance: Instance) -> None:
    """From the moment at which each was set, with the variables as they are now. One that cannot be counted any more stays."""
    for task in instance.tokens():
        if "armed" not in task.internal_data:
            continue
        try:
            moved = _moved(instance, task, datetime.fromisoformat(task.internal_data["armed"]))
        except ExpressionFailed:
            continue
        if moved is not None:
            instance.emit(moved)
            due = moved.due_at.isoformat() if moved.due_at else None
            instance.record(task, "DUE_DATE_MOVED", due_at=due)


def _moved(instance: Instance, task: Task, armed: datetime) -> MoveDueDate | None:
    data, element, zone = task.internal_data, task.task_spec.element, instance.turn.zone
    view = instance.view_of(task)
    if data.get("wait") == "timer":
        due = due_date(element.events[data.get("listens", 0)].timer or "", view, armed, zone)
        if due == datetime.fromisoformat(data["due"]):
            return None
        data["due"] = due.isoformat()
        return MoveDueDate(token=str(task.id), element=element.id, due_at=due)
    if data.get("wait") == "user_task":
        due_at = moment(element.extensions.due_date, view, armed, zone)
        follow_up_at = moment(element.extensions.follow_up_date, view, armed, zone)
        return MoveDueDate(token=str(task.id), element=element.id, due_at=due_at, follow_up_at=follow_up_at)
    return None

"""What an event waits for: prepared before anything changes, then opened on a token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.elements import EventDefinition
from engine.bpmn.expressions import ExpressionFailed, evaluate, string
from engine.bpmn.timers import due_date, read_cycle
from engine.feel.government.calendars import noticing
from engine.feel.values import to_json
from engine.model.effects import CreateTimer, OpenSignalSubscription, OpenSubscription

Wait = dict[str, Any]

#: the triggers that a token stands for while it waits; the others look for who catches them when they are thrown
WAITED_FOR = frozenset({"timer", "message", "signal", "conditional"})


def prepare_wait(event: EventDefinition, view: Mapping[str, Any], task: Task) -> Wait:
    """When a timer is due, or which message, signal or condition is awaited. Raises ExpressionFailed; changes nothing."""
    turn = task.workflow.turn
    if event.kind == "timer":
        if event.timer_kind != "timeCycle":
            with noticing() as asked:
                due = due_date(event.timer or "", view, turn.now, turn.zone)
            return {"due": due, "calendar": bool(asked)}
        cycle = read_cycle(event.timer or "", view, turn.now, turn.zone)
        first = cycle.first(turn.now, turn.zone)
        if first is None or cycle.count == 0:
            raise ExpressionFailed(f"the cycle '{event.timer}' never fires")
        return {"due": first, "cycle": event.timer, "left": None if cycle.count is None else cycle.count - 1}
    if event.kind == "signal":
        return {"signal": _name(event.signal, "signal", view, turn.now)}
    if event.kind == "conditional":
        return {"condition": event.condition}
    key = evaluate(event.correlation_key, view, turn.now) if event.correlation_key else ""
    if key is None or isinstance(key, list | dict | bool):
        raise ExpressionFailed(f"the correlation key '{event.correlation_key}' must be a text or a number")
    return {"message": _name(event.message, "message", view, turn.now), "key": str(to_json(key))}


def _name(text: str | None, kind: str, view: Mapping[str, Any], now: datetime) -> str:
    name = string(text, view, now)
    if not name:
        raise ExpressionFailed(f"the name of the {kind} is empty")
    return name


def open_wait(task: Task, wait: Wait) -> None:
    token, element = str(task.id), task.task_spec.name
    data, workflow = task.internal_data, task.workflow
    if "due" in wait:
        data.update(wait="timer", due=wait["due"].isoformat())
        if "cycle" in wait:
            data.update(cycle=wait["cycle"], left=wait["left"])
        on_calendar = wait.get("calendar", False)
        if on_calendar:
            data["armed"] = workflow.turn.now.isoformat()
        workflow.emit(CreateTimer(token=token, element=element, due_at=wait["due"], on_calendar=on_calendar))
    elif "signal" in wait:
        data.update(wait="signal", signal=wait["signal"])
        workflow.emit(OpenSignalSubscription(token=token, element=element, signal=wait["signal"]))
    elif "condition" in wait:
        data.update(wait="condition", condition=wait["condition"])
        workflow.scopes.changed = True  # it may hold already
    else:
        data["wait"] = "subscription"
        workflow.emit(OpenSubscription(token=token, element=element, message=wait["message"], correlation_key=wait["key"]))


def rearm(task: Task) -> bool:
    """The next firing of a cycle, counted from the one that was due, not from now: a late clock does not drift. False: it was the last."""
    workflow, data = task.workflow, task.internal_data
    workflow.close_wait(task, "completed")
    left = data.get("left")
    if "cycle" not in data or left == 0:
        return False
    turn = workflow.turn
    try:
        due = read_cycle(data["cycle"], workflow.view_of(task), turn.now, turn.zone).after(
            datetime.fromisoformat(data["due"]), turn.now, turn.zone
        )
    except ExpressionFailed as error:
        workflow.park(task, "expression", str(error), "again")
        return True
    if due is None:
        return False
    open_wait(task, {"due": due, "cycle": data["cycle"], "left": None if left is None else left - 1})
    return True

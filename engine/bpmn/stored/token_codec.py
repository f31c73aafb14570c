"""A token's fields as a stored state holds them, and back. The names on disk are known to other releases too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from engine.bpmn.runtime.token import CompletedActivity, ListenerPhase, Offer, OpenIncident, Repetition, Token
from engine.bpmn.runtime.waits import (
    ChildWait,
    ConditionWait,
    JobWait,
    SignalWait,
    SubscriptionWait,
    TimerWait,
    UserTaskWait,
    Wait,
)
from engine.model.errors import CorruptState

Fields = dict[str, Any]


#: name on disk -> field, for what is stored as it is; absent: None, or False
_AS_THEY_ARE = {
    "via": "via",
    "host": "host",
    "listens": "listens",
    "inner": "inner",
    "start": "start",
    "compensates": "compensates",
    "caught": "caught",
    "about": "about",
    "joining": "joining",
    "chosen": "chosen",
    "reset": "consumed",
    "arrived": "brought",
    "cancels": "cancels",
}


def write_token(token: Token) -> Fields:
    """In one order, and only what is set: what is absent is as a new token has it."""
    fields: Fields = {"scope": token.scope}
    for name, field in _AS_THEY_ARE.items():
        value = getattr(token, field)
        if value is not None and value is not False:
            fields[name] = value
    if token.reopened is not None:
        fields["reopened"] = write_record(token.reopened)
    if token.compensating is not None:
        fields["compensating"] = [write_record(record) for record in token.compensating]
    _write_work(token, fields)
    return fields


def _write_work(token: Token, fields: Fields) -> None:
    """What the element has begun and waits for."""
    if token.repetition is not None:
        repetition = token.repetition
        fields |= {"items": repetition.items, "started": repetition.started, "ended": repetition.ended, "maximum": repetition.maximum}
        if repetition.instances is not None:
            fields["instances"] = repetition.instances
    if token.offer is not None:
        fields |= {"offers": token.offer.elements, "waiting": token.offer.waiting}
    if token.wait is not None:
        _write_wait(token.wait, fields)
    elif token.expired is not None:
        _write_timer(token.expired, fields)
    if token.phase is not None:
        fields["listeners"] = {"phase": token.phase.name, "done": token.phase.done}
        if token.phase.result is not None:
            fields["listeners"]["result"] = token.phase.result
    if token.incident is not None:
        fields["incident"] = {"retry": token.incident.retry}
        if token.incident.result is not None:
            fields["incident"]["result"] = token.incident.result


def _write_wait(wait: Wait, fields: Fields) -> None:
    fields["wait"] = wait.kind
    match wait:
        case TimerWait():
            _write_timer(wait, fields)
        case SignalWait():
            fields["signal"] = wait.signal
        case ConditionWait():
            fields["condition"] = wait.condition
            if wait.fired:
                fields["held"] = True
        case UserTaskWait():
            if wait.counted_at is not None:
                fields["armed"] = wait.counted_at.isoformat()
        case JobWait() | ChildWait() | SubscriptionWait():
            pass
        case _:
            assert_never(wait)


def _write_timer(timer: TimerWait, fields: Fields) -> None:
    fields["due"] = timer.due.isoformat()
    if timer.cycle is not None:
        fields |= {"cycle": timer.cycle, "left": timer.left}
    if timer.counted_at is not None:
        fields["armed"] = timer.counted_at.isoformat()
    if timer.anchor is not None:
        fields["anchor"] = timer.anchor.isoformat()


def read_token(identifier: str, element: str, fields: Mapping[str, Any]) -> Token:
    """Fields of earlier waits may still stand there, as earlier releases left them: they mean nothing any more."""
    token = Token(id=identifier, element=element, scope=fields["scope"])
    for name, value in fields.items():
        field = _AS_THEY_ARE.get(name)
        if field is not None:
            setattr(token, field, value)
    if "wait" in fields:
        token.wait = _read_wait(fields)
    elif "cycle" in fields:
        token.expired = _read_timer(fields)
    if "incident" in fields:
        incident = fields["incident"]
        token.incident = OpenIncident(incident["retry"], incident.get("result"))
    if "listeners" in fields:
        phase = fields["listeners"]
        token.phase = ListenerPhase(phase["phase"], phase["done"], phase.get("result"))
    if "started" in fields:
        token.repetition = Repetition(fields["items"], fields["maximum"], fields["started"], fields["ended"], fields.get("instances"))
    if "offers" in fields:
        token.offer = Offer(fields["offers"], fields.get("waiting", []))
    if "compensating" in fields:
        token.compensating = [read_record(record) for record in fields["compensating"]]
    if "reopened" in fields:
        token.reopened = read_record(fields["reopened"])
    return token


def _read_wait(fields: Mapping[str, Any]) -> Wait:
    match fields["wait"]:
        case "user_task":
            return UserTaskWait(_date_time(fields.get("armed")))
        case "job":
            return JobWait()
        case "child":
            return ChildWait()
        case "timer":
            return _read_timer(fields)
        case "subscription":
            return SubscriptionWait()
        case "signal":
            return SignalWait(fields["signal"])
        case "condition":
            return ConditionWait(fields["condition"], "held" in fields)
    raise CorruptState(f"Expected a known wait, but the state has '{fields['wait']}'.")


def _read_timer(fields: Mapping[str, Any]) -> TimerWait:
    return TimerWait(
        datetime.fromisoformat(fields["due"]),
        fields.get("cycle"),
        fields.get("left"),
        _date_time(fields.get("armed")),
        _date_time(fields.get("anchor")),
    )


def _date_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def write_record(record: CompletedActivity) -> Fields:
    fields = {
        "scope": record.scope,
        "element": record.element,
        "children": [write_record(child) for child in record.children],
        "inner": record.inner,
        "variables": record.variables,
    }
    return fields | {"unfinished": True} if record.unfinished else fields


def read_record(fields: Mapping[str, Any]) -> CompletedActivity:
    children = [read_record(child) for child in fields["children"]]
    return CompletedActivity(
        fields["scope"], fields["element"], children, fields["inner"], fields["variables"], fields.get("unfinished", False)
    )

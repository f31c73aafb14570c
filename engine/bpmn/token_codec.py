"""A token's fields as a stored state holds them, and back. The names on disk are those of version 2, which other releases read too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from engine.bpmn.runtime.token import CompletedActivity, Offer, OpenIncident, Repetition, Token
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


def write_token(token: Token) -> Fields:
    """In one order, and only what is set: what is absent is as a new token has it."""
    fields: Fields = {"scope": token.scope}
    for name, value in (
        ("via", token.via),
        ("host", token.host),
        ("listens", None if token.host is None else token.listens),
        ("inner", token.inner),
        ("start", token.start),
        ("compensates", token.compensates),
        ("reopened", None if token.reopened is None else write_record(token.reopened)),
        ("caught", token.caught),
        ("about", token.about),
        ("joining", token.joining or None),
        ("chosen", token.chosen),
        ("reset", token.consumed),
        ("arrived", token.brought),
        ("compensating", None if token.compensating is None else [write_record(record) for record in token.compensating]),
        ("cancels", token.cancels),
    ):
        if value is not None:
            fields[name] = value
    _write_work(token, fields)
    return fields


def _write_work(token: Token, fields: Fields) -> None:
    """What the element has begun and waits for."""
    if token.repetition is not None:
        repetition = token.repetition
        fields |= {"items": repetition.items, "started": repetition.started, "ended": repetition.ended, "maximum": repetition.maximum}
    if token.offer is not None:
        fields |= {"offers": token.offer.elements, "waiting": token.offer.waiting}
    if token.wait is not None:
        _write_wait(token.wait, fields)
    elif token.expired is not None:
        _write_timer(token.expired, fields)
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


def read_token(identifier: str, element: str, fields: Mapping[str, Any]) -> Token:
    """Fields of earlier waits may still stand there, as earlier releases left them: they mean nothing any more."""
    get = fields.get
    records, reopened, incident = get("compensating"), get("reopened"), get("incident")
    wait = _read_wait(fields) if "wait" in fields else None
    return Token(
        id=identifier,
        element=element,
        scope=fields["scope"],
        via=get("via"),
        host=get("host"),
        listens=get("listens", 0),
        inner=get("inner"),
        joining="joining" in fields,
        caught=get("caught"),
        about=get("about"),
        start=get("start"),
        wait=wait,
        expired=_read_timer(fields) if wait is None and "cycle" in fields else None,
        brought=get("arrived"),
        incident=None if incident is None else OpenIncident(incident["retry"], incident.get("result")),
        repetition=_read_repetition(fields) if "started" in fields else None,
        offer=Offer(fields["offers"], get("waiting", [])) if "offers" in fields else None,
        chosen=get("chosen"),
        consumed=get("reset"),
        compensates=get("compensates"),
        compensating=None if records is None else [read_record(record) for record in records],
        cancels=get("cancels"),
        reopened=None if reopened is None else read_record(reopened),
    )


def _read_wait(fields: Mapping[str, Any]) -> Wait:
    match fields["wait"]:
        case "user_task":
            return UserTaskWait(_moment(fields.get("armed")))
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
    return TimerWait(datetime.fromisoformat(fields["due"]), fields.get("cycle"), fields.get("left"), _moment(fields.get("armed")))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _read_repetition(fields: Mapping[str, Any]) -> Repetition:
    return Repetition(fields["items"], fields["maximum"], fields["started"], fields["ended"])


def write_record(record: CompletedActivity) -> Fields:
    return {
        "scope": record.scope,
        "element": record.element,
        "children": [write_record(child) for child in record.children],
        "inner": record.inner,
        "variables": record.variables,
    }


def read_record(fields: Mapping[str, Any]) -> CompletedActivity:
    children = [read_record(child) for child in fields["children"]]
    return CompletedActivity(fields["scope"], fields["element"], children, fields["inner"], fields["variables"])

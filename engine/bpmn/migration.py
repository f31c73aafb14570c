"""Moving an instance to another version of its process: where its tokens stand there, and what stands in the way.

Tokens keep their ids, variables, due dates and subscriptions; what newly listens there begins to, what no longer does stops.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.bpmn.codec import VERSION, decode, dumps, encode, loads
from engine.bpmn.definition import Definition
from engine.bpmn.elements import Element, Process
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.lint.report import ACTIVITIES
from engine.bpmn.scopes import ROOT
from engine.bpmn.triggering import listen, prepare_listeners
from engine.bpmn.workflow import Instance, Turn
from engine.model.effects import CloseWait, MoveToken, RecordHistory, Transition
from engine.model.errors import MigrationRefused, Obstacle


@dataclass(frozen=True)
class _Move:
    source: Process
    target: Process
    mapping: Mapping[str, str]

    def to(self, element: str) -> str:
        return self.mapping.get(element, element)

    def element(self, element: str) -> Element | None:
        return self.target.elements.get(self.to(element))

    def flow(self, flow: str) -> str | None:
        """The flow of the same id, or the only one between the same elements."""
        old = self.source.flows[flow]
        ends = (self.to(old.source), self.to(old.target))
        same = self.target.flows.get(flow)
        if same is not None and same.target == ends[1]:
            return flow
        between = [item.id for item in self.target.flows.values() if (item.source, item.target) == ends]
        return between[0] if len(between) == 1 else None


def obstacles(source: Process, target: Process, state: bytes, mapping: Mapping[str, str]) -> list[Obstacle]:
    """Why an instance cannot move; empty where it can. Changes nothing."""
    move, document = _Move(source, target, mapping), loads(state)
    if document["status"] != "ACTIVE":
        return [Obstacle(element="", code="ENDED", message="The case has ended.")]
    found = [obstacle for _id, element, data in document["tokens"] for obstacle in _token(move, element, data)]
    for record in document.get("compensable", []):
        found += _record(move, record)
    return list(dict.fromkeys(found))


def _token(move: _Move, name: str, data: Mapping[str, Any]) -> Iterator[Obstacle]:
    old, new = move.source.elements[name], move.element(name)
    if _stops_listening(move, old, data):
        return
    if new is None:
        yield Obstacle(element=name, code="ELEMENT_GONE", message=f"'{name}' is at work, and the new version does not have it.")
        return
    if new.kind != old.kind:
        yield Obstacle(element=name, code="KIND_CHANGED", message=f"'{name}' is a {old.kind}, but a {new.kind} in the new version.")
    if (move.to(old.scope) if old.scope else None) != new.scope:
        yield Obstacle(element=name, code="SCOPE_CHANGED", message=f"'{name}' stands in another sub-process in the new version.")
    if type(old.loop) is not type(new.loop) or (old.loop and new.loop and old.loop.sequential != new.loop.sequential):
        yield Obstacle(element=name, code="LOOP_CHANGED", message=f"'{name}' repeats in another way in the new version.")
    if data.get("wait") in ("timer", "subscription", "signal", "condition") or "host" in data:
        number = data.get("listens", 0)
        if number >= len(new.events) or new.events[number].kind != old.events[number].kind:
            yield Obstacle(element=name, code="EVENT_CHANGED", message=f"'{name}' waits for something else in the new version.")
    if old.attached_to and move.to(old.attached_to) != new.attached_to:
        yield Obstacle(element=name, code="HOST_CHANGED", message=f"'{name}' is attached to another activity in the new version.")
    yield from _inside(move, name, data)


def _inside(move: _Move, name: str, data: Mapping[str, Any]) -> Iterator[Obstacle]:
    """What a token carries: flows by which it came, what it offers, what it undoes."""
    flows = [data["via"]] if "joining" in data and "via" in data else data.get("reset", [])
    if any(move.flow(flow) is None for flow in flows):
        yield Obstacle(
            element=name, code="JOIN_CHANGED", message=f"A token waits at '{name}' on a flow that the new version does not have."
        )
    for inner in (*data.get("offers", []), *data.get("waiting", [])):
        if move.element(inner) is None:
            yield Obstacle(element=inner, code="ELEMENT_GONE", message=f"'{inner}' is on offer, and the new version does not have it.")
    for record in data.get("compensating", []):
        yield from _record(move, record)


def _stops_listening(move: _Move, old: Element, data: Mapping[str, Any]) -> bool:
    """A boundary event or event sub-process that the new version does not have: it is closed, and stands in nobody's way."""
    return "host" in data and old.kind in ("boundaryEvent", "startEvent") and move.element(old.id) is None


def _record(move: _Move, record: Mapping[str, Any]) -> Iterator[Obstacle]:
    name = record["element"]
    new = move.element(name)
    old_handlers = [event.handler for event in move.source.boundary_events(name) if event.event_of("compensate")]
    handlers = [event.handler for event in move.target.boundary_events(new.id) if event.event_of("compensate")] if new else []
    if new is None or (old_handlers and not handlers and not record["inner"]):
        yield Obstacle(
            element=name, code="COMPENSATION_GONE", message=f"'{name}' has completed and could not be undone in the new version."
        )
    for child in record["children"]:
        yield from _record(move, child)


def migrate(
    source: Definition, target: Definition, state: bytes, mapping: Mapping[str, str], *, identifier: str, now: datetime, zone: ZoneInfo
) -> Transition:
    """The state under the new version. Raises MigrationRefused with every obstacle: nothing has changed then."""
    found = obstacles(source.process, target.process, state, mapping)
    if found:
        raise MigrationRefused(found)
    move, document, turn = _Move(source.process, target.process, mapping), loads(state), Turn(identifier, now, zone)
    document["v"] = VERSION
    document["compensable"] = [_moved(move, record) for record in document.get("compensable", [])]
    kept = []
    for token, name, data in document["tokens"]:
        if _stops_listening(move, source.process.elements[name], data):
            if data.get("wait", "condition") != "condition":
                turn.effects.append(CloseWait(token=token, element=name, kind=data["wait"], reason="cancelled"))
            continue
        kept.append([token, move.to(name), _moved_data(move, data)])
        new = target.process.elements[move.to(name)]
        if data.get("wait"):
            turn.effects.append(MoveToken(token=token, element=new.id, name=new.name, form=new.extensions.form))
    document["tokens"] = kept
    instance = decode(dumps(document), target, turn)
    try:
        _listen_anew(instance, frozenset(move.to(name) for name in source.process.elements))
    except ExpressionFailed as error:
        text = f"What newly listens in the new version cannot be computed: {error}"
        raise MigrationRefused([Obstacle(element=target.process.id, code="NEW_EVENT", message=text)]) from None
    turn.effects.append(RecordHistory(token=ROOT, element=target.process.id, event="INSTANCE_MIGRATED", data={"mapping": dict(mapping)}))
    instance.run()
    return Transition(state=encode(instance), effects=tuple(turn.effects), ended=instance.status != "ACTIVE")


def _moved_data(move: _Move, data: dict[str, Any]) -> dict[str, Any]:
    moved = dict(data)
    if "joining" in data and "via" in data:
        moved["via"] = move.flow(data["via"])
    if "reset" in data:
        moved["reset"] = [move.flow(flow) for flow in data["reset"]]
    for key in ("offers", "waiting"):
        if key in data:
            moved[key] = [move.to(name) for name in data[key]]
    if "start" in data:
        moved["start"] = move.to(data["start"])
    if "compensating" in data:
        moved["compensating"] = [_moved(move, record) for record in data["compensating"]]
    return moved


def _moved(move: _Move, record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "element": move.to(record["element"]), "children": [_moved(move, child) for child in record["children"]]}


def _listen_anew(instance: Instance, known: frozenset[str]) -> None:
    """Boundary events and event sub-processes that only the new version has begin to listen for what is at work.

    `known`: the elements there that the old version had too. What these listened for is as it was: armed, or over.
    """
    for task in instance.tokens():
        element, data, identifier = task.task_spec.element, task.internal_data, str(task.id)
        begun = data.get("incident", {}).get("retry") != "enter"
        if element.kind not in ACTIVITIES | {"eventSubProcess"} or "host" in data or not begun or "compensates" in data:
            continue
        if not data.get("inner"):
            _hear(instance, instance.process.boundary_events(element.id), known, host=identifier, scope=data["scope"])
        if not element.loop or data.get("inner"):
            _hear_scope(instance, element.id, known, identifier)
    if instance.listening:
        _hear_scope(instance, None, known, ROOT)


def _hear_scope(instance: Instance, element: str | None, known: frozenset[str], scope: str) -> None:
    starts = [start for item in instance.process.event_sub_processes(element) for start in instance.process.starts(item.id)]
    interrupted = any(
        task.task_spec.element.kind == "eventSubProcess" and instance.process.elements[task.internal_data["start"]].interrupting
        for task in instance.inside(scope)
    )
    if not interrupted:
        _hear(instance, starts, known, host=scope, scope=scope)


def _hear(instance: Instance, events: list[Element], known: frozenset[str], *, host: str, scope: str) -> None:
    owner = instance.find(host) or instance.task_tree
    view = instance.scopes.view(host if host in instance.scopes else scope)
    listen(instance, prepare_listeners([event for event in events if event.id not in known], view, owner), scope=scope, host=host)

"""Lists why an instance cannot be migrated to another version of its process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.codec import StoredState, read_state
from engine.bpmn.elements import Element, Process
from engine.bpmn.renaming import Renaming
from engine.bpmn.runtime.listener_jobs import listeners_of
from engine.bpmn.runtime.token import CompletedActivity, ListenerPhase, Token
from engine.model.errors import Obstacle


def obstacles(source: Process, target: Process, state: bytes, mapping: Mapping[str, str]) -> list[Obstacle]:
    """Empty where the instance can move. Changes nothing."""
    return obstacles_of(Renaming(source, target, mapping), read_state(state))


def obstacles_of(renaming: Renaming, stored: StoredState) -> list[Obstacle]:
    if stored.status != "ACTIVE":
        return [Obstacle(element="", code="ENDED", message="The case has ended.")]
    found = [*_shared_targets(renaming, stored), *(obstacle for token in stored.tokens for obstacle in _token(renaming, token))]
    for record in stored.compensable:
        found += _record(renaming, record)
    return list(dict.fromkeys(found))


def _shared_targets(renaming: Renaming, stored: StoredState) -> Iterator[Obstacle]:
    """Two events that listen for one activity or scope may not become one: it would fire twice."""
    listening: dict[tuple[str, str], list[str]] = {}
    for token in stored.tokens:
        if token.host is not None and not renaming.stops_listening(token):
            names = listening.setdefault((token.host, renaming.to(token.element)), [])
            names += [] if token.element in names else [token.element]
    for (_host, target), names in listening.items():
        for name in names if len(names) > 1 else ():
            others = ", ".join(f"'{other}'" for other in names if other != name)
            yield Obstacle(element=name, code="SHARED_TARGET", message=f"'{name}' would become '{target}', as {others} would.")


def _token(renaming: Renaming, token: Token) -> Iterator[Obstacle]:
    name = token.element
    old, new = renaming.source.elements[name], renaming.element(name)
    if renaming.stops_listening(token):
        return
    if new is None:
        yield Obstacle(element=name, code="ELEMENT_GONE", message=f"'{name}' is at work, and the new version does not have it.")
        return
    if new.kind != old.kind:
        yield Obstacle(element=name, code="KIND_CHANGED", message=f"'{name}' is a {old.kind}, but a {new.kind} in the new version.")
    if (renaming.to(old.scope) if old.scope else None) != new.scope:
        yield Obstacle(element=name, code="SCOPE_CHANGED", message=f"'{name}' stands in another sub-process in the new version.")
    if type(old.loop) is not type(new.loop) or (old.loop and new.loop and old.loop.sequential != new.loop.sequential):
        yield Obstacle(element=name, code="LOOP_CHANGED", message=f"'{name}' repeats in another way in the new version.")
    if _waits_for_event(token) and not _same_event(old, new, token.listens or 0):
        yield Obstacle(element=name, code="EVENT_CHANGED", message=f"'{name}' waits for something else in the new version.")
    if old.attached_to and renaming.to(old.attached_to) != new.attached_to:
        yield Obstacle(element=name, code="HOST_CHANGED", message=f"'{name}' is attached to another activity in the new version.")
    if token.phase is not None and not _same_listeners(renaming, token, token.phase):
        yield Obstacle(
            element=name, code="LISTENER_CHANGED", message=f"A listener of '{name}' is at work, and has changed in the new version."
        )
    yield from _record_obstacles(renaming, token)


def _same_listeners(renaming: Renaming, token: Token, phase: ListenerPhase) -> bool:
    """Those that are done and the one at work; those after it, and one that stands still with an incident, may be others, or none."""
    begun = phase.done + (token.wait is not None)
    before = listeners_of(renaming.source, token.element, phase.name)[:begun]
    after = listeners_of(renaming.target, renaming.to(token.element), phase.name)[:begun]
    return [(item.event, item.type) for item in before] == [(item.event, item.type) for item in after[: len(before)]]


def _waits_for_event(token: Token) -> bool:
    return token.host is not None or (token.wait is not None and token.wait.kind in ("timer", "subscription", "signal", "condition"))


def _same_event(old: Element, new: Element, number: int) -> bool:
    return number < len(new.events) and new.events[number].kind == old.events[number].kind


def _record_obstacles(renaming: Renaming, token: Token) -> Iterator[Obstacle]:
    """Checks the flows, offers and compensation records that a token holds."""
    name = token.element
    flows = [token.via] if token.joining and token.via is not None else token.consumed or []
    if any(renaming.flow(flow) is None for flow in flows):
        yield Obstacle(
            element=name, code="JOIN_CHANGED", message=f"A token waits at '{name}' on a flow that the new version does not have."
        )
    offered = [*token.offer.elements, *token.offer.waiting] if token.offer is not None else []
    for inner in offered:
        if renaming.element(inner) is None:
            yield Obstacle(element=inner, code="ELEMENT_GONE", message=f"'{inner}' is on offer, and the new version does not have it.")
    for record in token.compensating or ():
        yield from _record(renaming, record)


def _record(renaming: Renaming, record: CompletedActivity) -> Iterator[Obstacle]:
    name = record.element
    new = renaming.element(name)
    old_handlers = [event.handler for event in renaming.source.boundary_events(name) if event.event_of("compensate")]
    handlers = [event.handler for event in renaming.target.boundary_events(new.id) if event.event_of("compensate")] if new else []
    if new is None or (old_handlers and not handlers and not record.inner):
        yield Obstacle(
            element=name, code="COMPENSATION_GONE", message=f"'{name}' has completed and could not be undone in the new version."
        )
    for child in record.children:
        yield from _record(renaming, child)

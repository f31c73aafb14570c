"""Suggests which elements of a new version are old elements with another id, by name, kind, place and neighbours."""

from __future__ import annotations

from engine.bpmn.elements import Element, Process


def suggest_mapping(source: Process, target: Process) -> dict[str, str]:
    """Old id -> new id, for elements whose id the new version does not have. What is not certain is left to a person."""
    mapping: dict[str, str] = {}
    gone = [element for element in source.elements.values() if element.id not in target.elements]
    added = [element for element in target.elements.values() if element.id not in source.elements]
    for _ in range(3):  # what is found tells more about its neighbours
        for old in gone:
            if old.id in mapping:
                continue
            scores = sorted(
                ((_score(source, target, old, new, mapping), new.id) for new in added if new.id not in mapping.values()), reverse=True
            )
            best = [identifier for score, identifier in scores if score > 0 and score == scores[0][0]]
            if len(best) == 1:
                mapping[old.id] = best[0]
    return mapping


def _score(source: Process, target: Process, old: Element, new: Element, mapping: dict[str, str]) -> int:
    """0: not the same; a shared name counts most, then each shared neighbour."""

    def moved(identifier: str | None) -> str | None:
        return None if identifier is None else mapping.get(identifier, identifier)

    triggers = [[event.kind for event in element.events] for element in (old, new)]
    if old.kind != new.kind or triggers[0] != triggers[1] or moved(old.scope) != new.scope or moved(old.attached_to) != new.attached_to:
        return 0
    same_name = bool(old.name) and old.name.casefold() == new.name.casefold()
    before = {moved(source.flows[flow].source) for flow in old.incoming} & {target.flows[flow].source for flow in new.incoming}
    after = {moved(source.flows[flow].target) for flow in old.outgoing} & {target.flows[flow].target for flow in new.outgoing}
    neighbours = bool(before) + bool(after)
    if same_name:
        return 4 + neighbours
    # without its name both neighbours must agree; an attached event has none on one side
    return neighbours if neighbours == 2 or (old.attached_to and neighbours) else 0

"""Finds the joins of a scope that no token can fill any more, whatever else is at work there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.bpmn.elements import Element, Process
from engine.bpmn.reach import sources
from engine.bpmn.runtime.token import Token

#: events at an end that end more than their own token
_ENDING = ("terminate", "error", "cancel")


class DeadJoins:
    """Of one process. What leads to a flow is computed when it is first asked for, and kept."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._sources: dict[tuple[str, str], frozenset[str]] = {}

    def first(self, tokens: Sequence[Token]) -> Token | None:
        """Of the tokens of one scope, without those that only listen, the first that waits at such a join.

        A token that stands with an incident can still go on. Where something at work may yet end the whole scope, nothing is claimed:
        a terminate, error or cancel event, the condition of an ad-hoc sub-process.
        """
        waiting = [token for token in tokens if token.joining and token.incident is None]
        if not waiting:
            return None
        unblocked = {token.element for token in tokens if not token.joining or token.incident is not None}
        if self._may_end(waiting[0], unblocked):
            return None
        by_gateway: dict[str, set[str]] = {}
        for token in waiting:
            by_gateway.setdefault(token.element, set()).add(token.via or "")
        while helped := [name for name, full in by_gateway.items() if self._can_fire(self.process.elements[name], full, unblocked)]:
            for name in helped:
                del by_gateway[name]
            unblocked.update(helped)
        dead = [token for token in waiting if token.element in by_gateway]
        return next((token for token in dead if self._is_first(token.element, by_gateway, unblocked)), dead[0] if dead else None)

    def _is_first(self, name: str, dead: Mapping[str, set[str]], unblocked: set[str]) -> bool:
        """Whether a dead join would be one also if all others went on: it does not only wait for what stands at one of them."""
        return not self._can_fire(self.process.elements[name], dead[name], unblocked | (dead.keys() - {name}))

    def _can_fire(self, gateway: Element, full: set[str], unblocked: set[str]) -> bool:
        match gateway.kind:
            case "parallelGateway":
                return all(self._reaches(unblocked, gateway, [flow]) for flow in gateway.incoming if flow not in full)
            case "inclusiveGateway":
                return self._reaches(unblocked, gateway, [flow for flow in gateway.incoming if flow not in full])
            case "complexGateway":  # its condition may read what others write
                return bool(unblocked)
        return self._reaches(unblocked, gateway, gateway.incoming)

    def _reaches(self, unblocked: set[str], element: Element, flows: Iterable[str]) -> bool:
        return any(not unblocked.isdisjoint(self._sources_of(flow, element.id)) for flow in flows)

    def _sources_of(self, flow: str, element: str) -> frozenset[str]:
        if (flow, element) not in self._sources:
            self._sources[flow, element] = sources(self.process, flow, element)
        return self._sources[flow, element]

    def _may_end(self, token: Token, unblocked: set[str]) -> bool:
        """Whether something else of the scope of this token may yet end all of it."""
        scope = self.process.elements[token.element].scope
        owner = self.process.elements.get(scope or "")
        if owner is not None and owner.ad_hoc is not None and owner.ad_hoc.completion_condition:
            return bool(unblocked)
        ends = [element for element in self.process.inside(scope) if any(event.kind in _ENDING for event in element.events)]
        return any(end.id in unblocked or self._reaches(unblocked, end, end.incoming) for end in ends if end.kind == "endEvent")

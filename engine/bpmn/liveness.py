"""Finds the tokens of a stored state for which nothing will ever come.

After every turn each token waits for something named that can come, stands still with an incident, or holds others that do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.codec import read_state
from engine.bpmn.elements import Process
from engine.bpmn.runtime.dead_joins import DeadJoins
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token


@dataclass(frozen=True, slots=True)
class StuckToken:
    """`reason`: NOTHING_STANDS (no token is left of an active case), NO_WAIT, NO_TOKEN_COMES (a join), NO_SCOPE, NO_HOST, NO_TRIGGER."""

    token: str
    element: str
    reason: str


def stuck_tokens(process: Process, state: bytes) -> list[StuckToken]:
    """Empty where the case has ended, or where each token has a reason to stand. Raises CorruptState."""
    stored = read_state(state)
    if stored.status != "ACTIVE":
        return []
    if not any(token.host is None for token in stored.tokens):
        return [StuckToken(ROOT, "", "NOTHING_STANDS")]
    return list(_Liveness(process, stored.tokens).stuck())


class _Liveness:
    def __init__(self, process: Process, tokens: list[Token]) -> None:
        self.process = process
        self.tokens = {token.id: token for token in tokens}
        self.inside: dict[str, list[Token]] = {}
        self.listeners: dict[str, list[Token]] = {}
        self.compensated_for = {token.compensates for token in tokens}
        for token in tokens:
            by_owner = self.inside if token.host is None else self.listeners
            by_owner.setdefault(token.scope if token.host is None else token.host, []).append(token)
        joins = DeadJoins(process)
        self.starved = {first.id for inside in self.inside.values() if (first := joins.first(inside)) is not None}

    def stuck(self) -> Iterator[StuckToken]:
        for token in self.tokens.values():
            reason = self._reason(token)
            if reason:
                yield StuckToken(token.id, token.element, reason)

    def _reason(self, token: Token) -> str:
        """Why the token is stuck; empty where it is not."""
        if token.scope != ROOT and token.scope not in self.tokens:
            return "NO_SCOPE"
        if token.host is not None:
            return self._reason_of_listener(token)
        if token.wait is not None or token.incident is not None or self.inside.get(token.id):
            return ""
        if token.joining:
            return "NO_TOKEN_COMES" if token.id in self.starved else ""
        if token.consumed is not None:
            return "" if len(self.inside[token.scope]) > 1 else "NO_TOKEN_COMES"
        events = [listener for listener in self.listeners.get(token.id, ()) if not self._is_boundary(listener)]
        return "" if any(map(self._can_fire, events)) or token.id in self.compensated_for else "NO_WAIT"

    def _is_boundary(self, listener: Token) -> bool:
        """What could end an activity is no reason for it to stand."""
        element = self.process.elements.get(listener.element)
        return element is not None and element.attached_to is not None

    def _reason_of_listener(self, token: Token) -> str:
        if token.host not in self.tokens and token.host != ROOT:
            return "NO_HOST"
        return "" if self._can_fire(token) else "NO_TRIGGER"

    @staticmethod
    def _can_fire(listener: Token) -> bool:
        return listener.wait is not None or listener.incident is not None or listener.brought is not None

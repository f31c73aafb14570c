"""Joins: shared code of gateways that take several tokens, also of those that must know whether another one can still come."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token


def fire_joins(instance: Instance) -> None:
    """Fire every join that is due, until none is."""
    fired = True
    while fired and instance.status == "ACTIVE":
        fired = False
        for gateway in instance.definition.joins:
            there = [token for token in instance.awake("j") if token.element == gateway and token.host is None]
            for scope in dict.fromkeys(token.scope for token in there):
                tokens = [token for token in there if token.scope == scope]
                if _all_wait(tokens) and instance.definition.behaviours[gateway].join(instance, tokens):
                    fired = True


def _all_wait(tokens: list[Token]) -> bool:
    """None is parked, and none has only just come."""
    return all(token.incident is None and (token.joining or token.consumed is not None) for token in tokens)


def first_by_flow(tokens: list[Token]) -> dict[str, Token]:
    """The first token on each flow that has one."""
    first: dict[str, Token] = {}
    for token in tokens:
        first.setdefault(token.via or "", token)
    return first


def no_token_can_arrive(instance: Instance, gateway: str, scope: str, full: set[str]) -> bool:
    """No token elsewhere has a way to an empty flow, unless it has one to a full flow too."""
    reach = instance.definition.joins[gateway]
    empty, full = set(instance.process.elements[gateway].incoming) - full, full & reach.keys()
    for token in instance.inside(scope):
        place = token.element
        if place != gateway and any(place in reach[flow] for flow in empty) and not any(place in reach[flow] for flow in full):
            return False
    return True


def consume(instance: Instance, tokens: Mapping[str, Token], survivor: Token) -> None:
    """Several tokens become one."""
    for token in tokens.values():
        if token is not survivor:
            instance.drop(token)
    survivor.joining = False


def gather(instance: Instance, token: Token, quantity: int) -> bool:
    """Whether so many tokens have come that the element begins; if so, only this one of them goes on (BPMN 2.0.2, 10.3)."""
    waiting = [other for other in instance.inside(token.scope) if other.element == token.element and other.joining and other is not token]
    if len(waiting) + 1 < quantity:
        token.joining = True
        return False
    for other in waiting[: quantity - 1]:
        instance.drop(other)
    token.joining = False
    return True

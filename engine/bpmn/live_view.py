"""The view of an instance at the end of its turn, built without decoding the bytes that were just made."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.bpmn.runtime.instance import Instance
from engine.model.state_view import Scopes, StandingToken, StateView


def view_of_instance(instance: Instance) -> StateView:
    """The instance must not change any more."""

    def tokens() -> tuple[StandingToken, ...]:
        return tuple(
            StandingToken(token.id, token.element, token.incident is not None)
            for token in instance.tokens()
            if token.host is None or token.incident is not None
        )

    return StateView(lambda: _LiveScopes(instance), tokens, lambda token: instance.find(token) is not None)


class _LiveScopes(Scopes):
    """As they are read from the bytes; a group that the turn has not touched is woken for who asks for one of it."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._read: dict[str, tuple[str | None, Mapping[str, Any]]] = {}

    def __contains__(self, scope: object) -> bool:
        if scope not in self._instance.scopes and isinstance(scope, str):
            self._instance.find(scope)
        return scope in self._instance.scopes

    def __getitem__(self, scope: str) -> tuple[str | None, Mapping[str, Any]]:
        if scope not in self._read:
            if scope not in self:
                raise KeyError(scope)
            scopes = self._instance.scopes
            written, variables = scopes.written, scopes.variables[scope]
            read = {name: _as_read(value) if (scope, name) in written else value for name, value in variables.items()}
            self._read[scope] = scopes.parents[scope], read
        return self._read[scope]


def _as_read(value: Any) -> Any:
    """The value as it is read from bytes: a decimal that is written as a whole number comes back as one."""
    if isinstance(value, Decimal):
        text = str(value)
        return int(text) if text.removeprefix("-").isdigit() else value
    if isinstance(value, dict):
        return {name: _as_read(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_read(item) for item in value]
    return value

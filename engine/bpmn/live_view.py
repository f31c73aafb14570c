"""The view of an instance at the end of its turn, built without decoding the bytes that were just made."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.bpmn.runtime.instance import Instance
from engine.model.state_view import Scopes, StandingToken, StateView


def view_of_instance(instance: Instance) -> StateView:
    """The instance must not change any more."""

    def scopes() -> Scopes:
        parents, variables = instance.scopes.parents, instance.scopes.variables
        return {scope: (parent, _as_read(variables[scope])) for scope, parent in parents.items()}

    def tokens() -> tuple[StandingToken, ...]:
        return tuple(
            StandingToken(token.id, token.element, token.incident is not None)
            for token in instance.tokens()
            if token.host is None or token.incident is not None
        )

    return StateView(scopes, tokens)


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

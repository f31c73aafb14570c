"""A read-only view of an instance's state: its variables, and the places of its tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

#: the scope around a scope (None around the instance's own, whose id is empty), and the variables of its own
Scopes = Mapping[str, tuple[str | None, Mapping[str, Any]]]


class StandingToken(NamedTuple):
    """Where an instance stands; `parked`: with an incident. What only listens stands nowhere."""

    id: str
    element: str
    parked: bool


class StateView:
    """Read at the first question, and once. Who asks gets dictionaries of their own, with values that others share."""

    def __init__(self, scopes: Callable[[], Scopes], tokens: Callable[[], tuple[StandingToken, ...]]) -> None:
        self._read_scopes = scopes
        self._read_tokens = tokens

    @property
    def variables(self) -> dict[str, Any]:
        """Those of the instance."""
        return self.variables_of("")

    def variables_of(self, token: str) -> dict[str, Any]:
        """Those that a token sees (a token that has no scope of its own sees the instance's)."""
        chain: list[Mapping[str, Any]] = []
        scope: str | None = token if token in self._scopes else ""
        while scope is not None:
            scope, variables = self._scopes[scope]
            chain.append(variables)
        return {name: value for variables in reversed(chain) for name, value in variables.items()}

    @cached_property
    def tokens(self) -> tuple[StandingToken, ...]:
        return self._read_tokens()

    @cached_property
    def _scopes(self) -> Scopes:
        return self._read_scopes()

"""A read-only view of an instance's state: its variables, and the places of its tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol


class Scopes(Protocol):
    """The scope around a scope (None around the instance's own, whose id is empty), and the variables of its own."""

    def __contains__(self, scope: object) -> bool: ...
    def __getitem__(self, scope: str) -> tuple[str | None, Mapping[str, Any]]: ...


class StandingToken(NamedTuple):
    """A place where an instance stands; `parked`: with an incident. Tokens that only listen are left out."""

    id: str
    element: str
    parked: bool


class StateView:
    """Decodes the state at the first question, once. Each caller gets its own dictionaries, with shared values."""

    def __init__(self, scopes: Callable[[], Scopes], tokens: Callable[[], tuple[StandingToken, ...]], holds: Callable[[str], bool]) -> None:
        self._read_scopes = scopes
        self._read_tokens = tokens
        #: whether the instance has this token, which may be one that listens
        self.holds = holds

    @property
    def variables(self) -> dict[str, Any]:
        """Returns the variables of the instance."""
        return self.variables_of("")

    def variables_of(self, token: str) -> dict[str, Any]:
        """Returns the variables that a token sees: its own scope's, or the instance's where it has none."""
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

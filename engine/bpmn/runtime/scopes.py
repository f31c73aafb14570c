"""The tree of variable scopes: instance, sub-process, multi-instance body, inner instance, activity (Camunda 8's rules)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.feel.values import to_json

ROOT = ""


class Scopes:
    """Scope id -> (parent id, variables). The root's id is the empty string; the others are tokens' ids."""

    def __init__(self) -> None:
        self.parents: dict[str, str | None] = {ROOT: None}
        self.variables: dict[str, dict[str, Any]] = {ROOT: {}}
        #: whether something was written since conditional events were last looked at
        self.changed = False
        #: scope and name of what was written since the state was read: everything else is as it was read
        self.written: set[tuple[str, str]] = set()

    def open(self, scope: str, parent: str, variables: Mapping[str, Any] | None = None) -> None:
        self.parents[scope] = parent
        self.variables[scope] = {name: to_json(value) for name, value in (variables or {}).items()}
        self.written.update((scope, name) for name in self.variables[scope])

    def close(self, scope: str) -> None:
        self.parents.pop(scope, None)
        self.variables.pop(scope, None)

    def __contains__(self, scope: object) -> bool:
        return scope in self.parents

    def view(self, scope: str) -> dict[str, Any]:
        """All variables visible in a scope; inner ones shadow outer ones."""
        chain: list[dict[str, Any]] = []
        current: str | None = scope
        while current is not None:
            chain.append(self.variables[current])
            current = self.parents[current]
        visible: dict[str, Any] = {}
        for variables in reversed(chain):
            visible.update(variables)
        return visible

    def parent(self, scope: str) -> str:
        """The scope around one that is not the instance's."""
        parent = self.parents[scope]
        assert parent is not None
        return parent

    def outwards(self, scope: str) -> Iterator[str]:
        """The scope and those around it, to the instance's."""
        current: str | None = scope
        while current is not None:
            yield current
            current = self.parents[current]

    def set_local(self, scope: str, name: str, value: Any) -> None:
        self.set_stored(scope, name, to_json(value))

    def set_stored(self, scope: str, name: str, value: Any) -> None:
        """The same for a value that is JSON at rest already."""
        self.variables[scope][name] = value
        self.written.add((scope, name))
        self.changed = True

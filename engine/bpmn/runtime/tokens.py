"""The tokens of an instance. Of a large state, groups of inner instances sleep as bytes until somebody asks for one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, Protocol

from engine.bpmn.runtime.scopes import ROOT, Scopes
from engine.bpmn.runtime.token import Token, Variables
from engine.model.state_parts import PartKey, PartSource

#: what a group may hold that is asked for wherever it stands: c conditions, s waits for signals, j tokens at joins that look around
Trait = Literal["c", "s", "j"]


class Woken(Protocol):
    """A group as it stands in memory."""

    @property
    def tokens(self) -> list[Token]: ...
    @property
    def scopes(self) -> list[tuple[str, str | None, Variables]]: ...


class Dormitory(Protocol):
    """Where the groups are (engine/bpmn/stored/groups.py)."""

    @property
    def source(self) -> PartSource: ...
    @property
    def read(self) -> Mapping[PartKey, bytes]:
        """The groups that were woken, as they were."""

    def holding(self, token: str) -> Collection[PartKey]:
        """The groups that may hold this token."""

    def wake(self, keys: Collection[PartKey]) -> Iterable[Woken]: ...


class Asleep:
    """The groups of an instance that nobody has woken in this turn."""

    def __init__(self, traits: Mapping[PartKey, str], dormitory: Dormitory) -> None:
        #: as the turn found them
        self.all = frozenset(traits)
        self.traits = dict(traits)
        self.dormitory = dormitory
        self.bodies = {key.body for key in self.traits}

    def of_body(self, body: str) -> list[PartKey]:
        return [key for key in self.traits if key.body == body] if body in self.bodies else []

    def with_trait(self, trait: Trait) -> list[PartKey]:
        return [key for key, traits in self.traits.items() if trait in traits]

    def holding(self, token: str) -> list[PartKey]:
        return [key for key in self.dormitory.holding(token) if key in self.traits]

    def wake(self, keys: Collection[PartKey]) -> Iterable[Woken]:
        for key in keys:
            del self.traits[key]
        self.bodies = {key.body for key in self.traits}
        return self.dormitory.wake(keys)


class Tokens:
    """Those of one instance, by their ids and by what they belong to."""

    def __init__(self, scopes: Scopes) -> None:
        self.scopes = scopes
        #: the groups of a large state that this turn has not touched; None: everything is awake
        self.asleep: Asleep | None = None
        #: the place of the next token in the order of their coming
        self.next_order = 0
        self._in_order = True
        self._tokens: dict[str, Token] = {}
        #: scope, host or thrower of a compensation -> the tokens that belong to it, in the order in which they came
        self._bound: dict[str, dict[str, Token]] = {}

    def tokens(self) -> list[Token]:
        """All of them, in the order of their coming."""
        if self.asleep is not None:
            self._wake(list(self.asleep.traits))
        return self.awake()

    def awake(self, trait: Trait | None = None) -> list[Token]:
        """Those that this turn has read or made, and those of every group with this trait; the others are as the last turn left them."""
        if trait is not None and self.asleep is not None and (keys := self.asleep.with_trait(trait)):
            self._wake(keys)
        return self._sorted(self._tokens)

    def holds(self, token: Token) -> bool:
        """Whether the token is still there."""
        return token.id in self._tokens

    def find(self, token: str) -> Token | None:
        found = self._tokens.get(token)
        if found is None and self.asleep is not None and token != ROOT:
            self._wake(self.asleep.holding(token))
            found = self._tokens.get(token)
        return found

    def get(self, token: str) -> Token:
        found = self.find(token)
        if found is None:
            raise KeyError(token)
        return found

    def _wake(self, keys: list[PartKey]) -> None:
        if not keys or self.asleep is None:
            return
        self._in_order = False
        for group in self.asleep.wake(keys):
            for scope, parent, variables in group.scopes:
                self.scopes.parents[scope] = parent
                self.scopes.variables[scope] = variables
            for token in group.tokens:
                self.add(token)

    def _sorted(self, tokens: Mapping[str, Token]) -> list[Token]:
        found = list(tokens.values())
        return found if self._in_order else sorted(found, key=lambda token: token.order)

    def count_anew(self) -> None:
        """The places in the order are not stored with a small state: they are counted when it is read."""
        for order, token in enumerate(self._tokens.values()):
            token.order = order
        self.next_order = len(self._tokens)

    def inside(self, scope: str) -> list[Token]:
        """The tokens that keep a scope alive."""
        return [token for token in self.bound(scope) if token.scope == scope and token.host is None]

    def listeners(self, host: str) -> list[Token]:
        return [token for token in self.bound(host) if token.host == host]

    def bound(self, owner: str) -> list[Token]:
        """All that goes with a token or scope: what is inside it, listens for it, or compensates on its behalf."""
        if self.asleep is not None:
            self._wake(self.asleep.of_body(owner))
        return self._sorted(self._bound.get(owner, {}))

    def add(self, token: Token) -> None:
        if token.order < 0:
            token.order = self.next_order
            self.next_order += 1
        self._tokens[token.id] = token
        for owner in token.owners:
            self._bound.setdefault(owner, {})[token.id] = token

    def remove(self, token: Token) -> None:
        for owner in token.owners:
            bound = self._bound.get(owner, {})
            bound.pop(token.id, None)
            if not bound:
                self._bound.pop(owner, None)
        del self._tokens[token.id]

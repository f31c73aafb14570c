"""Groups of a large state: the inner instances of a parallel repetition, some to a line, so that a turn reads and writes only its own.

A line holds the tokens of its inner instances, all that stands inside them, and their scopes. Which group an inner instance belongs to
follows from its number alone, so that it never moves (docs/decisions/0074).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements import MultiInstance
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token, Variables
from engine.bpmn.runtime.waits import ConditionWait, SignalWait
from engine.bpmn.stored.json_text import dumps, loads
from engine.bpmn.stored.token_codec import read_token, write_token
from engine.model.errors import CorruptState
from engine.model.state_parts import PartKey, PartSource

#: a repetition of more instances than this is stored in groups
LARGE = 64
#: inner instances of a group: a turn reads and writes so many for one, and one group of so many is one row
SIZE = 16
ScopeRow = tuple[str, str | None, Variables]


@dataclass(frozen=True, slots=True)
class Group:
    tokens: list[Token]
    scopes: list[ScopeRow]


def is_large(instance: Instance, token: Token) -> bool:
    """Whether a token is the body of a parallel repetition that is stored in groups."""
    repetition = token.repetition
    if repetition is None or repetition.count <= LARGE or repetition.started < repetition.count:
        return False
    loop = instance.element(token).loop
    return isinstance(loop, MultiInstance) and not loop.sequential


class Grouping:
    """Which group each awake token belongs to: that of the outermost large repetition around it."""

    def __init__(self, instance: Instance, awake: Collection[Token]) -> None:
        self._instance = instance
        self.bodies = {token.id for token in awake if token.repetition is not None and is_large(instance, token)}
        self._tokens = {token.id: token for token in awake} if self.bodies else {}
        self._known: dict[str, PartKey | None] = {}

    def of(self, scope: str) -> PartKey | None:
        """The group of a scope, by the token that it belongs to; None: it stays with the instance."""
        if scope == ROOT or not self.bodies:
            return None
        if scope not in self._known:
            token = self._tokens.get(scope)
            self._known[scope] = self.of_token(token) if token is not None else None
        return self._known[scope]

    def of_token(self, token: Token) -> PartKey | None:
        around = self.of(token.scope)
        if around is None and token.inner is not None and token.scope in self.bodies:
            return PartKey(token.scope, (token.inner - 1) // SIZE)
        return around


def write_group(tokens: Iterable[Token], scopes: Iterable[ScopeRow]) -> bytes:
    return dumps([[[token.id, token.element, write_token(token), token.order] for token in tokens], [list(scope) for scope in scopes]])


def read_group(line: bytes) -> Group:
    """Raises CorruptState."""
    tokens, scopes = loads(line)
    return Group(list(read_tokens(tokens)), [(scope, parent, variables) for scope, parent, variables in scopes])


def read_tokens(rows: Iterable[Any]) -> Iterator[Token]:
    """Tokens with their places in the order of their coming."""
    for identifier, element, fields, order in rows:
        token = read_token(identifier, element, fields)
        token.order = order
        yield token


def traits_of(instance: Instance, tokens: Iterable[Token]) -> str:
    """What a group holds that is asked for wherever it stands (engine/bpmn/runtime/tokens.py)."""
    found = set()
    for token in tokens:
        if isinstance(token.wait, ConditionWait):
            found.add("c")
        elif isinstance(token.wait, SignalWait):
            found.add("s")
        if token.element in instance.definition.joins:
            found.add("j")
    return "".join(sorted(found))


class Lines:
    """The groups of a state that is there as a whole: engine.model.state_parts.PartSource."""

    def __init__(self, keys: Collection[PartKey], lines: Collection[bytes]) -> None:
        if len(keys) != len(lines):
            raise CorruptState(f"Expected {len(keys)} groups of a stored state, but there are {len(lines)}.")
        self._lines = dict(zip(keys, lines, strict=True))

    def holding(self, token: str) -> Mapping[PartKey, bytes]:
        """A text of a variable may look like a token's id: then one group too many is read."""
        name = f'"{token}"'.encode()
        return {key: line for key, line in self._lines.items() if name in line}

    def read(self, keys: Collection[PartKey]) -> Mapping[PartKey, bytes]:
        return {key: self._lines[key] for key in keys}


class Sleepers:
    """Reads groups as they are woken, and remembers their bytes: engine.bpmn.runtime.tokens.Dormitory."""

    def __init__(self, source: PartSource) -> None:
        self.source = source
        #: as they were read, by which one that has not changed is known
        self.read: dict[PartKey, bytes] = {}

    def holding(self, token: str) -> Collection[PartKey]:
        found = self.source.holding(token)
        self.read.update(found)
        return found

    def wake(self, keys: Collection[PartKey]) -> list[Group]:
        missing = [key for key in keys if key not in self.read]
        if missing:
            self.read.update(self.source.read(missing))
        return [read_group(self.read[key]) for key in keys]

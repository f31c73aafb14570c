"""Reads the bytes of a state: JSON with exact decimals, in an order that depends on nothing but the state.

A large state has a line more for each group of inner instances (engine/bpmn/stored/groups.py). The first line, its head, may be
stored apart from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.bpmn.runtime.instance import Executable, Instance, Status
from engine.bpmn.runtime.token import CompletedActivity, Token, Variables
from engine.bpmn.runtime.tokens import Asleep
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.stored.groups import Lines, ScopeRow, Sleepers, read_group, read_tokens
from engine.bpmn.stored.json_text import dumps, loads
from engine.bpmn.stored.token_codec import read_record, read_token
from engine.bpmn.stored.upcasters import IN_GROUPS, upcast
from engine.model.errors import CorruptState
from engine.model.state_parts import Part, PartKey, PartSource
from engine.model.state_view import Scopes, StandingToken, StateView
from engine.model.without_names import without_names


@dataclass(frozen=True, slots=True)
class StoredState:
    """The stored bytes as data, before any process gives them a meaning. `scopes`: each scope, the one around it, its variables."""

    status: Status
    called: bool
    listening: bool
    compensable: list[CompletedActivity]
    tokens: list[Token]
    scopes: list[tuple[str, str | None, Variables]]
    #: the place of the next token in their order; None: that of the list
    next_order: int | None = None


class ParsedState:
    """The bytes of a state, parsed at the first question and once: for who reads the state before the turn that changes it."""

    def __init__(self, data: bytes, source: PartSource | None = None) -> None:
        """`source`: where the groups are, if `data` is the head alone."""
        self.data = data
        self._source = source

    @cached_property
    def document(self) -> Any:
        return loads(self.data.partition(b"\n")[0])

    @cached_property
    def traits(self) -> dict[PartKey, str]:
        """Of each group, in their order."""
        if self.document.get("v") != IN_GROUPS:
            return {}
        return {PartKey(body, number): traits for body, groups in self.document["groups"].items() for number, traits in groups}

    @cached_property
    def source(self) -> PartSource:
        """Raises CorruptState where groups are missing."""
        return self._source or Lines(self.traits, self.data.split(b"\n")[1:])

    @cached_property
    def view(self) -> StateView:
        return StateView(lambda: _StoredScopes(self), lambda: tuple(_standing(self)), lambda token: _holds(self, token))


def read_state(data: bytes | ParsedState) -> StoredState:
    """Raises CorruptState where the bytes are no state, or not the whole of it."""
    parsed = data if isinstance(data, ParsedState) else ParsedState(data)
    stored = _read_head(parsed)
    if stored.next_order is None:
        return stored
    for line in parsed.source.read(parsed.traits).values():
        group = read_group(line)
        stored.tokens.extend(group.tokens)
        stored.scopes.extend(group.scopes)
    stored.tokens.sort(key=lambda token: token.order)
    return stored


def _read_head(parsed: ParsedState) -> StoredState:
    document = upcast(parsed.document)
    try:
        in_groups = document["v"] == IN_GROUPS
        return StoredState(
            status=document["status"],
            called=document["called"],
            listening=document["listening"],
            compensable=[read_record(record) for record in document["compensable"]],
            tokens=list(read_tokens(document["tokens"]) if in_groups else (read_token(*row) for row in document["tokens"])),
            scopes=[(scope, parent, variables) for scope, parent, variables in document["scopes"]],
            next_order=document["next"] if in_groups else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CorruptState(f"Expected a stored state, but something of it is missing or odd: {error!r}") from None


def decode(data: bytes | ParsedState, definition: Executable, turn: Turn) -> Instance:
    """Groups of a large state sleep until somebody asks for them. Raises CorruptState where the bytes are no state of this definition."""
    parsed = data if isinstance(data, ParsedState) else ParsedState(data)
    instance = restore(_read_head(parsed), definition, turn)
    if parsed.traits:
        instance.asleep = Asleep(parsed.traits, Sleepers(parsed.source))
    return instance


def restore(state: StoredState, definition: Executable, turn: Turn) -> Instance:
    instance = Instance(definition, turn)
    instance.status = state.status
    instance.called = state.called
    instance.listening = state.listening
    instance.compensable = state.compensable
    for scope, parent, variables in state.scopes:
        instance.scopes.parents[scope] = parent
        # a dictionary of its own: who has read the parsed state keeps what it read
        instance.scopes.variables[scope] = dict(variables)
    for token in state.tokens:
        if token.element not in definition.process.elements:
            raise CorruptState(f"Expected the element '{token.element}' in the process, but it has none.")
        instance.add(token)
    if state.next_order is not None:
        instance.next_order = state.next_order
    return instance


def without_variables(data: bytes, names: Collection[str] | None = None) -> bytes:
    """The state of an ended instance after its content, or what bears these names, was erased."""
    document = loads(data)
    document["scopes"] = [
        [scope, parent, {} if names is None else without_names(variables, names)] for scope, parent, variables in document["scopes"]
    ]
    document["compensable"] = []
    return dumps(document)


def split_state(data: bytes) -> tuple[bytes, dict[PartKey, Part]]:
    """The head of a whole state, and its groups."""
    parsed = ParsedState(data)
    lines = parsed.source.read(parsed.traits) if is_head_of_groups(data) else {}
    parts = {key: Part(line, tuple(row[0] for row in loads(line)[0])) for key, line in lines.items()}
    return data.partition(b"\n")[0], parts


def is_head_of_groups(data: bytes) -> bool:
    """Whether the groups of this state stand apart from these bytes, or after them."""
    return data.startswith(_HEAD_OF_GROUPS)


_HEAD_OF_GROUPS = f'{{"v":{IN_GROUPS},'.encode()


def view_of_state(data: bytes) -> StateView:
    """Decoded at the first question."""
    return ParsedState(data).view


class _StoredScopes(Scopes):
    """Those of the head, and those of a group once somebody asks for one of them."""

    def __init__(self, parsed: ParsedState) -> None:
        self._parsed = parsed
        self._known: dict[str, tuple[str | None, Variables]] = _by_scope(parsed.document["scopes"])

    def __contains__(self, scope: object) -> bool:
        if scope not in self._known and isinstance(scope, str) and self._parsed.traits:
            for line in self._parsed.source.holding(scope).values():
                self._known |= _by_scope(loads(line)[1])
        return scope in self._known

    def __getitem__(self, scope: str) -> tuple[str | None, Variables]:
        if scope not in self:
            raise KeyError(scope)
        return self._known[scope]


def _by_scope(rows: list[ScopeRow]) -> dict[str, tuple[str | None, Variables]]:
    return {scope: (parent, variables) for scope, parent, variables in rows}


def _holds(parsed: ParsedState, token: str) -> bool:
    if any(row[0] == token for row in parsed.document["tokens"]):
        return True
    groups = parsed.source.holding(token).values() if parsed.traits else ()
    return any(row[0] == token for line in groups for row in loads(line)[0])


def _standing(parsed: ParsedState) -> Iterator[StandingToken]:
    rows = list(parsed.document["tokens"])
    if parsed.traits:
        for line in parsed.source.read(parsed.traits).values():
            rows += loads(line)[0]
        rows.sort(key=lambda row: row[3])
    for identifier, element, fields, *_order in rows:
        if "host" not in fields or "incident" in fields:
            yield StandingToken(identifier, element, "incident" in fields)


def variables_of(data: bytes, scope: str = "") -> Variables:
    """The variables visible in a scope of a stored state (a token that has no scope of its own sees the instance's)."""
    return view_of_state(data).variables_of(scope)


def tokens_of(data: bytes) -> tuple[StandingToken, ...]:
    """Where an instance stands. What only listens stands nowhere."""
    return view_of_state(data).tokens

"""The state of an instance as bytes: JSON with exact decimals, in an order that depends on nothing but the state."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import simplejson

from engine.bpmn.runtime.instance import Executable, Instance, Status
from engine.bpmn.runtime.token import CompletedActivity, Token, Variables
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.token_codec import read_record, read_token, write_record, write_token
from engine.bpmn.upcasters import VERSION, WITHOUT_LISTENERS, upcast
from engine.model.errors import CorruptState
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


class ParsedState:
    """The bytes of a state, parsed at the first question and once: for who reads the state before the turn that changes it."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def document(self) -> Any:
        return loads(self.data)

    @cached_property
    def view(self) -> StateView:
        return _view(lambda: self.document)


def encode(instance: Instance) -> bytes:
    document = {
        "v": VERSION if any(token.phase is not None for token in instance.tokens()) else WITHOUT_LISTENERS,
        "status": instance.status,
        "called": instance.called,
        "listening": instance.listening,
        "compensable": [write_record(record) for record in instance.compensable],
        "tokens": [[token.id, token.element, write_token(token)] for token in instance.tokens()],
        "scopes": [[scope, parent, instance.scopes.variables[scope]] for scope, parent in instance.scopes.parents.items()],
    }
    return dumps(document)


def read_state(data: bytes | ParsedState) -> StoredState:
    """Raises CorruptState where the bytes are no state."""
    document = upcast(data.document if isinstance(data, ParsedState) else loads(data))
    try:
        return StoredState(
            status=document["status"],
            called=document["called"],
            listening=document["listening"],
            compensable=[read_record(record) for record in document["compensable"]],
            tokens=[read_token(identifier, element, fields) for identifier, element, fields in document["tokens"]],
            scopes=[(scope, parent, variables) for scope, parent, variables in document["scopes"]],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CorruptState(f"Expected a stored state, but something of it is missing or odd: {error!r}") from None


def decode(data: bytes | ParsedState, definition: Executable, turn: Turn) -> Instance:
    """Raises CorruptState where the bytes are no state of this definition."""
    return restore(read_state(data), definition, turn)


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
    return instance


def without_variables(data: bytes, names: Collection[str] | None = None) -> bytes:
    """The state of an ended instance after its content, or what bears these names, was erased."""
    document = loads(data)
    document["scopes"] = [
        [scope, parent, {} if names is None else without_names(variables, names)] for scope, parent, variables in document["scopes"]
    ]
    document["compensable"] = []
    return dumps(document)


def view_of_state(data: bytes) -> StateView:
    """Decoded at the first question."""
    return ParsedState(data).view


def _view(document: Callable[[], Any]) -> StateView:
    def scopes() -> Scopes:
        return {scope: (parent, variables) for scope, parent, variables in document()["scopes"]}

    def tokens() -> tuple[StandingToken, ...]:
        return tuple(
            StandingToken(identifier, element, "incident" in fields)
            for identifier, element, fields in document()["tokens"]
            if "host" not in fields or "incident" in fields
        )

    return StateView(scopes, tokens)


def variables_of(data: bytes, scope: str = "") -> Variables:
    """The variables visible in a scope of a stored state (a token that has no scope of its own sees the instance's)."""
    return view_of_state(data).variables_of(scope)


def tokens_of(data: bytes) -> tuple[StandingToken, ...]:
    """Where an instance stands. What only listens stands nowhere."""
    return view_of_state(data).tokens


def dumps(document: Any) -> bytes:
    text: str = simplejson.dumps(document, use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def loads(data: bytes) -> Any:
    try:
        return simplejson.loads(data, use_decimal=True)
    except ValueError as error:
        raise CorruptState(f"Expected a stored state, but it cannot be read: {error}") from None

"""The state of an instance as bytes: JSON with exact decimals, in an order that depends on nothing but the state."""

from __future__ import annotations

from typing import Any

import simplejson

from engine.bpmn.definition import Definition
from engine.bpmn.workflow import Instance, Turn
from engine.model.errors import CorruptState

VERSION = 2
#: states of earlier releases that this one still reads
READABLE = frozenset({1, 2})


def encode(instance: Instance) -> bytes:
    document = {
        "v": VERSION,
        "status": instance.status,
        "called": instance.called,
        "listening": instance.listening,
        "compensable": instance.compensable,
        "tokens": [[str(task.id), task.task_spec.name, task.internal_data] for task in instance.tokens()],
        "scopes": [[scope, parent, instance.scopes.variables[scope]] for scope, parent in instance.scopes.parents.items()],
    }
    return dumps(document)


def decode(data: bytes, definition: Definition, turn: Turn) -> Instance:
    """Raises CorruptState where the bytes are no state of this definition."""
    document = loads(data)
    if document.get("v") not in READABLE:
        raise CorruptState(f"Expected a state of version {VERSION} or an earlier one, but this one is of version {document.get('v')!r}.")
    instance = Instance(definition, turn)
    instance.status = document["status"]
    instance.called = document["called"]
    # the first releases had no event sub-processes and no compensation
    instance.listening = document.get("listening", True)
    instance.compensable = document.get("compensable", [])
    for scope, parent, variables in document["scopes"]:
        instance.scopes.parents[scope] = parent
        instance.scopes.variables[scope] = variables
    for identifier, element, internal in document["tokens"]:
        if element not in definition.spec.task_specs:
            raise CorruptState(f"Expected the element '{element}' in the process, but it has none.")
        instance.restore_token(identifier, element, internal)
    return instance


def without_variables(data: bytes) -> bytes:
    """The state of an ended instance after its content was erased."""
    document = loads(data)
    document["scopes"] = [[scope, parent, {}] for scope, parent, _variables in document["scopes"]]
    document["compensable"] = []
    return dumps(document)


def variables_of(data: bytes, scope: str = "") -> dict[str, Any]:
    """The variables visible in a scope of a stored state (a token that has no scope of its own sees the instance's)."""
    document = loads(data)
    scopes = {identifier: (parent, variables) for identifier, parent, variables in document["scopes"]}
    chain: list[dict[str, Any]] = []
    current: str | None = scope if scope in scopes else ""
    while current is not None:
        parent, variables = scopes[current]
        chain.append(variables)
        current = parent
    return {name: value for variables in reversed(chain) for name, value in variables.items()}


def tokens_of(data: bytes) -> list[tuple[str, str, bool]]:
    """Where an instance stands: each token's id, element and whether it is parked with an incident. What only listens stands nowhere."""
    tokens = loads(data)["tokens"]
    return [
        (identifier, element, "incident" in internal)
        for identifier, element, internal in tokens
        if "host" not in internal or "incident" in internal
    ]


def dumps(document: Any) -> bytes:
    text: str = simplejson.dumps(document, use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def loads(data: bytes) -> Any:
    try:
        return simplejson.loads(data, use_decimal=True)
    except ValueError as error:
        raise CorruptState(f"Expected a stored state, but it cannot be read: {error}") from None

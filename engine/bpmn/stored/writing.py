"""Writes the state of an instance: in one piece, or a large one as a head and groups, of which only those are made anew that the turn
has touched (engine/bpmn/stored/groups.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.stored.groups import Grouping, ScopeRow, traits_of, write_group
from engine.bpmn.stored.json_text import dumps
from engine.bpmn.stored.token_codec import write_record, write_token
from engine.bpmn.stored.upcasters import IN_GROUPS, VERSION, WITHOUT_LISTENERS
from engine.model.state_parts import Part, PartKey


@dataclass(frozen=True, slots=True)
class EncodedState:
    """`changed`: the groups that are new or not as they were read; `gone`: those that are no more."""

    head: bytes
    changed: Mapping[PartKey, Part]
    gone: frozenset[PartKey]
    lines: Callable[[], list[bytes]]


def encode(instance: Instance) -> bytes:
    """The whole state."""
    encoded = encode_in_groups(instance)
    return b"\n".join([encoded.head, *encoded.lines()])


def encode_in_groups(instance: Instance) -> EncodedState:
    awake = instance.awake()
    asleep = instance.asleep.traits if instance.asleep is not None else {}
    grouping = Grouping(instance, awake)
    if not grouping.bodies and not asleep:
        instance.count_anew()
        return EncodedState(_write_small(instance, awake), {}, _gone(instance, {}), list)
    tokens: dict[PartKey | None, list[Token]] = {None: []}
    for token in awake:
        tokens.setdefault(grouping.of_token(token), []).append(token)
    scopes: dict[PartKey | None, list[ScopeRow]] = {}
    for scope, parent in instance.scopes.parents.items():
        scopes.setdefault(grouping.of(scope), []).append((scope, parent, instance.scopes.variables[scope]))
    lines = {key: write_group(inside, scopes.get(key, ())) for key, inside in tokens.items() if key is not None}
    traits = {**asleep, **{key: traits_of(instance, inside) for key, inside in tokens.items() if key is not None}}
    head = {
        "v": IN_GROUPS,
        **_of_instance(instance),
        "tokens": [[token.id, token.element, _without_items(token, grouping), token.order] for token in tokens[None]],
        "scopes": [list(scope) for scope in scopes[None]],
        "next": instance.next_order,
        "groups": _sorted(traits),
    }
    read = _read_of(instance)
    changed = {key: Part(line, tuple(token.id for token in tokens[key])) for key, line in sorted(lines.items()) if read.get(key) != line}
    return EncodedState(dumps(head), changed, _gone(instance, traits), lambda: _all_lines(instance, sorted(traits), lines))


def _sorted(traits: Mapping[PartKey, str]) -> dict[str, list[list[Any]]]:
    groups: dict[str, list[list[Any]]] = {}
    for key in sorted(traits):
        groups.setdefault(key.body, []).append([key.number, traits[key]])
    return groups


def _read_of(instance: Instance) -> Mapping[PartKey, bytes]:
    return instance.asleep.dormitory.read if instance.asleep is not None else {}


def _gone(instance: Instance, traits: Collection[PartKey]) -> frozenset[PartKey]:
    return frozenset(instance.asleep.all) - frozenset(traits) if instance.asleep is not None else frozenset()


def _all_lines(instance: Instance, keys: list[PartKey], lines: Mapping[PartKey, bytes]) -> list[bytes]:
    others = [key for key in keys if key not in lines]
    slept = instance.asleep.dormitory.source.read(others) if instance.asleep is not None and others else {}
    return [lines[key] if key in lines else slept[key] for key in keys]


def _write_small(instance: Instance, tokens: list[Token]) -> bytes:
    document = {
        "v": VERSION if any(token.phase is not None for token in tokens) else WITHOUT_LISTENERS,
        **_of_instance(instance),
        "tokens": [[token.id, token.element, write_token(token)] for token in tokens],
        "scopes": [[scope, parent, instance.scopes.variables[scope]] for scope, parent in instance.scopes.parents.items()],
    }
    return dumps(document)


def _of_instance(instance: Instance) -> dict[str, Any]:
    return {
        "status": instance.status,
        "called": instance.called,
        "listening": instance.listening,
        "compensable": [write_record(record) for record in instance.compensable],
    }


def _without_items(token: Token, grouping: Grouping) -> dict[str, Any]:
    """All instances of a large repetition have begun: nobody asks for their items any more."""
    fields = write_token(token)
    if token.id in grouping.bodies and token.repetition is not None:
        fields |= {"items": None, "instances": token.repetition.count}
    return fields

"""Says when a field must be answered whose schema alone does not say it: a rule over it demands an answer, or it may be hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.syntax import ast
from engine.feel.syntax.free_names import free_names
from forms.form import Field


@dataclass(frozen=True)
class Part:
    """An expression that is true, or is not."""

    node: Any
    outcome: bool


@dataclass(frozen=True)
class Both:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class OneOf:
    parts: tuple[Condition, ...]


#: with every `not` at its parts; True and False: always, never
Condition = Part | Both | OneOf | bool


def requirement_of(field: Field) -> Condition:
    """True where it must always be answered, False where it never must."""
    needed = field.required or _complement(_left_over(_read(field.rules.get("feel")), field.key))
    shown = _complement(_read(field.hide and f"={field.hide.removeprefix('=')}", otherwise=False))
    return _joined(Both, (needed, shown))


def names_in(condition: Condition) -> frozenset[str]:
    if isinstance(condition, bool):
        return frozenset()
    if isinstance(condition, Part):
        return free_names(condition.node)
    return frozenset().union(*map(names_in, condition.parts))


def _read(text: Any, *, otherwise: bool = True) -> Condition:
    if not isinstance(text, str) or not text.startswith("="):
        return otherwise
    try:
        return _parted(compile_feel(text[1:]).node, True)
    except FeelSyntaxError:
        return otherwise


def _parted(node: Any, outcome: bool) -> Condition:
    match node:
        case ast.Literal(value=bool() as value):
            return value is outcome
        case ast.Conjunction(operands=operands):
            return _joined(Both if outcome else OneOf, tuple(_parted(item, outcome) for item in operands))
        case ast.Disjunction(operands=operands):
            return _joined(OneOf if outcome else Both, tuple(_parted(item, outcome) for item in operands))
        case ast.Call(function=ast.Name(name="not"), arguments=(operand,)):
            return _parted(operand, not outcome)
        case ast.If(condition=condition, then=then, otherwise=otherwise):
            way = _joined(Both, (_parted(condition, True), _parted(then, outcome)))
            return _joined(OneOf, (way, _joined(Both, (_parted(condition, False), _parted(otherwise, outcome)))))
        case ast.Comparison(sign="!=", left=left, right=right):
            return Part(ast.Comparison("=", left, right), not outcome)
    return Part(node, outcome)


def _joined(kind: type[Both] | type[OneOf], parts: tuple[Condition, ...]) -> Condition:
    """Leaves out what is always so, and says nothing twice."""
    idle = kind is Both
    kept: list[Condition] = []
    for part in parts:
        inner = part.parts if isinstance(part, kind) else (part,)
        for item in inner:
            if item is (not idle):
                return item
            if item is not idle and item not in kept:
                kept.append(item)
    return idle if not kept else kept[0] if len(kept) == 1 else kind(tuple(kept))


def _complement(condition: Condition) -> Condition:
    match condition:
        case bool():
            return not condition
        case Part(node=node, outcome=outcome):
            return Part(node, not outcome)
        case Both(parts=parts):
            return _joined(OneOf, tuple(map(_complement, parts)))
        case OneOf(parts=parts):
            return _joined(Both, tuple(map(_complement, parts)))


def _left_over(condition: Condition, key: str) -> Condition:
    """What a rule still demands while the field is empty: nothing is equal to nothing only, and neither more nor less than anything."""
    match condition:
        case Part(node=node, outcome=outcome) if key in free_names(node):
            equals = _equal_to(node, key)
            return False if equals is None else outcome is (equals == ast.Literal(None))
        case Both(parts=parts):
            return _joined(Both, tuple(_left_over(part, key) for part in parts))
        case OneOf(parts=parts):
            return _joined(OneOf, tuple(_left_over(part, key) for part in parts))
    return condition


def _equal_to(node: Any, key: str) -> Any:
    """The constant to which it compares the field: `key = null`; None for everything else."""
    sides = (node.left, node.right) if isinstance(node, ast.Comparison) and node.sign == "=" else ()
    if not any(isinstance(side, ast.Name) and side.name == key for side in sides):
        return None
    return next((side for side in sides if isinstance(side, ast.Literal)), None)

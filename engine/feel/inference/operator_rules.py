"""Arithmetic, comparisons, conjunctions and tests."""

from __future__ import annotations

from typing import Any

from engine.feel.inference.inferred import UNKNOWN, Inferred, comparable, describe, item_of
from engine.feel.inference.narrowing import path_of
from engine.feel.inference.operators import arithmetic, can_negate, can_order
from engine.feel.inference.walk import Walk
from engine.feel.syntax import ast
from engine.feel.types import ANY, BOOLEAN, NULL, RANGE, ListType, Simple


def infer_arithmetic(walk: Walk, node: ast.Arithmetic) -> Inferred:
    found, text = walk.value_of(node.first, node), node.first
    for sign, operand in node.rest:
        other = walk.value_of(operand, node)
        kind = arithmetic(sign, _any_for_null(found.type), _any_for_null(other.type))
        if kind is None:
            part = ast.Arithmetic(text, ((sign, operand),))
            walk.tell("OPERAND_TYPES", part, sign, describe(found.type), describe(other.type))
            return UNKNOWN
        found, text = Inferred(kind), operand
    return found


def infer_negation(walk: Walk, node: ast.Negation) -> Inferred:
    found = walk.value_of(node.operand, node)
    if not can_negate(_any_for_null(found.type)):
        walk.tell("OPERAND_TYPES", node, "-", describe(found.type))
        return UNKNOWN
    return found


def infer_comparison(walk: Walk, node: ast.Comparison) -> Inferred:
    if node.sign in ("=", "!="):
        left, right = walk.of(node.left), walk.of(node.right)
        fits = comparable(left.type, right.type)
        if fits:
            _look_at_value(walk, node.left, left, node.right)
            _look_at_value(walk, node.right, right, node.left)
    else:
        left, right = walk.value_of(node.left, node), walk.value_of(node.right, node)
        fits = can_order(_any_for_null(left.type), _any_for_null(right.type))
    if not fits:
        walk.tell("COMPARED_TYPES", node, describe(left.type), describe(right.type))
    return Inferred(BOOLEAN)


def _look_at_value(walk: Walk, node: ast.Node, found: Inferred, other: ast.Node) -> None:
    """A value that is written there and never comes."""
    if found.values is None or not isinstance(other, ast.Literal) or isinstance(node, ast.Literal):
        return
    if isinstance(other.value, str) and other.value not in found.values and found.values:
        known = sorted(map(str, found.values))
        walk.tell("NEVER_EQUAL", node, other.value, *known, names=tuple(path_of(node) or ())[:1])


def infer_conjunction(walk: Walk, node: ast.Conjunction) -> Inferred:
    return _junction(walk, node.operands, True)


def infer_disjunction(walk: Walk, node: ast.Disjunction) -> Inferred:
    return _junction(walk, node.operands, False)


def _junction(walk: Walk, operands: tuple[ast.Node, ...], outcome: bool) -> Inferred:
    """Each operand counts only where those before it had this outcome; else they have decided already."""
    inner, null = walk, Inferred(BOOLEAN)
    for operand in operands:
        found = inner.of(operand)
        if not comparable(found.type, BOOLEAN):
            walk.tell("EXPECTED_TYPE", operand, BOOLEAN.name, describe(found.type))
        elif found.null:
            null = null.perhaps(found.through)
        inner = inner.where(operand, outcome)
    return null


def infer_between(walk: Walk, node: ast.Between) -> Inferred:
    value = walk.value_of(node.value, node)
    for end in (node.low, node.high):
        other = walk.value_of(end, node)
        if not can_order(_any_for_null(value.type), _any_for_null(other.type)):
            walk.tell("COMPARED_TYPES", node, describe(value.type), describe(other.type))
            break
    return Inferred(BOOLEAN)


def infer_membership(walk: Walk, node: ast.In) -> Inferred:
    value = walk.of(node.value)
    cell = walk.within({"?": value})
    for test in node.tests:
        found = cell.of(test)
        _look_at_value(walk, node.value, value, test)
        bounds = [cell.of(bound) for bound in _bounds(test)]
        met = [bound.type for bound in bounds if isinstance(value.type, Simple) and not can_order(value.type, _any_for_null(bound.type))]
        if not _is_cell(found, test) and not isinstance(value.type, ListType) and not _meets(value, found):
            met.append(found.type)
        if met:
            walk.tell("COMPARED_TYPES", node, describe(value.type), describe(met[0]))
    if all(map(_bounds, node.tests)):
        # null lies in no range and in none of them it does not: the answer is null
        walk.value_of(node.value, node)
        for bound in (bound for test in node.tests for bound in _bounds(test)):
            cell.value_of(bound, node)
    return Inferred(BOOLEAN)


def _bounds(test: ast.Node) -> tuple[ast.Node, ...]:
    """What a test puts in order with the value."""
    if isinstance(test, ast.RangeLiteral):
        return (test.start, test.end)
    return (test.operand,) if isinstance(test, ast.UnaryRange) and test.sign not in ("=", "!=") else ()


def infer_unary_range(walk: Walk, node: ast.UnaryRange) -> Inferred:
    walk.of(node.operand)
    return Inferred(RANGE)


def infer_any_test(walk: Walk, node: ast.AnyTest) -> Inferred:
    for test in node.tests:
        walk.of(test)
    return Inferred(BOOLEAN)


def infer_instance_of(walk: Walk, node: ast.InstanceOf) -> Inferred:
    walk.of(node.value)
    return Inferred(BOOLEAN)


def _any_for_null(kind: Any) -> Any:
    return ANY if kind is NULL else kind


def _is_cell(found: Inferred, test: ast.Node) -> bool:
    """A test that speaks of the value itself, or of which nothing is known."""
    return isinstance(test, ast.UnaryRange | ast.RangeLiteral | ast.AnyTest) or found.type in (ANY, NULL, RANGE, BOOLEAN)


def _meets(value: Inferred, expected: Inferred) -> bool:
    return comparable(value.type, item_of(expected.type).type if isinstance(expected.type, ListType) else expected.type)

"""Infers the type of an expression from those of the names that it reads, and finds what cannot be right in it.

Nothing is claimed of what is not known: a name of any type meets every operator. A part is told of once, and counts as right for the
parts around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.inference.branch_rules import infer_choice, infer_filter, infer_quantified, infer_repetition
from engine.feel.inference.calls import infer_call
from engine.feel.inference.findings import TypeFinding
from engine.feel.inference.inferred import Fact, Inferred, of_value
from engine.feel.inference.literal_rules import infer_context, infer_function, infer_list, infer_range
from engine.feel.inference.name_rules import infer_name, infer_path
from engine.feel.inference.operator_rules import (
    infer_any_test,
    infer_arithmetic,
    infer_between,
    infer_comparison,
    infer_conjunction,
    infer_disjunction,
    infer_instance_of,
    infer_membership,
    infer_negation,
    infer_unary_range,
)
from engine.feel.inference.walk import Names, Rule, Walk
from engine.feel.syntax import ast

_RULES: Mapping[type, Rule] = {
    ast.Literal: lambda walk, node: of_value(node.value),
    ast.Name: infer_name,
    ast.Path: infer_path,
    ast.Arithmetic: infer_arithmetic,
    ast.Negation: infer_negation,
    ast.Comparison: infer_comparison,
    ast.Conjunction: infer_conjunction,
    ast.Disjunction: infer_disjunction,
    ast.Between: infer_between,
    ast.In: infer_membership,
    ast.UnaryRange: infer_unary_range,
    ast.AnyTest: infer_any_test,
    ast.InstanceOf: infer_instance_of,
    ast.If: infer_choice,
    ast.For: infer_repetition,
    ast.Quantified: infer_quantified,
    ast.Filter: infer_filter,
    ast.ListLiteral: infer_list,
    ast.ContextLiteral: infer_context,
    ast.RangeLiteral: infer_range,
    ast.FunctionLiteral: infer_function,
    ast.Call: infer_call,
}


def begin_inference(names: Names, functions: Mapping[str, Any], facts: frozenset[Fact] = frozenset()) -> Walk:
    """A walk over one expression: `walk.of(node)` is what is known of its value, `walk.findings` what is wrong with it.

    `facts`: what conditions around the expression have said.
    """
    return Walk(names, functions, _RULES, facts=facts)


def infer(node: ast.Node, names: Names, functions: Mapping[str, Any]) -> tuple[Inferred, list[TypeFinding]]:
    """Both at once."""
    walk = begin_inference(names, functions)
    return walk.of(node), walk.findings

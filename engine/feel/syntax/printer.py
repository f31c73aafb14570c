"""A syntax tree to text that parses to the same tree: for messages, for the workshop, and as a test of the parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.syntax import ast
from engine.feel.syntax.tokens import KEYWORDS
from engine.feel.text import quote, to_string
from engine.feel.values import TEMPORAL

#: how strongly a node binds; what binds weaker than its place asks for stands in parentheses
_BINDING = {
    ast.If: 0, ast.For: 0, ast.Quantified: 0, ast.FunctionLiteral: 0, ast.AnyTest: 0,
    ast.Disjunction: 1, ast.Conjunction: 2, ast.Comparison: 3, ast.Between: 3, ast.In: 3, ast.UnaryRange: 3,
    ast.Negation: 7, ast.InstanceOf: 8, ast.Path: 9, ast.Filter: 9, ast.Call: 9,
}  # fmt: skip
_SIGNS = {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_ATOM = 10
#: the value under test, in a cell
INPUT = "?"


def to_text(node: ast.Node) -> str:
    """The expression, with as few parentheses as its meaning needs."""
    return _PRINTERS[type(node)](node)


def _binding(node: ast.Node) -> int:
    if isinstance(node, ast.Arithmetic):
        return _SIGNS[node.rest[0][0]]
    return _BINDING.get(type(node), _ATOM)


def _inside(node: ast.Node, at_least: int) -> str:
    text = to_text(node)
    return text if _binding(node) >= at_least else f"({text})"


def _literal(node: ast.Literal) -> str:
    if isinstance(node.value, str):
        return quote(node.value)
    return f'@"{to_string(node.value)}"' if isinstance(node.value, TEMPORAL) else to_string(node.value)


def _context(node: ast.ContextLiteral) -> str:
    return "{" + ", ".join(f"{_key(key)}: {to_text(value)}" for key, value in node.entries) + "}"


def _key(key: str) -> str:
    plain = key and all(word.isidentifier() and word not in KEYWORDS for word in key.split(" "))
    return key if plain else quote(key)


def _name(name: str) -> str:
    """Between backticks where it is more than words."""
    return name if all(word.isidentifier() or word == INPUT for word in name.split(" ")) or "`" in name else f"`{name}`"


def _range(node: ast.RangeLiteral) -> str:
    ends = f"{_inside(node.start, 4)}..{_inside(node.end, 4)}"
    return f"{'[' if node.start_included else '('}{ends}{']' if node.end_included else ')'}"


def _arithmetic(node: ast.Arithmetic) -> str:
    level = _binding(node)
    return _inside(node.first, level + 1) + "".join(f" {sign} {_inside(operand, level + 1)}" for sign, operand in node.rest)


def _negation(node: ast.Negation) -> str:
    text = _inside(node.operand, 7)
    return f"-({text})" if text.startswith("-") else f"-{text}"


def _junction(word: str, level: int) -> Callable[[Any], str]:
    return lambda node: f" {word} ".join(_inside(operand, level + 1) for operand in node.operands)


def _tests(tests: tuple[ast.Node, ...]) -> str:
    return ", ".join(to_text(test) for test in tests)


def _in(node: ast.In) -> str:
    value = _inside(node.value, 4)
    if len(node.tests) == 1:
        return f"{value} in {_inside(node.tests[0], 4)}"
    return f"{value} in ({_tests(node.tests)})"


def _any_test(node: ast.AnyTest) -> str:
    text = _tests(node.tests) or "-"
    return f"not({text})" if node.negated else text


def _iterations(items: tuple[ast.Iteration, ...]) -> str:
    return ", ".join(
        f"{_name(item.name)} in {to_text(item.source)}" + (f"..{to_text(item.end)}" if item.end is not None else "") for item in items
    )


def _quantified(node: ast.Quantified) -> str:
    return f"{'every' if node.every else 'some'} {_iterations(node.iterations)} satisfies {to_text(node.condition)}"


def type_text(node: ast.TypeName) -> str:
    if node.name == "context" and node.of:
        return "context<" + ", ".join(f"{key}: {type_text(part)}" for key, part in zip(node.keys, node.of, strict=True)) + ">"
    if node.name == "function" and node.result is not None:
        return f"function<{', '.join(map(type_text, node.of))}> -> {type_text(node.result)}"
    return f"{node.name}<{', '.join(map(type_text, node.of))}>" if node.of else node.name


def _call(node: ast.Call) -> str:
    arguments = [to_text(argument) for argument in node.arguments]
    if node.names:
        arguments = [f"{_name(name)}: {argument}" for name, argument in zip(node.names, arguments, strict=True)]
    return f"{_inside(node.function, 9)}({', '.join(arguments)})"


def _function(node: ast.FunctionLiteral) -> str:
    parameters = ", ".join(_name(name) + (f": {type_text(kind)}" if kind else "") for name, kind in node.parameters)
    return f"function({parameters}) {'external {}' if node.body is None else to_text(node.body)}"


_PRINTERS: dict[type, Callable[[Any], str]] = {
    ast.Literal: _literal,
    ast.Name: lambda node: _name(node.name),
    ast.ListLiteral: lambda node: f"[{_tests(node.items)}]",
    ast.ContextLiteral: _context,
    ast.RangeLiteral: _range,
    ast.UnaryRange: lambda node: f"{node.sign} {_inside(node.operand, 4)}",
    ast.Negation: _negation,
    ast.Arithmetic: _arithmetic,
    ast.Comparison: lambda node: f"{_inside(node.left, 4)} {node.sign} {_inside(node.right, 4)}",
    ast.Conjunction: _junction("and", 2),
    ast.Disjunction: _junction("or", 1),
    ast.Between: lambda node: f"{_inside(node.value, 4)} between {_inside(node.low, 4)} and {_inside(node.high, 4)}",
    ast.In: _in,
    ast.AnyTest: _any_test,
    ast.If: lambda node: f"if {to_text(node.condition)} then {to_text(node.then)} else {to_text(node.otherwise)}",
    ast.For: lambda node: f"for {_iterations(node.iterations)} return {to_text(node.result)}",
    ast.Quantified: _quantified,
    ast.InstanceOf: lambda node: f"{_inside(node.value, 8)} instance of {type_text(node.type)}",
    ast.Path: lambda node: f"{_inside(node.source, 9)}.{_name(node.name)}",
    ast.Filter: lambda node: f"{_inside(node.source, 9)}[{to_text(node.condition)}]",
    ast.Call: _call,
    ast.FunctionLiteral: _function,
}

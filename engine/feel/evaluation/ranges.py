"""The text of a range to the range (DMN 1.5, 10.3.4.1, `range`)."""

from __future__ import annotations

from typing import Any

from engine.feel.errors import FeelSyntaxError
from engine.feel.evaluation.operators import order
from engine.feel.interval import Range
from engine.feel.reading import parse_date, parse_datetime, parse_duration, parse_time
from engine.feel.syntax import ast
from engine.feel.syntax.parser import Parser
from engine.feel.values import PRECISION

MAX_TEXT = 500
_READERS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_datetime,
    "duration": parse_duration,
}


class _Unreadable(Exception):
    pass


def read_range(text: str) -> Range | None:
    """None where the text is no range of literals, or where its ends do not fit each other."""
    inside = text.strip()
    if len(inside) > MAX_TEXT or inside[:1] not in ("[", "(", "]") or inside[-1:] not in ("]", ")", "["):
        return None
    try:
        start, end = _ends(inside[1:-1])
    except (_Unreadable, FeelSyntaxError, RecursionError):
        return None
    opened, closed = inside[0] == "[", inside[-1] == "]"
    if start is None or end is None:
        return _half_open(start, end, opened, closed)
    if order(start, end) not in (-1, 0):
        return None
    return Range(start, end, opened, closed)


def _half_open(start: Any, end: Any, opened: bool, closed: bool) -> Range | None:
    """`(..5]` is `<= 5`; an end that is not there cannot be included."""
    if start is not None and not closed:
        return Range(start, None, opened, False, ">=" if opened else ">")
    if end is not None and not opened:
        return Range(None, end, False, closed, "<=" if closed else "<")
    return None


def _ends(text: str) -> tuple[Any, Any]:
    """Both ends; an empty one is open."""
    for place in range(len(text) - 1):
        if text[place : place + 2] == "..":
            try:
                return _end(text[:place]), _end(text[place + 2 :])
            except FeelSyntaxError:
                continue
    raise _Unreadable


def _end(text: str) -> Any:
    return _value(Parser(text, tuple(_READERS)).whole_expression()) if text.strip() else None


def _value(node: ast.Node) -> Any:
    if isinstance(node, ast.Literal):
        return node.value
    if isinstance(node, ast.Negation) and isinstance(node.operand, ast.Literal):
        return PRECISION.minus(node.operand.value)
    if isinstance(node, ast.Call) and isinstance(node.function, ast.Name) and len(node.arguments) == 1:
        argument, read = node.arguments[0], _READERS.get(node.function.name)
        if read and isinstance(argument, ast.Literal) and isinstance(argument.value, str):
            return read(argument.value)
    raise _Unreadable

"""Conversion between strings, numbers and ranges (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.evaluation.counting import written_cost
from engine.feel.evaluation.ranges import read_range
from engine.feel.interval import Range
from engine.feel.measure import written_size
from engine.feel.text import to_string
from engine.feel.values import PRECISION

CONVERSION = Library()
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@CONVERSION.add("number(from: string, grouping separator: string?, decimal separator: string?)", weight=5)
def number(text: str, grouping: str | None, decimal: str | None) -> Decimal | None:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ",", ".") or (grouping and grouping == decimal):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if decimal == ",":
        text = text.replace(".", "?").replace(",", ".")
    return _decimal(text)


@CONVERSION.add("number(from: string, grouping separator: string)", weight=5)
def number_with_groups(text: str, grouping: str) -> Decimal | None:
    """Camunda's: a decimal point, or none where points are the groups."""
    value: Decimal | None = number(text, grouping, None)
    return value


@CONVERSION.add("number(from: string)", weight=5)
def number_of_text(text: str) -> Decimal | None:
    return _decimal(text)


@CONVERSION.add("number(from: number)", weight=5)
def number_of_number(value: Decimal) -> Decimal:
    return value


def _decimal(text: str) -> Decimal | None:
    if len(text) > 7_000 or not _NUMBER.fullmatch(text):
        return None
    try:
        return PRECISION.create_decimal(text)
    except DecimalException:
        return None


@CONVERSION.add("string(from)", silent=True, weight=4, deep=written_cost)
def string(value: Any) -> str | None:
    written_size(value)
    return None if value is None else to_string(value)


@CONVERSION.add("range(from: string)")
def range_of_text(text: str) -> Range | None:
    """A range written as a literal whose ends are literals: `[1..10]`, `(@"2026-01-01".. ]`."""
    return read_range(text)

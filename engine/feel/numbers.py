"""Numeric functions (DMN 1.5, 10.3.4.5), with 34 decimal digits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    InvalidOperation,
)
from typing import Any

from engine.feel.function import builtin, is_number, number_function
from engine.feel.values import PRECISION, Function


def rounding(mode: str) -> Callable[..., Any]:
    def call(value: Any, scale: Any = None) -> Any:
        if not is_number(value) or not (scale is None or is_number(scale)) or abs(scale or 0) > 6176:
            return None
        try:
            return value.quantize(Decimal(1).scaleb(-int(scale or 0)), rounding=mode, context=PRECISION)
        except InvalidOperation:
            return value

    return call


def modulo(a: Decimal, b: Decimal) -> Decimal | None:
    return None if b == 0 else PRECISION.subtract(a, PRECISION.multiply(b, (a / b).to_integral_value(rounding=ROUND_FLOOR)))


NUMBERS: dict[str, Function] = {
    "decimal": builtin("n, scale", rounding(ROUND_HALF_EVEN)),
    "floor": builtin("n, scale", rounding(ROUND_FLOOR), 1),
    "ceiling": builtin("n, scale", rounding(ROUND_CEILING), 1),
    "round up": builtin("n, scale", rounding(ROUND_UP)),
    "round down": builtin("n, scale", rounding(ROUND_DOWN)),
    "round half up": builtin("n, scale", rounding(ROUND_HALF_UP)),
    "round half down": builtin("n, scale", rounding(ROUND_HALF_DOWN)),
    "abs": builtin("n", lambda value: abs(value) if isinstance(value, Decimal | timedelta) else None),
    "modulo": builtin("dividend, divisor", number_function(modulo)),
    "sqrt": builtin("number", number_function(lambda value: PRECISION.sqrt(value) if value >= 0 else None)),
    "log": builtin("number", number_function(lambda value: PRECISION.ln(value) if value > 0 else None)),
    "exp": builtin("number", number_function(PRECISION.exp)),
    "odd": builtin("number", number_function(lambda value: value % 2 != 0 if value == int(value) else None)),
    "even": builtin("number", number_function(lambda value: value % 2 == 0 if value == int(value) else None)),
}

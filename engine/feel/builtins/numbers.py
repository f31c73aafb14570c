"""Numeric functions (DMN 1.5, 10.3.4.5), with 34 decimal digits."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from engine.feel.builtins.library import Library
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.values import PRECISION

NUMBERS = Library()
#: the exponents of Decimal128 (DMN 1.5, 10.3.4.5)
MIN_SCALE, MAX_SCALE = -6111, 6176
#: ways of rounding by the name that Java gives them
MODES = {
    "UP": ROUND_UP,
    "DOWN": ROUND_DOWN,
    "CEILING": ROUND_CEILING,
    "FLOOR": ROUND_FLOOR,
    "HALF_UP": ROUND_HALF_UP,
    "HALF_DOWN": ROUND_HALF_DOWN,
    "HALF_EVEN": ROUND_HALF_EVEN,
}


def _rounded(value: Decimal, scale: Decimal | None, mode: str) -> Decimal | None:
    places = Decimal(0) if scale is None else scale.to_integral_value(ROUND_DOWN)
    if not MIN_SCALE <= places <= MAX_SCALE:
        return None
    if value.as_tuple().exponent >= -places:  # type: ignore[operator]
        return value
    try:
        return value.quantize(Decimal(1).scaleb(-int(places)), rounding=mode, context=PRECISION)
    except DecimalException:
        return value


@NUMBERS.add("decimal(n: number, scale: number)", weight=5)
def decimal(value: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(value, scale, ROUND_HALF_EVEN)


@NUMBERS.add("decimal(n: number, scale: number, mode: string)", weight=8)
def decimal_with_mode(value: Decimal, scale: Decimal, mode: str) -> Decimal | None:
    """Camunda's: in one of the ways of rounding that Java names; `UNNECESSARY` is null where there is something to round."""
    name = mode.upper() if len(mode) <= len("UNNECESSARY") else ""
    if name == "UNNECESSARY":
        rounded = _rounded(value, scale, ROUND_HALF_EVEN)
        return rounded if rounded == value else None
    return _rounded(value, scale, MODES[name]) if name in MODES else None


@NUMBERS.add("floor(n: number, [scale/scala: number])", weight=5)
def floor(value: Decimal, scale: Decimal | None) -> Decimal | None:
    return _rounded(value, scale, ROUND_FLOOR)


@NUMBERS.add("ceiling(n: number, [scale: number])", weight=5)
def ceiling(value: Decimal, scale: Decimal | None) -> Decimal | None:
    return _rounded(value, scale, ROUND_CEILING)


@NUMBERS.add("round up(n: number, scale: number)", weight=5)
def round_up(value: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(value, scale, ROUND_UP)


@NUMBERS.add("round down(n: number, scale: number)", weight=5)
def round_down(value: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(value, scale, ROUND_DOWN)


@NUMBERS.add("round half up(n: number, scale: number)", weight=5)
def round_half_up(value: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(value, scale, ROUND_HALF_UP)


@NUMBERS.add("round half down(n: number, scale/scala: number)", weight=5)
def round_half_down(value: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(value, scale, ROUND_HALF_DOWN)


@NUMBERS.add("abs(n: number|days and time duration|years and months duration)")
def absolute(value: Decimal | DayTimeDuration | YearMonthDuration) -> Decimal | DayTimeDuration | YearMonthDuration:
    return value.copy_abs() if isinstance(value, Decimal) else type(value)(abs(value[0]))


@NUMBERS.add("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """dividend - divisor * floor(dividend / divisor), exactly."""
    try:
        rest = PRECISION.remainder(dividend, divisor)
        return PRECISION.add(rest, divisor) if rest != 0 and (rest < 0) != (divisor < 0) else rest
    except DecimalException:
        return None


@NUMBERS.add("sqrt(number: number)", weight=8)
def sqrt(value: Decimal) -> Decimal | None:
    try:
        return PRECISION.sqrt(value) if value >= 0 else None
    except DecimalException:
        return None


@NUMBERS.add("log(number: number)", weight=200)
def log(value: Decimal) -> Decimal | None:
    try:
        return PRECISION.ln(value) if value > 0 else None
    except DecimalException:
        return None


@NUMBERS.add("exp(number: number)", weight=200)
def exp(value: Decimal) -> Decimal | None:
    try:
        return PRECISION.exp(value)
    except DecimalException:
        return None


@NUMBERS.add("odd(number: number)")
def odd(value: Decimal) -> bool | None:
    return None if (rest := _half(value)) is None else rest == 1


@NUMBERS.add("even(number: number)")
def even(value: Decimal) -> bool | None:
    return None if (rest := _half(value)) is None else rest == 0


def _half(value: Decimal) -> int | None:
    """The rest of a division by two; None for what is no whole number."""
    if value != value.to_integral_value():
        return None
    _sign, digits, exponent = value.as_tuple()
    # by the digit before the point: a number may have thousands of them
    place = len(digits) + exponent if isinstance(exponent, int) else 0
    return digits[place - 1] % 2 if 0 < place <= len(digits) else 0

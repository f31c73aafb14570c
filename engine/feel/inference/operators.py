"""The types that operators take and give (DMN 1.5, 10.3.2.13, tables 42 and 50 to 54)."""

from __future__ import annotations

from engine.feel.inference.inferred import comparable
from engine.feel.types import ANY, DATE, DATE_TIME, DAYS, MONTHS, NUMBER, STRING, TIME, Simple, Type

_ORDERED = (NUMBER, STRING, DATE, TIME, DATE_TIME, DAYS, MONTHS)
#: (sign, left, right) -> result
_RESULTS: dict[tuple[str, Type, Type], Type] = {
    **{(sign, NUMBER, NUMBER): NUMBER for sign in ("+", "-", "*", "/", "**")},
    ("+", STRING, STRING): STRING,
    **{("+", kind, kind): kind for kind in (DAYS, MONTHS)},
    **{("-", kind, kind): kind for kind in (DAYS, MONTHS)},
    **{(sign, kind, length): kind for sign in "+-" for kind in (DATE, DATE_TIME) for length in (DAYS, MONTHS)},
    **{("+", length, kind): kind for kind in (DATE, DATE_TIME) for length in (DAYS, MONTHS)},
    **{(sign, TIME, DAYS): TIME for sign in "+-"},
    ("+", DAYS, TIME): TIME,
    **{("-", first, second): DAYS for first in (DATE, DATE_TIME) for second in (DATE, DATE_TIME)},
    ("-", TIME, TIME): DAYS,
    **{("*", length, NUMBER): length for length in (DAYS, MONTHS)},
    **{("*", NUMBER, length): length for length in (DAYS, MONTHS)},
    **{("/", length, NUMBER): length for length in (DAYS, MONTHS)},
    **{("/", length, length): NUMBER for length in (DAYS, MONTHS)},
}


def arithmetic(sign: str, left: Type, right: Type) -> Type | None:
    """The type of the result; None where the operator never gives anything but null for values of these types."""
    possible = {
        result for (known, first, second), result in _RESULTS.items() if known == sign and _meets(first, left) and _meets(second, right)
    }
    if not possible:
        return None
    return possible.pop() if len(possible) == 1 else ANY


def _meets(known: Type, kind: Type) -> bool:
    if kind is ANY:
        return True
    return isinstance(known, Simple) and isinstance(kind, Simple) and not set(known.kinds).isdisjoint(kind.kinds)


def can_order(left: Type, right: Type) -> bool:
    """Whether < and its like can be anything but null for values of these types."""
    return comparable(left, right) and all(kind is ANY or any(_meets(known, kind) for known in _ORDERED) for kind in (left, right))


def can_negate(kind: Type) -> bool:
    return any(_meets(known, kind) for known in (NUMBER, DAYS, MONTHS))

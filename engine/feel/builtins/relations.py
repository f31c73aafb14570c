"""Relations between points and ranges (DMN 1.5, 10.3.4.9, after Allen's algebra and HL7 CQL)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.evaluation.counting import compared_cost
from engine.feel.evaluation.operators import and_, compare, equal, in_range, or_
from engine.feel.interval import Range

RELATIONS = Library()


def _point(value: Any) -> Range:
    """A point is the range that holds it alone."""
    return value if isinstance(value, Range) else Range(value, value)


def before(first: Any, second: Any) -> bool | None:
    a, b = _point(first), _point(second)
    touching = a.end_included and b.start_included
    return compare("<" if touching else "<=", a.end, b.start)


def after(first: Any, second: Any) -> bool | None:
    return before(second, first)


def meets(first: Range, second: Range) -> bool | None:
    return and_(first.end_included and second.start_included, equal(first.end, second.start))


def overlaps(first: Range, second: Range) -> bool | None:
    apart = or_(before(first, second), before(second, first))
    return None if apart is None else not apart


def _starts_earlier(first: Range, second: Range) -> bool | None:
    same = and_(equal(first.start, second.start), first.start_included and not second.start_included)
    return or_(compare("<", first.start, second.start), same)


def _ends_earlier(first: Range, second: Range) -> bool | None:
    same = and_(equal(first.end, second.end), second.end_included and not first.end_included)
    return or_(compare("<", first.end, second.end), same)


def _reaches(first: Range, second: Range) -> bool | None:
    """Whether the end of the first lies in the second."""
    both = first.end_included and second.start_included
    return compare(">=" if both else ">", first.end, second.start)


def overlaps_before(first: Range, second: Range) -> bool | None:
    same_end = and_(equal(first.end, second.end), first.end_included == second.end_included)
    ends = or_(_ends_earlier(first, second), same_end)
    return and_(and_(_starts_earlier(first, second), ends), _reaches(first, second))


def finishes(first: Any, second: Range) -> bool | None:
    if not isinstance(first, Range):
        return and_(second.end_included, equal(first, second.end))
    same = and_(equal(first.end, second.end), first.end_included == second.end_included)
    start = or_(compare(">", first.start, second.start), and_(equal(first.start, second.start), _within_start(first, second)))
    return and_(same, start)


def _within_start(inner: Range, outer: Range) -> bool:
    return outer.start_included or not inner.start_included


def _within_end(inner: Range, outer: Range) -> bool:
    return outer.end_included or not inner.end_included


def starts(first: Any, second: Range) -> bool | None:
    if not isinstance(first, Range):
        return and_(second.start_included, equal(first, second.start))
    same = and_(equal(first.start, second.start), first.start_included == second.start_included)
    end = or_(compare("<", first.end, second.end), and_(equal(first.end, second.end), _within_end(first, second)))
    return and_(same, end)


def includes(first: Range, second: Any) -> bool | None:
    if not isinstance(second, Range):
        return in_range(second, first)
    start = or_(compare("<", first.start, second.start), and_(equal(first.start, second.start), _within_start(second, first)))
    end = or_(compare(">", first.end, second.end), and_(equal(first.end, second.end), _within_end(second, first)))
    return and_(start, end)


def swap_arguments(relation: Callable[[Any, Any], bool | None]) -> Callable[[Any, Any], bool | None]:
    return lambda first, second: relation(second, first)


def _declare(name: str, relation: Callable[[Any, Any], bool | None], *forms: str) -> None:
    def call(first: Any, second: Any) -> bool | None:
        return None if first is None or second is None else relation(first, second)

    RELATIONS.add(*(f"{name}({form})" for form in forms), weight=10, deep=compared_cost)(call)


_RANGES = "range1: range, range2: range"
_ANYTHING = ("point1, point2", "point, range", "range, point", "range1, range2")
_POINT_FIRST, _RANGE_FIRST = (_RANGES, "point, range: range"), (_RANGES, "range: range, point")
for _name, _relation, _forms in (
    ("before", before, _ANYTHING),
    ("after", after, _ANYTHING),
    ("meets", meets, (_RANGES,)),
    ("met by", swap_arguments(meets), (_RANGES,)),
    ("overlaps", overlaps, (_RANGES,)),
    ("overlaps before", overlaps_before, (_RANGES,)),
    ("overlaps after", swap_arguments(overlaps_before), (_RANGES,)),
    ("finishes", finishes, _POINT_FIRST),
    ("finished by", swap_arguments(finishes), _RANGE_FIRST),
    ("includes", includes, _RANGE_FIRST),
    ("during", swap_arguments(includes), _POINT_FIRST),
    ("starts", starts, _POINT_FIRST),
    ("started by", swap_arguments(starts), _RANGE_FIRST),
    ("coincides", equal, ("point1, point2", "range1, range2")),
):
    _declare(_name, _relation, *_forms)

"""FEEL's types: which values conform to them, and the implicit conversions (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.feel.dates import MIDNIGHT, Date, DateTime, Time
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.interval import Range


class Type(ABC):
    """What a value may be. null conforms to no type but Any and Null, though every typed place may hold it."""

    name: str

    @abstractmethod
    def holds(self, value: Any) -> bool:
        """Whether a value other than null is of this type."""


@dataclass(frozen=True)
class AnyType(Type):
    name: str = "Any"

    def holds(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class NullType(Type):
    name: str = "Null"

    def holds(self, value: Any) -> bool:
        return False


@dataclass(frozen=True)
class Simple(Type):
    name: str
    kinds: tuple[type, ...]

    def holds(self, value: Any) -> bool:
        return type(value) in self.kinds


@dataclass(frozen=True)
class ListType(Type):
    item: Type

    @property
    def name(self) -> str:  # type: ignore[override]
        return "list" if isinstance(self.item, AnyType) else f"list<{self.item.name}>"

    def holds(self, value: Any) -> bool:
        return isinstance(value, list) and (isinstance(self.item, AnyType) or self._items_fit(value))

    def _items_fit(self, items: list[Any]) -> bool:
        """An item that occurs often is looked at once."""
        return all(item is None or self.item.holds(item) for item in {id(item): item for item in items}.values())


@dataclass(frozen=True)
class ContextType(Type):
    """A context that has at least these entries; without any, every context."""

    entries: tuple[tuple[str, Type], ...] = ()

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"context<{', '.join(f'{key}: {kind.name}' for key, kind in self.entries)}>" if self.entries else "context"

    def holds(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        return all(key in value and (value[key] is None or kind.holds(value[key])) for key, kind in self.entries)


@dataclass(frozen=True)
class RangeType(Type):
    item: Type

    @property
    def name(self) -> str:  # type: ignore[override]
        return "range" if isinstance(self.item, AnyType) else f"range<{self.item.name}>"

    def holds(self, value: Any) -> bool:
        return isinstance(value, Range) and all(end is None or self.item.holds(end) for end in (value.start, value.end))


@dataclass(frozen=True)
class FunctionType(Type):
    """A function; with `parameters` None, of whichever signature."""

    parameters: tuple[Type, ...] | None = None
    result: Type = field(default_factory=AnyType)

    @property
    def name(self) -> str:  # type: ignore[override]
        if self.parameters is None:
            return "function"
        return f"function<{', '.join(kind.name for kind in self.parameters)}> -> {self.result.name}"

    def holds(self, value: Any) -> bool:
        # functions have signatures, which are made of types: they cannot be imported here
        return hasattr(value, "signatures") and (self.parameters is None or bool(value.fits(self.parameters, self.result)))


@dataclass(frozen=True)
class Constrained(Type):
    """A type of which only some values are allowed: an item definition with allowed values (DMN 1.5, 7.3.3)."""

    base: Type
    allows: Callable[[Any], bool] = field(compare=False)
    name: str = ""

    def holds(self, value: Any) -> bool:
        return self.base.holds(value) and self.allows(value)


def without_constraints(kind: Type) -> Type:
    """The type without its allowed values: `instance of` asks for the kind of value only."""
    if isinstance(kind, Constrained):
        return without_constraints(kind.base)
    if isinstance(kind, ListType):
        return ListType(without_constraints(kind.item))
    if isinstance(kind, ContextType):
        return ContextType(tuple((key, without_constraints(part)) for key, part in kind.entries))
    return kind


def accepts(wide: Type, narrow: Type) -> bool:
    """Whether every value of the second type is one of the first."""
    if isinstance(wide, AnyType) or wide == narrow:
        return True
    if isinstance(wide, Simple) and isinstance(narrow, Simple):
        return set(narrow.kinds) <= set(wide.kinds)
    if isinstance(wide, ListType | RangeType) and type(wide) is type(narrow):
        return accepts(wide.item, narrow.item)
    if isinstance(wide, ContextType) and isinstance(narrow, ContextType):
        inner = dict(narrow.entries)
        return all(key in inner and accepts(kind, inner[key]) for key, kind in wide.entries)
    return False


ANY, NULL = AnyType(), NullType()
NUMBER, STRING, BOOLEAN = Simple("number", (Decimal,)), Simple("string", (str,)), Simple("boolean", (bool,))
DATE, TIME, DATE_TIME = Simple("date", (Date,)), Simple("time", (Time,)), Simple("date and time", (DateTime,))
DAYS, MONTHS = Simple("days and time duration", (DayTimeDuration,)), Simple("years and months duration", (YearMonthDuration,))
LIST, CONTEXT, RANGE, FUNCTION = ListType(ANY), ContextType(), RangeType(ANY), FunctionType()
BUILTIN_TYPES: dict[str, Type] = {
    kind.name: kind for kind in (ANY, NULL, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DAYS, MONTHS, LIST, CONTEXT, RANGE, FUNCTION)
}
#: names that DMN's typeRef and older models use for the same
BUILTIN_TYPES |= {
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS,
    "yearMonthDuration": MONTHS,
    "days and time duration": DAYS,
}
_PLAIN = (NUMBER, STRING, BOOLEAN, DATE_TIME, DATE, TIME, DAYS, MONTHS, LIST, CONTEXT, RANGE, FUNCTION)


def type_name(value: Any) -> str:
    """FEEL's name for the type of a value, as messages use it."""
    if value is None:
        return "Null"
    return next((kind.name for kind in _PLAIN if kind.holds(value)), "Any")


def coerce(value: Any, kind: Type) -> tuple[bool, Any]:
    """A value for a typed place, converted where the standard converts implicitly; False where it does not conform.

    A singleton list becomes its item, a value a singleton list, a date the midnight of its day, in UTC (10.3.2.9.4).
    """
    if value is None or kind is ANY or kind.holds(value):
        return True, value
    if isinstance(value, list) and len(value) == 1 and not isinstance(kind, ListType):
        return (False, None) if value[0] is None or isinstance(value[0], list) else coerce(value[0], kind)
    if isinstance(kind, ListType) and not isinstance(value, list) and kind.item.holds(value):
        return True, [value]
    if isinstance(value, Date) and kind is DATE_TIME:
        return True, DateTime(value, MIDNIGHT._replace(zone=0))
    if isinstance(kind, Constrained):
        fits, converted = coerce(value, kind.base)
        return (True, converted) if fits and kind.allows(converted) else (False, None)
    return False, None

"""What is known of a value before there is one: its type, and whether it may be null.

Only what is sure is claimed: `ANY` is a value of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.feel.reading import parse_date, parse_datetime, parse_duration, parse_time
from engine.feel.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NULL,
    TIME,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Simple,
    Type,
    type_name,
    without_constraints,
)
from engine.feel.types import BUILTIN_TYPES as _BY_NAME

#: lists and contexts in each other; deeper ones are of any type, so that a loop that nests its own result comes to an end
MAX_DEPTH = 6


#: a variable or an entry of one, whether it equals, and a value: `putusan = "tolak"`, `p.keadaan = "away"`
Fact = tuple[str, bool, Hashable]
#: facts that hold together
Guard = frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Inferred:
    type: Type = ANY
    #: whether it is null on some way. What may be anything may be null too, but nobody claims it: then this is False
    null: bool = False
    #: the variables through which null comes, for messages
    through: frozenset[str] = frozenset()
    #: it is not null where all facts of one of these hold: a field that is asked under a condition is answered where that is true
    when: frozenset[Guard] = frozenset()
    #: all values that it can have beside null, where they are known: the options of a field, the literals of a script
    values: frozenset[Hashable] | None = None

    def sure(self) -> Inferred:
        """The same value where it is known not to be null."""
        return replace(self, null=False, through=frozenset(), when=frozenset()) if self.null else self

    def perhaps(self, through: Iterable[str] = ()) -> Inferred:
        return replace(self, null=True, through=self.through | frozenset(through), when=frozenset())


UNKNOWN = Inferred()
NOTHING = Inferred(NULL, null=True, values=frozenset())
#: values of one variable: more are not counted
MAX_VALUES = 60


@dataclass(frozen=True)
class Shape(Type):
    """A context whose entries are known; `closed`: it has no others."""

    entries: tuple[tuple[str, Inferred], ...] = ()
    closed: bool = True

    @property
    def name(self) -> str:  # type: ignore[override]
        return "context"

    def holds(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        known = dict(self.entries)
        fits = all(key in known and _fits(item, known[key]) for key, item in value.items()) if self.closed else True
        return fits and all(found.null or key in value for key, found in self.entries)

    def entry(self, key: str) -> Inferred | None:
        return dict(self.entries).get(key)


def _fits(value: Any, inferred: Inferred) -> bool:
    return inferred.null or inferred.type is ANY if value is None else inferred.type.holds(value)


def shape(entries: Mapping[str, Inferred], *, closed: bool = True) -> Shape:
    return Shape(tuple(sorted(entries.items(), key=lambda item: item[0])), closed)


def of_value(value: Any) -> Inferred:
    """Of a value that stands in an expression."""
    if value is None:
        return NOTHING
    if isinstance(value, str) and (temporal := _spelled(value)) is not None:
        return Inferred(as_text(temporal), values=frozenset({value}))
    return Inferred(_BY_NAME.get(type_name(value), ANY), values=frozenset({value}) if isinstance(value, str | bool) else None)


def _spelled(text: str) -> Type | None:
    """The type of the date, time or duration that a text spells."""
    found = parse_date(text) or parse_datetime(text) or parse_time(text) or parse_duration(text)
    return None if found is None else _BY_NAME.get(type_name(found))


#: a value of these types is a text at rest, and read as what it spells where it meets one (docs/reference/bpmn.md)
_AT_REST = {kind: Simple(kind.name, (*kind.kinds, str)) for kind in (DATE, TIME, DATE_TIME, DAYS, MONTHS)}


def as_text(kind: Type) -> Type:
    """A temporal type as data at rest have it: the text, or what it spells."""
    return _AT_REST.get(kind, kind) if isinstance(kind, Simple) else kind


def of_type(kind: Type) -> Type:
    """A declared type, without its allowed values, as an inferred one: a context has at least the entries that it declares."""
    plain = without_constraints(kind)
    if isinstance(plain, ListType):
        return ListType(of_type(plain.item))
    if isinstance(plain, ContextType):
        return shape({key: Inferred(of_type(part)) for key, part in plain.entries}, closed=False)
    return plain


def join(first: Inferred, second: Inferred) -> Inferred:
    """A value that is one of two."""
    if first == second:
        return first
    return Inferred(
        join_types(first.type, second.type),
        first.null or second.null,
        first.through | second.through,
        # what is never null has no guards, and needs none
        first.when & second.when if first.null and second.null else first.when | second.when,
        _union(first.values, second.values),
    )


def _union(first: frozenset[Hashable] | None, second: frozenset[Hashable] | None) -> frozenset[Hashable] | None:
    found = None if first is None or second is None else first | second
    return found if found is not None and len(found) <= MAX_VALUES else None


def join_all(values: Iterable[Inferred]) -> Inferred:
    found: Inferred | None = None
    for value in values:
        found = value if found is None else join(found, value)
    return found or NOTHING


def join_types(first: Type, second: Type, depth: int = 0) -> Type:
    if first == second:
        return first
    if first is NULL:
        return second
    if second is NULL:
        return first
    if depth >= MAX_DEPTH:
        return ANY
    if isinstance(first, ListType) and isinstance(second, ListType):
        return ListType(join_types(first.item, second.item, depth + 1))
    if isinstance(first, Shape) and isinstance(second, Shape):
        return _join_shapes(first, second, depth)
    if isinstance(first, Shape | ContextType) and isinstance(second, Shape | ContextType):
        return Shape((), closed=False)
    return ANY


def _join_shapes(first: Shape, second: Shape, depth: int) -> Shape:
    """An entry that one of the two lacks may be null; where that one may hold more than is known, it may be anything."""
    one, other = dict(first.entries), dict(second.entries)
    made: dict[str, Inferred] = {}
    for key in one.keys() | other.keys():
        here, there = one.get(key), other.get(key)
        if here is not None and there is not None:
            joined = join_types(here.type, there.type, depth + 1)
            made[key] = Inferred(joined, here.null or there.null, here.through | there.through, values=_union(here.values, there.values))
        elif here is not None:
            made[key] = here.perhaps() if second.closed else UNKNOWN
        elif there is not None:
            made[key] = there.perhaps() if first.closed else UNKNOWN
    return shape(made, closed=first.closed and second.closed)


def limit_depth(value: Inferred) -> Inferred:
    """The same with nothing known below a depth."""
    return replace(value, type=_cut(value.type, MAX_DEPTH))


def _cut(kind: Type, depth: int) -> Type:
    if not isinstance(kind, ListType | Shape):
        return kind
    if depth == 0:
        return ANY
    if isinstance(kind, ListType):
        return ListType(_cut(kind.item, depth - 1))
    return Shape(tuple((key, replace(item, type=_cut(item.type, depth - 1))) for key, item in kind.entries), kind.closed)


def may_be(kind: Type, wanted: Type) -> bool:
    """Whether some value of the first type goes where the second is asked for, with FEEL's implicit conversions (DMN 1.5, 10.3.2.9.4)."""
    if ANY in (kind, wanted) or kind is NULL:
        return True
    if isinstance(wanted, ListType):
        # a value becomes a list of itself
        return may_be(kind.item if isinstance(kind, ListType) else kind, wanted.item)
    if isinstance(kind, ListType):
        return may_be(kind.item, wanted)  # a list of one becomes its item
    if isinstance(wanted, Simple) and isinstance(kind, Simple):
        return not set(kind.kinds).isdisjoint(wanted.kinds) or (kind == DATE and set(DATE_TIME.kinds) <= set(wanted.kinds))
    if isinstance(wanted, Shape | ContextType):
        return isinstance(kind, Shape | ContextType)
    return any(isinstance(kind, part) and isinstance(wanted, part) for part in (RangeType, FunctionType))


def comparable(first: Type, second: Type) -> bool:
    """Whether `=` of two values can be anything but null (DMN 1.5, table 42: both are of one type)."""
    if ANY in (first, second) or NULL in (first, second):
        return True
    if isinstance(first, Simple) and isinstance(second, Simple):
        return not set(first.kinds).isdisjoint(second.kinds)
    return any(
        isinstance(first, kinds) and isinstance(second, kinds) for kinds in (ListType, (Shape, ContextType), RangeType, FunctionType)
    )


def item_of(kind: Type) -> Inferred:
    """An item of a list; of something else, which counts as a list of itself, the value."""
    if isinstance(kind, ListType):
        return Inferred(kind.item)
    return Inferred(kind) if isinstance(kind, Simple | Shape) else UNKNOWN


def describe(kind: Type) -> str:
    return "null" if kind is NULL else kind.name


def root_of(fact: Fact) -> str:
    """The variable of which a fact speaks."""
    return fact[0].partition(".")[0]


def rename_guards(value: Inferred, names: Mapping[str, str]) -> Inferred:
    """What is known of it under facts about these variables, with their new names; nothing under facts about others."""
    if not value.when:
        return value
    guards = (frozenset((names.get(name, ""), equal, wanted) for name, equal, wanted in guard) for guard in value.when)
    return replace(value, when=frozenset(guard for guard in guards if all(name for name, _equal, _value in guard)))


def guards_inside(value: Inferred, path: str) -> Inferred:
    """An entry of a context, which knows of its neighbours: of `p.catatan` it is `p.keadaan` that counts."""
    if not value.when:
        return value
    guards = (frozenset((f"{path}.{name}", equal, wanted) for name, equal, wanted in guard) for guard in value.when)
    return replace(value, when=frozenset(guards))

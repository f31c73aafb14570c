"""The types that built-in functions give (DMN 1.5, 10.3.4): of some whatever their arguments are, of others by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.feel.inference.inferred import UNKNOWN, Inferred, Shape, item_of, join_all, shape
from engine.feel.types import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    LIST,
    MONTHS,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    ListType,
    Simple,
    Type,
)

Result = Callable[[Sequence[Inferred]], Inferred]


def _items(arguments: Sequence[Inferred]) -> Inferred:
    """A list of the items of the first argument."""
    return Inferred(ListType(item_of(arguments[0].type).type)) if arguments else Inferred(LIST)


def _one_item(arguments: Sequence[Inferred]) -> Inferred:
    """The greatest, the smallest, the sum of a list or of the arguments themselves. It is null for an empty list."""
    if len(arguments) == 1:
        return Inferred(item_of(arguments[0].type).type)
    return Inferred(join_all(arguments).type)


def _concatenated(arguments: Sequence[Inferred]) -> Inferred:
    lists = [argument.type for argument in arguments if isinstance(argument.type, ListType)]
    if len(lists) != len(arguments) or not lists:
        return Inferred(LIST)
    if len(lists) == 1 and isinstance(lists[0].item, ListType):
        return Inferred(lists[0].item)
    return Inferred(ListType(join_all(Inferred(kind.item) for kind in lists).type))


def _either(arguments: Sequence[Inferred]) -> Inferred:
    """get or else: the first where it is not null, else the second."""
    if len(arguments) != 2:
        return UNKNOWN
    value, default = arguments
    joined = join_all((value.sure(), default))
    return joined if default.null else joined.sure()


def _asserted(arguments: Sequence[Inferred]) -> Inferred:
    return arguments[0].sure() if arguments else UNKNOWN


def _absolute(arguments: Sequence[Inferred]) -> Inferred:
    return Inferred(arguments[0].type) if arguments and isinstance(arguments[0].type, Simple) else UNKNOWN


def _merged(arguments: Sequence[Inferred]) -> Inferred:
    """Contexts of which the later ones' entries count."""
    kinds = [argument.type for argument in arguments]
    if kinds and all(isinstance(kind, Shape) for kind in kinds):
        entries = {key: value for kind in kinds if isinstance(kind, Shape) for key, value in kind.entries}
        return Inferred(shape(entries, closed=all(isinstance(kind, Shape) and kind.closed for kind in kinds)))
    return Inferred(CONTEXT)


def _null_stays(kind: Type) -> Result:
    """Of a function that takes null in silence and gives it back: `"Nomor " + string(nomor)` is null without a number."""
    return lambda arguments: Inferred(kind, arguments[0].null, arguments[0].through, arguments[0].when) if arguments else Inferred(kind)


def _first(arguments: Sequence[Inferred]) -> Inferred:
    return arguments[0] if arguments else UNKNOWN


def _nothing_known(arguments: Sequence[Inferred]) -> Inferred:
    return UNKNOWN


_OF_TYPE: dict[Type, tuple[str, ...]] = {
    NUMBER: (
        "number", "day of year", "week of year", "string length", "decimal", "floor", "ceiling", "round up", "round down",
        "round half up", "round half down", "modulo", "sqrt", "log", "exp", "count", "mean", "product", "stddev",
        "jumlah hari kerja",
    ),
    STRING: (
        "substring", "upper case", "lower case", "substring before", "substring after", "replace", "string join",
        "trim", "string format", "to json", "to base64", "from base64", "day of week", "month of year",
        "rupiah", "terbilang", "tanggal indonesia", "hari indonesia", "bulan indonesia", "pukul indonesia",
    ),
    BOOLEAN: (
        "contains", "starts with", "ends with", "matches", "odd", "even", "list contains", "all", "and", "any", "or", "is",
        "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after", "finishes", "finished by", "includes",
        "during", "starts", "started by", "coincides", "is defined", "is empty", "is blank", "adalah hari kerja",
    ),
    DATE: ("date", "today"),
    TIME: ("time",),
    DATE_TIME: ("date and time", "now", "akhir hari kerja"),
    MONTHS: ("years and months duration",),
    RANGE: ("range",),
    ListType(STRING): ("split", "extract"),
    ListType(NUMBER): ("index of",),
    LIST: ("mode", "flatten", "get entries", "partition", "list replace", "insert before", "union", "append"),
    CONTEXT: ("context", "context put", "put"),
}  # fmt: skip


def _of_type(kind: Type) -> Result:
    return lambda arguments: Inferred(kind)


#: name -> what it gives where it gives a value
RESULTS: dict[str, Result] = {
    **{name: _of_type(kind) for kind, names in _OF_TYPE.items() for name in names},
    "string": _null_stays(STRING),
    "not": _null_stays(BOOLEAN),
    "duration": _nothing_known,  # of days or of months, as the text says
    "sublist": _items,
    "remove": _items,
    "reverse": _items,
    "distinct values": _items,
    "duplicate values": _items,
    "sort": _items,
    "concatenate": _concatenated,
    "min": _one_item,
    "max": _one_item,
    "sum": _one_item,
    "median": _one_item,
    "abs": _absolute,
    "last day of month": lambda arguments: Inferred(DATE),
    "tambah hari kerja": _nothing_known,
    "get or else": _either,
    "assert": _asserted,
    "get value": _nothing_known,
    "from json": _nothing_known,
    "fromAi": _first,
    "context merge": _merged,
    "put all": _merged,
}

"""Parses JSON from outside with limits on its depth and on the digits of numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import simplejson

from engine.model.stored_text import is_storable

#: lists and objects in each other: more than any form has, and far fewer than break whoever goes through them
MOST_DEPTH = 50
#: digits before or after the point; `1e99999999` is short to write and takes hours to become a whole number
MOST_DIGITS = 400


def read_json(content: bytes) -> Any:
    """Returns the parsed values, with exact decimals. Raises ValueError."""
    try:
        document = simplejson.loads(content.decode(), parse_float=_number, parse_int=_whole)
    except RecursionError:
        raise _too_deep() from None
    level = [document]
    for _ in range(MOST_DEPTH):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return document if b"\\u" not in content else _storable(document)
    raise _too_deep()


def _inside(item: Any) -> list[Any]:
    values = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [value for value in values if isinstance(value, dict | list)]


def _storable(document: Any) -> Any:
    """Returns the document if all of its texts can be stored: an escape can also spell characters that cannot."""
    waiting = [document]
    for item in waiting:
        if isinstance(item, str) and not is_storable(item):
            raise ValueError("a text holds U+0000 or half of a surrogate pair, which cannot be stored")
        if isinstance(item, dict):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            waiting += item
    return document


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS or len(text) > MOST_DIGITS:
        raise ValueError(f"the number {text[:20]} has more than {MOST_DIGITS} digits")
    return number


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"the number {text[:20]} has more than {MOST_DIGITS} digits")
    return int(text)


def _too_deep() -> ValueError:
    return ValueError(f"more than {MOST_DEPTH} lists and objects stand in each other")

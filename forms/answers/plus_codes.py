"""Reads a whole plus code, such as 6P58R8CJ+X2: the middle of its square (Open Location Code, 10 digits are 14 m wide)."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = "23456789CFGHJMPQRVWX"
_WHOLE = re.compile(rf"([{_DIGITS}]{{8}})\+([{_DIGITS}]{{2,7}})")
_SHORT = re.compile(rf"\b[{_DIGITS}]{{4,6}}\+[{_DIGITS}]{{2,3}}\b", re.IGNORECASE)
#: columns and rows of the squares behind the tenth digit
_COLUMNS, _ROWS = 4, 5


def place_of_code(text: str) -> tuple[Decimal, Decimal] | None:
    """Returns latitude and longitude; None for what is no whole code."""
    found = _WHOLE.fullmatch(text.strip().upper())
    if found is None:
        return None
    digits = found[1] + found[2]
    latitude, longitude, height, width = Decimal(-90), Decimal(-180), Decimal(400), Decimal(400)
    for first, second in zip(digits[:10:2], digits[1:10:2], strict=True):
        height, width = height / 20, width / 20
        latitude, longitude = latitude + height * _DIGITS.index(first), longitude + width * _DIGITS.index(second)
    for digit in digits[10:]:
        height, width, place = height / _ROWS, width / _COLUMNS, _DIGITS.index(digit)
        latitude, longitude = latitude + height * (place // _COLUMNS), longitude + width * (place % _COLUMNS)
    return latitude + height / 2, longitude + width / 2


def is_short_code(text: str) -> bool:
    """`R8CJ+X2 Tigaraksa`: only who knows the town can find it."""
    return bool(_SHORT.search(text)) and place_of_code(text) is None

"""Reads numbers as people write them: with dots or commas between thousands, with Rp before, with ,- behind. What can be read in two
ways is asked back, for a comma between thousands read as one before decimals divides a sum of money by a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from engine.feel.government.wording import number_text
from forms.characters import plain_characters

_CURRENCY = re.compile(r"^(?:rp\.?|idr)\s*", re.IGNORECASE)
#: `Rp50.000,-`: nothing behind the comma
_NO_CENTS = re.compile(r"[.,]\s*[-–—]+$")
#: spaces of any width and apostrophes stand between thousands in some countries
_SPACED = re.compile(r"(?<=\d)['’\s](?=\d{3}(?!\d))")
_LOCAL = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_COMMA = re.compile(r"\d+(?:,\d+)?")
_FOREIGN = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_POINT = re.compile(r"\d+(?:\.\d+)?")


def readings(text: str, *, whole: bool) -> list[Decimal]:
    """Every value that the text can mean, the Indonesian reading first; none where it is no number.

    `whole`: a whole number is asked for, such as rupiah: dots stand between thousands then, as everybody writes them here.
    """
    plain = _NO_CENTS.sub("", _CURRENCY.sub("", plain_characters(text)))
    negative, plain = plain.startswith("-"), plain.removeprefix("-").strip()
    plain = _SPACED.sub("", _CURRENCY.sub("", plain))
    return [-value if negative else value for value in dict.fromkeys(_values(plain, whole))]


def _values(plain: str, whole: bool) -> Iterator[Decimal]:
    if _LOCAL.fullmatch(plain):
        yield Decimal(plain.replace(".", "").replace(",", "."))
        if whole and "," not in plain:
            return
    if _COMMA.fullmatch(plain):
        yield Decimal(plain.replace(",", "."))
    if _FOREIGN.fullmatch(plain):
        yield Decimal(plain.replace(",", ""))
    if _POINT.fullmatch(plain):
        yield Decimal(plain)


def offered_text(value: Decimal, *, whole: bool) -> str:
    """One of two readings, written so that it can be read in no other way: three digits behind a comma could be thousands."""
    text = number_text(value, grouped=whole)
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text

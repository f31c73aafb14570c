"""Reads numbers as people write them: with dots or commas between thousands, with Rp before, with ,- behind. What can be read in two
ways is asked back, for a comma between thousands read as one before decimals divides a sum of money by a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from engine.feel.government.wording import number_text
from forms.answers.number_words import said_values, without_fractions
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
#: `250.0000`: of rupiah nobody writes four zeros behind a point, it is a slip of the keyboard
_LONG_ZEROS = re.compile(r"[.,]\d{4,}$")
#: nothing stands before the mark; three digits behind it could be thousands of which the first figure was lost
_BARE_DECIMALS = re.compile(r"[.,]\d{1,2}")
#: the sum, and the same in words
_TWICE = re.compile(r"([^()]+)\(([^()]+)\)")
#: other ways to write a unit
_SPELT = {
    "rp": ("rupiah", "idr"),
    "m2": ("meter persegi", "meter2"),
    "m": ("meter", "mtr"),
    "meter": ("m", "mtr"),
    "m3": ("meter kubik",),
    "%": ("persen",),
}
#: characters of the longest number
LONGEST = 200


def readings(text: str, *, whole: bool, unit: str = "") -> list[Decimal]:
    """Every value that the text can mean, the Indonesian reading first; none where it is no number.

    `whole`: a whole number is asked for, such as rupiah: dots stand between thousands then, as everybody writes them here; `unit`: what the
    form shows beside the number, which may be typed again.
    """
    if len(text) > LONGEST:
        return []
    text = without_fractions(text)
    twice = _TWICE.fullmatch(plain_characters(text))
    if twice is not None:  # 250.000 (dua ratus lima puluh ribu)
        first, second = readings(twice[1], whole=whole, unit=unit), readings(twice[2], whole=whole, unit=unit)
        return ([value for value in first if value in second] or [*first, *second]) if first and second else []
    plain = _CURRENCY.sub("", _without_unit(plain_characters(text).casefold(), unit))
    plain = _NO_CENTS.sub("", plain)
    negative, plain = plain.startswith("-"), (plain[1:] if plain[:1] in ("-", "+") else plain).strip()
    plain = _SPACED.sub("", _CURRENCY.sub("", plain))
    if not whole and _BARE_DECIMALS.fullmatch(plain):  # ,5
        plain = f"0{plain}"
    found = list(dict.fromkeys(_values(plain, whole)))
    if not found and re.search(r"[a-z]", plain):
        found = said_values(plain, lambda digits: list(dict.fromkeys(_values(digits, False))), whole=whole)
    return [-value if negative else value for value in found]


def _without_unit(plain: str, unit: str) -> str:
    """What stands beside the field may stand in it too: `4,5 m2`; another unit would be another number."""
    wanted = plain_characters(unit).casefold()
    for name in (wanted, *_SPELT.get(wanted, ())):
        if name and plain.endswith(name):
            return plain[: -len(name)].rstrip()
    return plain


def _values(plain: str, whole: bool) -> Iterator[Decimal]:
    if _LOCAL.fullmatch(plain):
        yield Decimal(plain.replace(".", "").replace(",", "."))
        if whole and "," not in plain:
            return
    if _COMMA.fullmatch(plain) and not (whole and _LONG_ZEROS.search(plain)):
        yield Decimal(plain.replace(",", "."))
    if _FOREIGN.fullmatch(plain):
        yield Decimal(plain.replace(",", ""))
    if _POINT.fullmatch(plain) and not (whole and _LONG_ZEROS.search(plain)):
        yield Decimal(plain)


def offered_text(value: Decimal, *, whole: bool) -> str:
    """One of two readings, written so that it can be read in no other way: three digits behind a comma could be thousands."""
    text = number_text(value, grouped=whole)
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text

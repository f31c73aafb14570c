"""Reads sums as people say them: 250rb, 1,5 juta, 1 jt 250 rb, dua ratus lima puluh ribu, setengah juta."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

#: what follows a number and multiplies it. M is a milliard here, and a million in English
_BIG: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("rb", "rbu", "ribu", "k"), (10**3,)),
    **dict.fromkeys(("jt", "jta", "juta"), (10**6,)),
    **dict.fromkeys(("miliar", "milyar", "mlyr"), (10**9,)),
    **dict.fromkeys(("triliun", "trilyun"), (10**12,)),
    "m": (10**9, 10**6),
}
_ONES = {"nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
_FIXED = {"sepuluh": 10, "sebelas": 11, "seratus": 100}
_WHOLE_BIG = {"seribu": 10**3, "sejuta": 10**6}
_SCALED = {"puluh": 10, "ratus": 100}
_NAMED_BIG = {word: many[0] for word, many in _BIG.items() if len(many) == 1}
_SUM = re.compile(r"(?:(?:[\d.,'’ ]*\d)\s*(?:{})\b\s*)+".format("|".join(sorted(_BIG, key=len, reverse=True))))
_PART = re.compile(r"([\d.,'’ ]*\d)\s*({})\b".format("|".join(sorted(_BIG, key=len, reverse=True))))
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_FRACTION = re.compile(r"(?:(?<![\d.,])(\d+)\s*)?([½¼¾])")
#: words in the longest number
_MOST_WORDS = 40


def said_values(plain: str, written: Callable[[str], Sequence[Decimal]], *, whole: bool) -> list[Decimal]:
    """Every value of a text with words or abbreviations in it, the likeliest first; none where it is no number.

    `written`: reads the digits before an abbreviation, which may mean two things; `whole`: else `2 m` is a length.
    """
    if not whole and re.search(r"[\d ]m\b", plain):
        return []
    if _SUM.fullmatch(plain):
        return _summed(_PART.findall(plain), written)
    words = plain.replace("-", " ").split()
    value = _spoken(words) if 0 < len(words) <= _MOST_WORDS else None
    return [] if value is None else [value]


def without_fractions(text: str) -> str:
    """`4½` as `4,5`, `½` as `0,5`."""
    return _FRACTION.sub(lambda found: f"{found[1] or 0},{_FRACTIONS[found[2]]}", text)


def _summed(parts: Sequence[tuple[str, str]], written: Callable[[str], Sequence[Decimal]]) -> list[Decimal]:
    """Of `1 jt 250 rb`: each part is smaller than the one before it, else somebody mistyped. The first may be any: `2792 jt 160 rb`."""
    totals = [Decimal(0)]
    smallest = None
    for digits, unit in parts:
        many = _BIG[unit]
        if smallest is not None and many[0] >= smallest:
            return []
        smaller, smallest = smallest is not None, many[0]
        values = written(digits.strip())
        if smaller and any(value >= 1000 for value in values):
            return []
        totals = [total + value * factor for total in totals for value in values for factor in many]
    return list(dict.fromkeys(_plain(total) for total in totals))


def _spoken(words: list[str]) -> Decimal | None:
    """A number in words: groups below a thousand, each with ribu, juta, miliar behind it in falling order."""
    total, group, before, fallen = Decimal(0), Decimal(0), None, None
    for word in words:
        if word in _ONES or word == "setengah":
            if before in ("one", "half"):
                return None
            group, before = group + (Decimal("0.5") if word == "setengah" else _ONES[word]), "half" if word == "setengah" else "one"
        elif word in _FIXED:
            if before in ("one", "half"):
                return None
            group, before = group + _FIXED[word], "tens" if word != "seratus" else "hundreds"
        elif word == "belas" and before == "one":
            group, before = group + 10, "tens"
        elif word in _SCALED and before == "one":
            last = group % 10
            group, before = group - last + last * _SCALED[word], word
        elif word in _WHOLE_BIG or word in _NAMED_BIG:
            size = _WHOLE_BIG.get(word) or _NAMED_BIG[word]
            if (fallen is not None and size >= fallen) or (word in _NAMED_BIG and not group) or (word in _WHOLE_BIG and group):
                return None
            total, group, before, fallen = total + (group or 1) * size, Decimal(0), None, size
        else:
            return None
    return _plain(total + group)


def _plain(value: Decimal) -> Decimal:
    """Without an exponent, and without zeros behind the point."""
    return value.normalize() + Decimal(0)

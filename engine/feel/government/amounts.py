"""Amounts of money as Indonesian documents write them: Rp1.500.000,00 and in words (terbilang)."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from engine.feel.builtins.library import Library

AMOUNTS = Library()
_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = ("", " ribu", " juta", " miliar", " triliun", " kuadriliun")
#: what the names of scales reach to
_LARGEST = Decimal(10) ** 18
#: more decimals than anybody reads aloud
_MOST_DECIMALS = 40


@AMOUNTS.add("rupiah(jumlah: number)")
def rupiah(amount: Decimal) -> str | None:
    """With two decimals, half of one rounded up: `Rp1.500.000,00`."""
    if not -_LARGEST < amount < _LARGEST:
        return None
    text = f"{amount.copy_abs().quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}"
    return ("-" if amount < 0 else "") + "Rp" + text.replace(",", " ").replace(".", ",").replace(" ", ".")


@AMOUNTS.add("terbilang(jumlah: number)")
def in_words(amount: Decimal) -> str | None:
    """The number in Indonesian words; decimals digit by digit after `koma`."""
    exponent = amount.as_tuple().exponent
    if not -_LARGEST < amount < _LARGEST or not isinstance(exponent, int) or exponent < -_MOST_DECIMALS:
        return None
    whole = amount.copy_abs().to_integral_value(ROUND_DOWN)
    words = _whole(int(whole))
    _sign, _point, decimals = f"{amount.copy_abs():f}".partition(".")
    decimals = decimals.rstrip("0")
    if decimals:
        words += " koma " + " ".join(_DIGITS[int(digit)] for digit in decimals)
    return f"minus {words}" if amount < 0 else words


def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    parts = []
    for place in range(len(_SCALES) - 1, -1, -1):
        group = number // 1000**place % 1000
        if group == 1 and place == 1:
            parts.append("seribu")
        elif group:
            parts.append(_hundreds(group) + _SCALES[place])
    return " ".join(parts)


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [] if hundreds == 0 else ["seratus" if hundreds == 1 else f"{_DIGITS[hundreds]} ratus"]
    if rest:
        words.append(_tens(rest))
    return " ".join(words)


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number == 10:
        return "sepuluh"
    if number == 11:
        return "sebelas"
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return f"{_DIGITS[ones]} belas"
    return f"{_DIGITS[tens]} puluh" + (f" {_DIGITS[ones]}" if ones else "")

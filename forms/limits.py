"""Checks limits in a schema: a limit is a number or FEEL; anything else would fail while somebody answers."""

from __future__ import annotations

from typing import Any

from forms.question import parse_number

LIMITS = ("minLength", "maxLength", "min", "max", "decimalDigits")


def lacks_number(name: str, value: Any) -> str:
    """Returns `number` where the limit is neither FEEL nor a number, else nothing. Lengths and digits are whole and not negative."""
    found = parse_number(value)
    fits = found is not None and (name in ("min", "max") or (found >= 0 and found == found.to_integral_value()))
    return "" if fits else "number"

"""Masks names, numbers and addresses (docs/law/personal-data.md#masks)."""

from __future__ import annotations

import re

from forms.identifiers import nik

#: sixteen digits in one piece, or as people group them; a longer number that holds sixteen is another one
_SIXTEEN = re.compile(r"(?<!\d)\d{16}(?!\d)|(?<!\d)(?<!\d[.\-])(?:\d[ .\-]?){15}\d(?![.\-]?\d)")


def mask_name(name: str) -> str:
    """Masks `Dewi Anggraini` as `D*** A********`, which a reader who knows the name recognises."""
    return " ".join(f"{word[0]}{'*' * min(len(word) - 1, 8)}" for word in name.split())


def mask_number(text: str) -> str:
    """Masks a long number as `3603********1234`; a shorter one entirely."""
    return f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}" if len(text) >= 12 and text.isdigit() else "*" * 8


def mask_address(address: str) -> str:
    """Masks an address as `d***@contoh.id` or `+62****7890`."""
    name, at, place = address.partition("@")
    return f"{name[:1]}***@{place}" if at else f"{address[:3]}****{address[-4:]}"


def mask_numbers_in(text: str) -> str:
    """Masks each NIK in a text: `KTP 3603********1234.jpg`."""
    return _SIXTEEN.sub(lambda found: mask_number(number) if (number := nik(found[0])) else found[0], text)

"""Characters as somebody meant them: digits of any script, dashes and spaces of any width, without what nobody sees."""

from __future__ import annotations

import unicodedata


def plain_characters(text: str) -> str:
    """The text with ASCII digits, hyphens and spaces, without invisible characters (a pasted zero-width space, marks of direction)."""
    made = []
    for character in unicodedata.normalize("NFKC", _guarded(text)):
        if character.isdecimal():
            made.append(str(unicodedata.decimal(character)))
        elif unicodedata.category(character) == "Zs":
            made.append(" ")
        elif character in _GUARDED:
            made.append(_GUARDED[character])
        elif unicodedata.category(character) != "Cf":
            made.append("-" if character in "−‐‑‒–—" else character)
    return "".join(made).strip()


#: raised and lowered digits -> what stands for them while everything else is normalised
_RAISED = {sign: chr(0xE000 + place) for place, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")}
_GUARDED = {guard: sign for sign, guard in _RAISED.items()}


def _guarded(text: str) -> str:
    """A raised digit of a unit (`m²`) counts as one; elsewhere it is a power or a footnote, and no digit of the number before it."""
    return "".join(
        _RAISED[sign] if sign in _RAISED and not (place and text[place - 1].isalpha()) else sign for place, sign in enumerate(text)
    )

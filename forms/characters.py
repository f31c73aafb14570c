"""Characters as somebody meant them: digits of any script, dashes and spaces of any width, without what nobody sees."""

from __future__ import annotations

import unicodedata


def plain_characters(text: str) -> str:
    """The text with ASCII digits, hyphens and spaces, without invisible characters (a pasted zero-width space, marks of direction)."""
    made = []
    for character in unicodedata.normalize("NFKC", text):
        if character.isdecimal():
            made.append(str(unicodedata.decimal(character)))
        elif unicodedata.category(character) == "Zs":
            made.append(" ")
        elif unicodedata.category(character) != "Cf":
            made.append("-" if character in "−‐‑‒–—" else character)
    return "".join(made).strip()

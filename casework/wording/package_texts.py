"""Finds a package's own texts in a language."""

from __future__ import annotations

from collections.abc import Mapping

#: language -> key -> text
Texts = Mapping[str, Mapping[str, str]]


def package_text(texts: Texts, language: str, key: str, fallback: str = "") -> str:
    """Returns the text in the language, else in Indonesian, else `fallback`."""
    return texts.get(language, {}).get(key) or texts.get("id", {}).get(key) or fallback

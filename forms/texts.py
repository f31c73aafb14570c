"""Holds a text of the platform about a form in both languages, beside the declaration that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Text:
    """One sentence or name; `{name}` is a place to fill, the same places in both languages."""

    id: str
    en: str

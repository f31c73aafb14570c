"""A text that the platform itself says of a form, in both languages: it stands in the declaration that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Text:
    """One sentence or name; `{name}` is a place to fill, the same places in both languages."""

    id: str
    en: str

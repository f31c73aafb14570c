"""Orders positions that a search has found: the title that was typed first, then those that begin with it, then the shorter ones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func

from engine.persistence.tables.identity import Position


def closest_title(text: str) -> tuple[Any, ...]:
    """Returns what to order by; nothing where nothing was typed."""
    typed = " ".join(text.split()).lower()
    if not typed:
        return ()
    title = func.lower(Position.title)
    return (case((title == typed, 0), (func.starts_with(title, typed), 1), else_=2), func.length(Position.title))

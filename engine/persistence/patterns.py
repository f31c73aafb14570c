"""Escapes % and _ in search terms for LIKE."""

from __future__ import annotations


def containing(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"

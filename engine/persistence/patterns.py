"""What people type as a pattern for LIKE: their own % and _ mean themselves."""

from __future__ import annotations


def containing(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"

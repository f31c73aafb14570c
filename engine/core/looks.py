"""A look at a case: queries collect them, so that the door through which all reading goes can have them noted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Look:
    """`case`: the one that all began with. `kind`: what was opened: case, task, file, or reveal (a number that is hidden otherwise)."""

    case: UUID
    kind: str
    reason: str = ""

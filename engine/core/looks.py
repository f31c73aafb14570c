"""Describes a look at a case: queries collect looks, and the executor has them recorded."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Look:
    """`case`: the root case. `kind`: what was opened: case, task, file, or reveal (a number that is hidden otherwise)."""

    case: UUID
    kind: str
    reason: str = ""

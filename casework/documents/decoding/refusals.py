"""Why a decoder does not take a file. Standard library only, for the decoding child."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Expected a file that opens and does nothing by itself. `reason` is the end of a sentence's code (FILE_…)."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details

"""Refusals of register entries."""

from __future__ import annotations

from engine.model.errors import CommandRefused


class DuplicateEntry(CommandRefused):
    """Expected an entry that is new in its register, but another case has it."""

    code = "DUPLICATE_ENTRY"

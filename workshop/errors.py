"""Refusals of changes to a draft."""

from __future__ import annotations

from engine.model.errors import CommandRefused


class DraftLocked(CommandRefused):
    """Expected a draft that nobody else edits. Details: `by` whom, `until` when."""

    code = "DRAFT_LOCKED"


class OwnDraft(CommandRefused):
    """Expected the approval of a second person, but it comes from somebody who wrote or proposed the draft."""

    code = "OWN_DRAFT"

"""Marks a notice whose mail came back: its applicant sees that it did not arrive, and may give another address."""

from __future__ import annotations

from uuid import UUID

from casework.notices.tables import Notice
from engine.core.context import CommandContext

#: why a notice failed that a server had taken
RETURNED = "returned"


def mark_returned_notice(context: CommandContext, key: UUID) -> UUID | None:
    """Answers the case of the notice with this key; None where there is none."""
    notice = context.session.get(Notice, key, with_for_update=True)
    if notice is None:
        return None
    notice.failed, notice.sent_at = RETURNED, None
    return notice.instance_id

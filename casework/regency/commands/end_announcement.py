"""Ends an announcement now, or sets another end: outages last shorter and longer than was thought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from casework.regency.announcement_limits import LONGEST_TIME
from casework.regency.errors import AnnouncementRejected
from casework.regency.tables import Announcement
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class EndAnnouncement(Command):
    """`ends_at`: None: now. Raises NotFound, InvalidState (it has ended), AnnouncementRejected (the new end is over, or too far away)."""

    permission: ClassVar[str] = "operate"

    announcement: UUID
    ends_at: datetime | None = None

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(Announcement, self.announcement, with_for_update=True)
        if row is None:
            raise NotFound("Expected an announcement, but there is none under this id.")
        if row.ends_at <= context.now:
            raise InvalidState("Expected an announcement that has not ended, but it has.")
        if self.ends_at is not None and not max(context.now, row.begins_at) < self.ends_at <= row.begins_at + LONGEST_TIME:
            text = f"Expected an end after its beginning and after now, within {LONGEST_TIME.days} days, but it is {self.ends_at}."
            raise AnnouncementRejected(text, part="ends")
        row.ends_at = self.ends_at or context.now
        context.audit_platform()
        return {}

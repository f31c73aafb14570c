"""Announces an outage or planned work above every page; it goes by itself when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from casework.regency.announcement_limits import LONGEST_TEXT, LONGEST_TIME, PLACES
from casework.regency.errors import AnnouncementRejected
from casework.regency.tables import Announcement
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class WriteAnnouncement(Command):
    """`begins_at`, `ends_at`: aware times of the outage or the work; `shown_from`: None: at once. `text_en` may be empty.

    Answers its id. Raises AnnouncementRejected, whose details name the part that is wrong.
    """

    permission: ClassVar[str] = "operate"

    place: str
    text_id: str
    text_en: str = ""
    begins_at: datetime
    ends_at: datetime
    shown_from: datetime | None = None

    def run(self, context: CommandContext) -> Answer:
        text_id, text_en = self.text_id.strip(), self.text_en.strip()
        shown_from = self.shown_from or min(context.now, self.begins_at)
        if not text_id or max(len(text_id), len(text_en)) > LONGEST_TEXT:
            raise AnnouncementRejected(f"Expected a text of at most {LONGEST_TEXT} characters, but it is empty or longer.", part="text")
        if self.place not in PLACES:
            raise AnnouncementRejected(f"Expected one of {', '.join(PLACES)}, but the place is {self.place[:20]!r}.", part="place")
        if self.ends_at <= max(context.now, self.begins_at) or self.ends_at - self.begins_at > LONGEST_TIME:
            text = f"Expected an end after its beginning and after now, within {LONGEST_TIME.days} days, but it is {self.ends_at}."
            raise AnnouncementRejected(text, part="ends")
        if shown_from >= self.ends_at:
            raise AnnouncementRejected(f"Expected to show it before it ends, but it would be shown from {shown_from} on.", part="shown")
        row = Announcement(id=context.new_id(), place=self.place, text_id=text_id, text_en=text_en, shown_from=shown_from)
        row.begins_at, row.ends_at = self.begins_at, self.ends_at
        row.written_at, row.written_by = context.now, context.actor.person
        context.session.add(row)
        context.audit_platform()
        return {"announcement": str(row.id)}

"""Records that a notice was sent or failed for good, so that its applicant can see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.notices.tables import Notice
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class RecordNotice(Command):
    """`failed`: the reason why the address takes no mail."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    notice: UUID
    failed: str | None = None

    def run(self, context: CommandContext) -> Answer:
        notice = context.session.get(Notice, self.notice, with_for_update=True)
        if notice is not None and notice.sent_at is None:
            notice.sent_at, notice.failed = (None, self.failed) if self.failed else (context.now, None)
        return {}

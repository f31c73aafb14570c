"""Writes the mails that tell officers of a withdrawn case: those whose step it took away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.notices.notice_texts import OFFICER_WITHDRAWN, OFFICER_WITHDRAWN_TEXT
from casework.notices.officer_mails import officer_mails
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.ports import Mail


@dataclass(frozen=True, kw_only=True)
class WithdrawalMails(Query):
    """Answers (mail, person). `positions`: those that had an open step, or did the last one, when it was withdrawn."""

    permission: ClassVar[str] = "system"

    case: UUID
    positions: tuple[UUID, ...]

    def run(self, context: QueryContext) -> list[tuple[Mail, UUID]]:
        return officer_mails(context, self.case, self.positions, OFFICER_WITHDRAWN, OFFICER_WITHDRAWN_TEXT)

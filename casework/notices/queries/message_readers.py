"""Finds officers who get a mail about an applicant's message: those with an open step of the case, else whoever it was given to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.notices.message_receivers import unanswered_of, working_positions
from casework.notices.notice_texts import OFFICER_MESSAGE, OFFICER_MESSAGE_TEXT
from casework.notices.officer_mails import officer_mails
from casework.notices.tables import CaseMessage
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.ports import Mail


@dataclass(frozen=True, kw_only=True)
class MessageReaders(Query):
    """Answers (mail, person); the mail does not hold the message, which is read on the page."""

    permission: ClassVar[str] = "system"

    case: UUID

    def run(self, context: QueryContext) -> list[tuple[Mail, UUID]]:
        positions = working_positions(context, self.case)
        if not positions:
            given = select(CaseMessage.to_position_id).where(unanswered_of(self.case), CaseMessage.to_position_id.is_not(None)).distinct()
            positions = [position for position in context.session.scalars(given) if position]
        return officer_mails(context, self.case, positions, OFFICER_MESSAGE, OFFICER_MESSAGE_TEXT)

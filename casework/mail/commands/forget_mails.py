"""Forgets the text of mails that were dealt with long ago; what became documents of a case stays as long as the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import and_, delete, exists, or_, select, update

from casework.mail.reasons import AUTOMATIC, DELIVERED, KEPT, KEPT_ASIDE, SET_ASIDE
from casework.mail.tables import MailContent, ReceivedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class ForgetMails(Command):
    """Answers how many mails were forgotten."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        over = or_(
            and_(ReceivedMail.status.in_((DELIVERED, AUTOMATIC)), ReceivedMail.handled_at < context.now - KEPT),
            and_(ReceivedMail.status == SET_ASIDE, ReceivedMail.handled_at < context.now - KEPT_ASIDE),
        )
        nothing = {"content_id": None, "sender": "", "subject": "", "envelope_from": ""}
        wanted = select(ReceivedMail.id).where(over, ReceivedMail.content_id.is_not(None)).limit(1000)
        forgotten = context.session.scalars(
            update(ReceivedMail).where(ReceivedMail.id.in_(wanted)).values(nothing).returning(ReceivedMail.id)
        ).all()
        named = exists().where(ReceivedMail.content_id == MailContent.id)
        # also what a case left that was erased
        context.session.execute(delete(MailContent).where(~named))
        return {"forgotten": len(forgotten)}

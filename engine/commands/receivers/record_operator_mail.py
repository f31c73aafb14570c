"""Records that a mail to operators went out, or that it never will."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.instances import Incident
from engine.persistence.tables.receivers import OperatorMail, ReceiverFinding


@dataclass(frozen=True, kw_only=True)
class RecordOperatorMail(Command):
    """`sent` False: the mail server took it at no attempt. If it took no other operator's either, its trouble is untold again."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    mail: UUID
    sent: bool

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(OperatorMail, self.mail, with_for_update=True)
        if row is None or row.sent_at is not None:
            return {}
        if self.sent:
            row.sent_at = context.now
        else:
            for table in (Incident, ReceiverFinding):
                context.session.execute(update(table).where(table.told_in == row.id).values(told_in=None))
        return {}

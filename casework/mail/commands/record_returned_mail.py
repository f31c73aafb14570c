"""Records that a mail of ours came back: its case shows it, and the room that sent it counts it as not delivered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from casework.mail.parts import MailParts
from casework.mail.tables import ReturnedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.instances import Job

#: as engine/connectors/smtp.py writes it: the key of the mail, which nobody outside can guess
_OURS = re.compile(r"^<([0-9a-f-]{36})[^<>@]*@alur>$")


@dataclass(frozen=True, kw_only=True)
class RecordReturnedMail(Command):
    """`message_id`: of the mail that a server could not deliver. Answers whether it was ours; else nothing changes."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    message_id: str
    address: str
    status: str
    reason: str

    def run(self, context: CommandContext) -> Answer:
        found = _OURS.match(self.message_id)
        if not found:
            return {"ours": False}
        key = UUID(found.group(1))
        marked = (mark(context, key) for mark in context.platform.part(MailParts).senders)
        case = next((case for case in marked if case is not None), None)
        job = None if case else context.session.get(Job, key)
        if case is None and job is None:
            return {"ours": False}
        person = job.variables.get("person") if job else None
        row = {
            "id": uuid5(key, self.address),
            "key": str(key),
            "instance_id": job.instance_id if job else case,
            "person_id": UUID(person) if person else None,
            "address": self.address,
            "status": self.status,
            "reason": self.reason,
            "told_at": context.now,
        }
        context.session.execute(insert(ReturnedMail).values(row).on_conflict_do_nothing())
        return {"ours": True}

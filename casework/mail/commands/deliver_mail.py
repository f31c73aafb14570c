"""Delivers a mail: begins the process that waits for mails of its address, with its documents, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid5

from sqlalchemy import select

from casework.documents.answers import DRAW_PAGES
from casework.documents.file_check import CheckedFile
from casework.documents.parts import DocumentParts
from casework.documents.tables import Document, DocumentVersion
from casework.mail.errors import MailWaits
from casework.mail.read_mail import ReadMail
from casework.mail.reasons import DELIVERED, RECEIVED, SAME_ID, SET_ASIDE
from casework.mail.tables import OfficialAddress, ReceivedMail
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.starting import awaiting_start, start_by_event
from engine.core.job_rows import platform_job
from engine.persistence.tables.identity import Unit
from engine.persistence.tables.instances import ProcessInstance

#: characters of the mail's text that stand in the case; the paper has more of them
LONGEST_TEXT = 10_000


@dataclass(frozen=True, kw_only=True)
class DeliverMail(Command):
    """Answers the case that began; none where another of its Message-ID came before, or it is dealt with already.

    Raises MailWaits where no process begins with mails of this address.
    """

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    mail: UUID
    read: ReadMail
    paper: CheckedFile

    def payload(self) -> dict[str, Any]:
        return {"mail": self.mail, "files": 1 + len(self.read.files)}

    def run(self, context: CommandContext) -> Answer:
        mail = context.session.get(ReceivedMail, self.mail, with_for_update=True, populate_existing=True)
        if mail is None or mail.status != RECEIVED or mail.address_id is None:
            return {"instance": None}
        mail.sender, mail.subject, mail.handled_at = self.read.words["sender"], self.read.words["subject"], context.now
        if mail.message_id and mail.released_by is None and self._came_before(context, mail):
            mail.status, mail.reason = SET_ASIDE, SAME_ID
            return {"instance": None}
        address = context.session.get_one(OfficialAddress, mail.address_id)
        starts = awaiting_start(context.session, "message", address.message)
        if len(starts) != 1:
            raise MailWaits(f"Expected one process that begins with '{address.message}', but {len(starts)} do.")
        identifier = uuid5(mail.id, "instance")
        files = [(uuid5(mail.id, f"file {number}"), file) for number, file in enumerate((self.paper, *self.read.files))]
        unit = context.session.get_one(Unit, address.unit_id)
        variables = {"unit": unit.code, "mail": self._words(mail, files)}
        begun = start_by_event(context, starts[0], identifier, variables)
        if begun is None and context.session.get(ProcessInstance, identifier) is None:
            raise MailWaits("Expected a package that is enabled, but it is not.")
        if begun is not None:
            for document, file in files:
                _add_document(context, begun, document, file)
        mail.status, mail.reason, mail.instance_id = DELIVERED, "", identifier
        return {"instance": str(identifier)}

    def _came_before(self, context: CommandContext, mail: ReceivedMail) -> bool:
        others = select(ReceivedMail.id).where(
            ReceivedMail.recipient == mail.recipient,
            ReceivedMail.message_id == mail.message_id,
            ReceivedMail.id != mail.id,
            ReceivedMail.status == DELIVERED,
        )
        return context.session.scalars(others.limit(1)).first() is not None

    def _words(self, mail: ReceivedMail, files: list[tuple[UUID, CheckedFile]]) -> dict[str, Any]:
        """The variable `mail` of the case (docs/reference/mail.md)."""
        words = self.read.words
        return {
            "id": str(mail.id),
            "message_id": mail.message_id,
            "reply_to": words["reply_to"],
            "recipient": mail.recipient,
            "sender": words["sender"],
            "sender_name": words["sender_name"] or words["sender"],
            "subject": words["subject"],
            "sent_at": words["date"],
            "received_at": mail.received_at.isoformat(),
            "text": words["text"][:LONGEST_TEXT],
            "results": list(words["results"]),
            "paper": str(files[0][0]),
            "documents": [str(document) for document, _file in files[1:]],
            "left_out": [dict(item) for item in self.read.left_out],
        }


def _add_document(context: CommandContext, instance: ProcessInstance, document: UUID, file: CheckedFile) -> None:
    row = Document(
        id=document, instance_id=instance.id, title=file.name, data_class="internal", retention="", created_by=None, created_at=context.now
    )
    context.session.add(row)
    context.session.flush()
    context.session.add(
        DocumentVersion(
            id=uuid5(document, "1"),
            document_id=document,
            number=1,
            file_name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            pages=file.pages,
            sha256=context.platform.part(DocumentParts).documents.put(file.content),
            created_by=None,
            created_at=context.now,
        )
    )
    platform_job(context, instance, DRAW_PAGES, key=str(document), variables={"document": str(document)})

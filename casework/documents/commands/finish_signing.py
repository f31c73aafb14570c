"""Finishes a signature: the signed file becomes the document's newest version, anybody can verify it, and the step is done."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.documents.answers import DRAW_PAGES
from casework.documents.parts import DocumentParts
from casework.documents.signature_report import SignatureReport
from casework.documents.signing import to_be_signed
from casework.documents.tables import DocumentVersion, IssuedDocument, Signing
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.core.platform import Platform
from engine.core.tasks.checked_task import check_task
from engine.core.tasks.form_check import store_attachments
from engine.core.turn import take_turn
from engine.model.errors import InvalidState
from engine.model.stimuli import UserTaskCompleted
from engine.persistence.tables.identity import Position, Unit


@dataclass(frozen=True, kw_only=True)
class FinishSigning(Command):
    """Raises NotFound, TaskTaken, FormRejected; InvalidState where the lease is over, the document changed, or nothing is signed."""

    permission: ClassVar[str] = "person"

    task: UUID
    lease: UUID
    content: bytes
    answers: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        return {"task": self.task, "sha256": hashlib.sha256(self.content).hexdigest(), **self.answers}

    def examine(self, platform: Platform) -> SignatureReport:
        return platform.part(DocumentParts).signatures.check(self.content, None)

    def run(self, context: CommandContext) -> Answer:
        report: SignatureReport = context.examined
        if report.state not in ("valid", "unknown", "expired"):
            raise InvalidState(f"Expected a signed document, but its signature is: {report.state}.")
        given, session = check_task(context, self.task, self.answers), context.session
        document, version = to_be_signed(session, given.task)
        signing = session.get(Signing, self.task, with_for_update=True)
        if signing is None or signing.lease != self.lease or signing.expires_at <= context.now or signing.sha256 != version.sha256:
            raise InvalidState("Expected the signature of the document as it is, within its time, but it is another's or too late.")
        sha256 = context.platform.part(DocumentParts).documents.put(self.content)
        session.add(
            DocumentVersion(
                id=context.new_id(),
                document_id=document.id,
                number=version.number + 1,
                file_name=version.file_name,
                media_type=version.media_type,
                size=len(self.content),
                pages=version.pages,
                sha256=sha256,
                created_by=context.actor.person,
                created_at=context.now,
            )
        )
        self._issue(context, document.id, sha256, given.position)
        session.delete(signing)
        store_attachments(context, given.instance, given.rules)
        platform_job(context, given.instance, DRAW_PAGES, key=f"{document.id} {sha256}", variables={"document": str(document.id)})
        variables = {**given.rules.answers, "signed_at": context.now.isoformat()}
        take_turn(context, given.instance, UserTaskCompleted(id=str(context.new_id()), token=str(self.task), variables=variables))
        return {"instance": str(given.instance.id), "task": str(self.task), "sha256": sha256}

    def _issue(self, context: CommandContext, document: UUID, sha256: str, position: UUID | None) -> None:
        issued = context.session.scalars(select(IssuedDocument).where(IssuedDocument.document_id == document).with_for_update()).first()
        seat = context.actor.seat(position)
        if issued is None or seat is None:
            raise InvalidState("Expected a document that was made to be issued, but it was not.")
        unit = context.session.scalars(
            select(Unit.name).join(Position, Position.unit_id == Unit.id).where(Position.id == seat.position)
        ).first()
        issued.sha256, issued.signed_at, issued.signer = sha256, context.now, context.actor.name
        issued.signer_title = seat.title if seat.kind == "DEFINITIF" else f"{seat.kind.title()}. {seat.title}"
        issued.issuer = unit or ""

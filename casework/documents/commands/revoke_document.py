"""Revokes an issued document: its verification page then says so, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.documents.tables import IssuedDocument
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class RevokeDocument(Command):
    """`reason` is public. Raises NotFound, InvalidState for an unsigned document; a revoked one stays as it is."""

    permission: ClassVar[str] = "administer"
    repeatable: ClassVar[bool] = True

    document: UUID
    reason: str

    def run(self, context: CommandContext) -> Answer:
        known = context.session.get(IssuedDocument, self.document)
        if known is None:
            raise NotFound("Expected an issued document, but there is none.")
        instance = lock_instance(context, known.instance_id)
        issued = context.session.get_one(IssuedDocument, self.document, with_for_update=True, populate_existing=True)
        if issued.signed_at is None or not self.reason.strip():
            raise InvalidState("Expected a signed document and a reason, but one of them is missing.")
        if issued.revoked_at is None:
            issued.revoked_at, issued.revoked_reason = context.now, self.reason.strip()[:500]
            context.audit(instance)
        return {"code": issued.code}

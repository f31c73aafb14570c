"""Begins a signature: checks everything and leases the document to the signer; the signature itself is made outside.

The passphrase never comes here. What the signing service gives back, FinishSigning takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from casework.documents.signing import SIGNING_LASTS, needs_signature, to_be_signed
from casework.documents.tables import Signing
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.tasks.checked_task import check_task
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class BeginSigning(Command):
    """Answers the lease, the file's SHA-256 and the signer. Raises NotFound, TaskTaken, FormRejected, InvalidState."""

    permission: ClassVar[str] = "person"

    task: UUID
    answers: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        return {"task": self.task}

    def run(self, context: CommandContext) -> Answer:
        given = check_task(context, self.task, self.answers)
        person, seat = context.actor.person, context.actor.seat(given.position)
        if person is None or seat is None or not needs_signature(given.loaded, given.task, given.rules.answers):
            raise InvalidState("Expected a step that is completed by a signature, but it is not.")
        document, version = to_be_signed(context.session, given.task)
        held = context.session.get(Signing, self.task, with_for_update=True)
        if held is not None and held.expires_at > context.now and held.person_id != person:
            raise InvalidState("Expected a document that nobody signs at the moment, but somebody does.")
        signing = held or Signing(task_id=self.task)
        signing.lease, signing.person_id, signing.sha256 = context.new_id(), person, version.sha256
        signing.expires_at = context.now + SIGNING_LASTS
        context.session.add(signing)
        context.audit(given.instance)
        return {
            "lease": str(signing.lease),
            "sha256": version.sha256,
            "person": str(person),
            "name": context.actor.name,
            "title": seat.titled,
            "reason": document.title,
        }

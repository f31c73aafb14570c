"""Reads what a document must say when this person signs it: their own name and seat, and the date of the day.

A document is written before it is known who signs it: the holder may be away by then, and a Plh. signs with their own name. Where its
step names a signer, it is therefore written anew for whoever signs (docs/decisions/0045-a-document-names-who-signs-it.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from sqlalchemy import select

from casework.documents.document_data import signatory
from casework.documents.queries.template_to_render import RenderingInput, rendering_of
from casework.documents.signing import to_be_signed
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.open_task import acting_position
from engine.identity.access import may_do
from engine.model.errors import NotFound
from engine.persistence.tables.instances import Job, ProcessInstance, UserTask

RENDER = "alur:render-document"


@dataclass(frozen=True, kw_only=True)
class DocumentToSign(Query):
    """Answers None for a document that names no signer: it is signed as it is. Raises NotFound, InvalidState."""

    permission: ClassVar[str] = "person"

    task: UUID

    def run(self, context: QueryContext) -> RenderingInput | None:
        task = context.session.scalars(select(UserTask).where(UserTask.id == self.task, may_do(context.actor))).first()
        seat = context.actor.seat(acting_position(context, task)) if task else None
        if task is None or seat is None or context.actor.person is None:
            raise NotFound("Expected a task that you may do, but there is none under this address.")
        document, _version = to_be_signed(context.session, task)
        job = _job_of(context, document.id, document.instance_id)
        if job is None or not job.variables.get("signer"):
            return None
        return rendering_of(context, job, document.id, signatory(context, context.actor.person, seat.titled, seat.unit))


def _job_of(context: QueryContext, document: UUID, case: UUID | None) -> Job | None:
    """The step that wrote the document last."""
    family = select(ProcessInstance.id).where(ProcessInstance.root_id == case)
    written = select(Job).where(Job.instance_id.in_(family), Job.type == RENDER, Job.status == "DONE").order_by(Job.ended_at.desc())
    own = (str(document), document)
    return next(
        (job for job in context.session.scalars(written) if (job.variables.get("document") or uuid5(job.id, "document")) in own), None
    )

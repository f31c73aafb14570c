"""A report about a job: the instance is locked first, then the job must still be leased under this fencing token."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.instances import Job, ProcessInstance


def leased_job(context: CommandContext, identifier: UUID, fencing_token: int) -> tuple[ProcessInstance, Job]:
    """Raises NotFound, and InvalidState for a report that comes too late."""
    found = context.session.execute(select(Job.instance_id).where(Job.id == identifier)).scalar()
    if found is None:
        raise NotFound("Expected a job, but there is none under this id.")
    instance = lock_instance(context, found)
    job = context.session.scalars(select(Job).where(Job.id == identifier).with_for_update()).one()
    if job.status != "LEASED" or job.fencing_token != fencing_token:
        raise InvalidState("Expected a job that is leased under this token, but it is done, cancelled or leased anew.")
    return instance, job

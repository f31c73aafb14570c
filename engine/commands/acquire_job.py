"""Lease a job that is due: READY, or LEASED by somebody whose lease has run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.incidents import raise_incident
from engine.core.platform_jobs import QUEUES
from engine.identity.enablement import package_enabled
from engine.persistence.tables.instances import Job, ProcessInstance

#: added to a job type's time limit, so that a lease outlives the work-horse that is killed at its limit
GRACE = timedelta(seconds=15)
PAUSE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class AcquireJob(Command):
    """Answers the job with its fencing token, or {} where there is nothing to do (done, leased, or its package is disabled)."""

    permission: ClassVar[str] = "system"

    job: UUID

    def run(self, context: CommandContext) -> Answer:
        job = context.session.scalars(select(Job).where(Job.id == self.job).with_for_update(skip_locked=True)).first()
        if job is None or job.status not in ("READY", "LEASED") or job.due_at > context.now:
            return {}
        instance = context.session.get_one(ProcessInstance, job.instance_id)
        package = job.type.partition(":")[0]
        if job.type not in QUEUES and not package_enabled(context.session, package):
            job.due_at = context.now + PAUSE
            return {}
        if job.attempts >= job.retries:
            # every attempt ended without a report: whatever the job does kills its worker
            job.status = "FAILED"
            job.error = "the worker died at every attempt"
            raise_incident(
                context, instance, token=str(job.token or job.id), element=job.element_id, kind="job", message=job.error, job=job.id
            )
            return {}
        job_type = context.platform.packages.job_type(job.type)
        job.status = "LEASED"
        job.attempts += 1
        job.fencing_token += 1
        job.due_at = context.now + timedelta(seconds=job_type.timeout if job_type else 60) + GRACE
        return {
            "job": str(job.id),
            "fencing_token": job.fencing_token,
            "type": job.type,
            "instance": str(instance.id),
            "business_key": instance.business_key,
            "variables": job.variables,
            "headers": job.headers,
            "token": str(job.token) if job.token else None,
        }

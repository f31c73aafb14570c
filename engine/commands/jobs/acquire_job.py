"""Leases a job that is due: a READY job, or a LEASED one whose lease has run out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.incidents import UNCERTAIN, raise_incident
from engine.core.jobs.claims import lease_answer
from engine.core.jobs.leases import DISABLED_PAUSE, LEASE
from engine.identity.package_state import package_enabled
from engine.persistence.tables.instances import Job, ProcessInstance


@dataclass(frozen=True, kw_only=True)
class AcquireJob(Command):
    """Answers the job with its fencing token, or {} where there is nothing to do (done, leased, or its package is disabled)."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    job: UUID

    def run(self, context: CommandContext) -> Answer:
        found = context.session.execute(
            select(Job, ProcessInstance.business_key)
            .join(ProcessInstance, ProcessInstance.id == Job.instance_id)
            .where(Job.id == self.job)
            .with_for_update(skip_locked=True, of=Job)
        ).first()
        if found is None:
            return {}
        job, business_key = found
        if job.status not in ("READY", "LEASED") or job.due_at > context.now:
            return {}
        package = job.type.partition(":")[0]
        if job.type not in context.platform.packages.steps and not package_enabled(context.session, package):
            job.due_at = context.now + DISABLED_PAUSE
            return {}
        job_type = context.platform.packages.job_type(job.type)
        if job.status == "LEASED" and job_type is not None and job_type.at_most_once:
            job.status = "FAILED"
            job.error = f"attempt {job.attempts} began and was never heard of again: whether it took effect is not known"
            self._incident(context, job, UNCERTAIN)
            return {}
        if job.attempts >= job.retries:
            # every attempt ended without a report: whatever the job does kills its worker
            job.status = "FAILED"
            job.error = "the worker died at every attempt"
            self._incident(context, job, "job")
            return {}
        job.status = "LEASED"
        job.attempts += 1
        job.fencing_token += 1
        job.due_at = context.now + LEASE
        return lease_answer(context.platform, vars(job), business_key, context.now)

    def _incident(self, context: CommandContext, job: Job, kind: str) -> None:
        instance, message = context.session.get_one(ProcessInstance, job.instance_id), job.error or ""
        raise_incident(context, instance, token=str(job.token or job.id), element=job.element_id, kind=kind, message=message, job=job.id)

"""Leases of jobs: their length, the pauses between attempts, and the fencing token that a report needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared, Question
from engine.persistence.stored_objects import adopt
from engine.persistence.tables.instances import Job, ProcessInstance

#: how long a worker is believed to be alive after it was last heard of: what it did is taken up again after that
LEASE = timedelta(seconds=30)
#: until a job whose package is disabled is looked at again
DISABLED_PAUSE = timedelta(seconds=60)
#: after the first attempt that failed; each further pause is longer by the factor
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
PAUSE_FACTOR = 3
#: processes agree on the time only so far as transactions take some
CLOCK_SLACK = timedelta(seconds=5)


def pause(attempts: int) -> timedelta:
    """Returns the pause before the next attempt, by the number of failed ones."""
    return min(FIRST_PAUSE * int(PAUSE_FACTOR ** (attempts - 1)), LONGEST_PAUSE)


def due_too_far_ahead(now: datetime) -> ColumnElement[bool]:
    """Selects jobs due later than any rule above allows: the database's clock was ahead when they were set, and was set back."""
    seconds = FIRST_PAUSE.total_seconds() * func.power(PAUSE_FACTOR, Job.attempts - 1)
    longest = func.make_interval(0, 0, 0, 0, 0, 0, func.least(seconds, LONGEST_PAUSE.total_seconds()))
    return or_(
        and_(Job.status == "LEASED", Job.due_at > now + LEASE + CLOCK_SLACK),
        and_(Job.status == "READY", Job.attempts == 0, Job.due_at > now + DISABLED_PAUSE + CLOCK_SLACK),
        and_(
            Job.status == "READY",
            Job.attempts > 0,
            Job.due_at > now + DISABLED_PAUSE + CLOCK_SLACK,
            Job.due_at > now + longest + CLOCK_SLACK,
        ),
    )


_INSTANCE, _JOB = table_of(ProcessInstance), table_of(Job)
_OF_INSTANCE, _OF_JOB = _INSTANCE.c.keys(), _JOB.c.keys()
_LEASED = Prepared(
    select(*_INSTANCE.c, *_JOB.c)
    .join(Job, Job.instance_id == ProcessInstance.id)
    .where(Job.id == bindparam("wanted"))
    .with_for_update(of=[_INSTANCE, _JOB])
)


def question_of_lease(job: UUID) -> Question:
    """Returns what locks a job with its instance, first the instance."""
    return _LEASED, {"wanted": job}


def leased_job(context: CommandContext, identifier: UUID, fencing_token: int) -> tuple[ProcessInstance, Job]:
    """Returns the leased job, both locked. Raises NotFound, and InvalidState for a report that comes too late.

    A command whose `opening` is `question_of_lease` has the answer already.
    """
    (found,) = context.opened or context.rows.ask(question_of_lease(identifier))
    if not found:
        raise NotFound("Expected a job, but there is none under this id.")
    row = found[0]
    instance = adopt(context.session, ProcessInstance, dict(zip(_OF_INSTANCE, row, strict=False)))
    job = adopt(context.session, Job, dict(zip(_OF_JOB, row[len(_OF_INSTANCE) :], strict=True)))
    if job.status != "LEASED" or job.fencing_token != fencing_token:
        raise InvalidState("Expected a job that is leased under this token, but it is done, cancelled or leased anew.")
    return instance, job

"""Runs one job: lease, handler without an open transaction, report. At least once; the lease's token refuses a late report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog

from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.complete_job import CompleteJob
from engine.commands.jobs.fail_job import FailJob
from engine.commands.jobs.throw_bpmn_error import ThrowBpmnError
from engine.core.engine import Engine
from engine.jobs.heartbeat import heartbeat
from engine.jobs.isolation import HandlerFailed, Isolation, place_of, result_of, run_in_this_process
from engine.jobs.job_tools import JobTools
from engine.jobs.lease import Lease
from engine.jobs.staff_mails import mail_position
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict, InvalidState
from engine.queries.jobs.current_time import CurrentTime
from engine.sdk import BpmnError, JobContext, JobType

log = structlog.get_logger()


def run_job(engine: Engine, job: UUID, *, isolation: Isolation = run_in_this_process) -> bool:
    """Returns whether there was a job to run. Never raises an error of a handler; the database knows how it ended."""
    answer = engine.execute(AcquireJob(job=job), actor=SYSTEM)
    if not answer:
        return False
    lease = Lease(**{**answer, "job": UUID(answer["job"]), "instance": UUID(answer["instance"])})
    with engine.platform.telemetry.job(lease.type, lease.trace):
        _carry_out(engine, lease, isolation)
    return True


def _carry_out(engine: Engine, lease: Lease, isolation: Isolation) -> None:
    job = lease.job
    job_type = engine.platform.packages.job_type(lease.type)
    try:
        with heartbeat(engine, job, lease.fencing_token, limit=lease.limit), engine.platform.telemetry.handler(lease.type):
            variables = _handle(engine, lease, job_type, isolation)
    except BpmnError as error:
        _report(
            engine,
            ThrowBpmnError(job=job, fencing_token=lease.fencing_token, code=error.code, message=error.message, variables=error.variables),
        )
    except CommandRefused as error:
        # a refusal of the platform's own follow-up will not turn into a yes by trying again
        _report(
            engine,
            FailJob(
                job=job,
                fencing_token=lease.fencing_token,
                error=f"{error.code}: {error}",
                final=lease.type in engine.platform.packages.steps,
            ),
        )
    except HandlerFailed as failed:
        log.warning("job failed", job=str(job), type=lease.type, error=str(failed).partition(":")[0], where=failed.place)
        # an effect outside may have happened, and must not be repeated
        uncertain = job_type is not None and job_type.at_most_once and not failed.nothing_done
        _report(engine, FailJob(job=job, fencing_token=lease.fencing_token, error=str(failed), uncertain=uncertain))
    except Exception as error:  # before the handler began, or in the platform's own
        log.warning("job failed", job=str(job), type=lease.type, error=type(error).__name__, where=place_of(error))
        _report(engine, FailJob(job=job, fencing_token=lease.fencing_token, error=f"{type(error).__name__}: {error}"))
    else:
        _report(engine, CompleteJob(job=job, fencing_token=lease.fencing_token, variables=variables))


def _report(engine: Engine, command: CompleteJob | FailJob | ThrowBpmnError) -> None:
    """Reports the outcome. A result that cannot be stored, such as a text with NUL, is a failure: its lease would run out for ever."""
    try:
        engine.execute(command, actor=SYSTEM)
    except (InvalidState, Conflict) as error:
        log.info("late report refused", job=str(command.job), reason=str(error))
    except CommandRefused as error:
        if isinstance(command, FailJob):
            raise
        log.warning("result of a job refused", job=str(command.job), code=error.code)
        _report(engine, FailJob(job=command.job, fencing_token=command.fencing_token, error=f"{error.code}: {error}"))


def _handle(engine: Engine, lease: Lease, job_type: JobType | None, isolation: Isolation) -> dict[str, Any]:
    """Returns the handler's result. Raises HandlerFailed for a package's handler that had begun, anything else before."""
    if job_type is None:
        raise LookupError(f"no installed package declares the job type '{lease.type}'")
    if job_type.context is StepContext:
        return job_type.write(job_type.handler(StepContext(engine=engine, lease=lease), _step_input(job_type, lease)))
    context, given, declared = _context(engine, lease), job_type.read(lease.variables), job_type
    return result_of(isolation(lambda: declared.write(declared.handler(context, given)), lease.limit))


def _step_input(job_type: JobType, lease: Lease) -> Any:
    try:
        return job_type.read(lease.variables)
    except ValueError as error:
        raise InvalidState(f"Expected the inputs of '{lease.type}', but {error}.") from None


def _context(engine: Engine, lease: Lease) -> JobContext:
    now = engine.ask(CurrentTime(), actor=SYSTEM)
    package = lease.type.partition(":")[0]
    tools = engine.platform.find(JobTools) or JobTools()
    return JobContext(
        idempotency_key=str(lease.job),
        instance=str(lease.instance),
        business_key=lease.business_key,
        now=now,
        today=now.astimezone(engine.platform.zone).date(),
        headers=lease.headers,
        numbers=tools.numbers(engine, package, str(lease.job)),
        registers=tools.registers(engine, package, lease.instance),
        mails=_Mails(engine, lease),
    )


class _Mails:
    def __init__(self, engine: Engine, lease: Lease) -> None:
        self.engine = engine
        self.lease = lease

    def to_position(self, position: str, subject: str, text: str) -> None:
        mail_position(self.engine, self.lease.instance, position, subject=subject, text=text, key=f"{self.lease.job} {position}")

"""Runs one job: lease, handler without an open transaction, report. At least once; the lease's token refuses a late report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.complete_job import CompleteJob
from engine.commands.jobs.fail_job import FailJob
from engine.commands.jobs.throw_bpmn_error import ThrowBpmnError
from engine.core.engine import Engine
from engine.jobs.heartbeat import LeaseKeeper
from engine.jobs.isolation import HandlerFailed, Isolation, place_of, result_of, run_in_this_process
from engine.jobs.lease import Lease, read_lease
from engine.jobs.package_call import prepare_call
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict, InvalidState
from engine.sdk import BpmnError, JobType

log = structlog.get_logger()


def run_job(engine: Engine, job: UUID, *, isolation: Isolation = run_in_this_process) -> bool:
    """Runs the job of this id. Returns whether there was one to run."""
    lease = read_lease(engine.execute(AcquireJob(job=job), actor=SYSTEM))
    if lease is None:
        return False
    keeper = LeaseKeeper(engine)
    try:
        run_leased(engine, lease, isolation=isolation, keeper=keeper)
    finally:
        keeper.stop()
    return True


def run_leased(engine: Engine, lease: Lease, *, isolation: Isolation, keeper: LeaseKeeper, then: tuple[str, ...] = ()) -> Lease | None:
    """Runs a leased job and reports it. Never raises an error of a handler; the database knows how it ended.

    `then`: the queues from which the report claims the next job, which is returned.
    """
    with engine.platform.telemetry.job(lease.type, lease.trace):
        return _carry_out(engine, lease, isolation, keeper, then)


def _carry_out(engine: Engine, lease: Lease, isolation: Isolation, keeper: LeaseKeeper, then: tuple[str, ...]) -> Lease | None:
    job_type = engine.platform.packages.job_type(lease.type)
    report = _Report(engine, lease, then)
    try:
        with keeper.holding(lease.job, lease.fencing_token, limit=lease.limit), engine.platform.telemetry.handler(lease.type):
            variables = _handle(engine, lease, job_type, isolation)
    except BpmnError as error:
        return report.send(ThrowBpmnError, code=error.code, message=error.message, variables=error.variables)
    except CommandRefused as error:
        # a refusal of the platform's own follow-up will not turn into a yes by trying again
        return report.send(FailJob, error=f"{error.code}: {error}", final=lease.type in engine.platform.packages.steps)
    except HandlerFailed as failed:
        log.warning("job failed", job=str(lease.job), type=lease.type, error=str(failed).partition(":")[0], where=failed.place)
        # an effect outside may have happened, and must not be repeated
        uncertain = job_type is not None and job_type.at_most_once and not failed.nothing_done
        return report.send(FailJob, error=str(failed), uncertain=uncertain)
    except Exception as error:  # before the handler began, or in the platform's own
        log.warning("job failed", job=str(lease.job), type=lease.type, error=type(error).__name__, where=place_of(error))
        return report.send(FailJob, error=f"{type(error).__name__}: {error}")
    return report.send(CompleteJob, variables=variables)


@dataclass(frozen=True)
class _Report:
    engine: Engine
    lease: Lease
    then: tuple[str, ...]

    def send(self, kind: type[CompleteJob | FailJob | ThrowBpmnError], **outcome: Any) -> Lease | None:
        """Reports the outcome. A result that cannot be stored, such as a text with NUL, is a failure: its lease would run out for ever."""
        command = kind(job=self.lease.job, fencing_token=self.lease.fencing_token, then=self.then, **outcome)
        try:
            return read_lease(self.engine.execute(command, actor=SYSTEM)["next"])
        except (InvalidState, Conflict) as error:
            log.info("late report refused", job=str(command.job), reason=str(error))
            return None
        except CommandRefused as error:
            if kind is FailJob:
                raise
            log.warning("result of a job refused", job=str(command.job), code=error.code)
            return self.send(FailJob, error=f"{error.code}: {error}")


def _handle(engine: Engine, lease: Lease, job_type: JobType | None, isolation: Isolation) -> dict[str, Any]:
    """Returns the handler's result. Raises HandlerFailed for a package's handler that had begun, anything else before."""
    if job_type is None:
        raise LookupError(f"no installed package declares the job type '{lease.type}'")
    if job_type.context is StepContext:
        return job_type.write(job_type.handler(StepContext(engine=engine, lease=lease), _step_input(job_type, lease)))
    return result_of(isolation(prepare_call(engine, lease, job_type), lease.limit))


def _step_input(job_type: JobType, lease: Lease) -> Any:
    try:
        return job_type.read(lease.variables)
    except ValueError as error:
        raise InvalidState(f"Expected the inputs of '{lease.type}', but {error}.") from None

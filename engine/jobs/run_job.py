"""Run one job: lease, handler with no open transaction, report. At least once; the lease's token keeps a late report out."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from engine.commands.acquire_job import AcquireJob
from engine.commands.complete_job import CompleteJob
from engine.commands.fail_job import FailJob
from engine.commands.reserve_number import ReserveNumber
from engine.commands.throw_bpmn_error import ThrowBpmnError
from engine.core.engine import Engine
from engine.core.platform_jobs import QUEUES
from engine.jobs.heartbeat import heartbeat
from engine.jobs.platform_handlers import PLATFORM_HANDLERS, mail_position
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict, InvalidState
from engine.queries.matching_entries import MatchingEntries
from engine.queries.moment import Moment
from engine.sdk import BpmnError, JobContext, JobType, NothingDone

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Lease:
    """A job as it was leased."""

    job: UUID
    fencing_token: int
    type: str
    instance: UUID
    business_key: str | None
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    token: str | None
    #: seconds that the handler may take
    limit: int


#: called with the seconds that a handler may take, and with 0 when it is done: the worker's process kills itself at the limit
Alarm = Callable[[float], None]


def run_job(engine: Engine, job: UUID, *, alarm: Alarm = lambda _seconds: None) -> bool:
    """Whether there was something to do. Never raises on what a handler does; the database knows how it ended."""
    answer = engine.execute(AcquireJob(job=job), actor=SYSTEM)
    if not answer:
        return False
    lease = Lease(**{**answer, "job": UUID(answer["job"]), "instance": UUID(answer["instance"])})
    begun: list[JobType] = []
    try:
        with heartbeat(engine, lease.job, lease.fencing_token, limit=lease.limit):
            alarm(lease.limit)
            try:
                variables = _handle(engine, lease, begun)
            finally:
                alarm(0)
    except BpmnError as error:
        _report(
            engine,
            ThrowBpmnError(job=job, fencing_token=lease.fencing_token, code=error.code, message=error.message, variables=error.variables),
        )
    except CommandRefused as error:
        # a refusal of the platform's own follow-up will not turn into a yes by trying again
        _report(engine, FailJob(job=job, fencing_token=lease.fencing_token, error=f"{error.code}: {error}", final=lease.type in QUEUES))
    except Exception as error:  # a handler may fail in any way; the diagram goes on by retry or incident
        log.warning("job failed", job=str(job), type=lease.type, error=type(error).__name__, where=_place(error))
        told = f"{type(error).__name__}: {error}"
        _report(engine, FailJob(job=job, fencing_token=lease.fencing_token, error=told, uncertain=_uncertain(begun, error)))
    else:
        _report(engine, CompleteJob(job=job, fencing_token=lease.fencing_token, variables=variables))
    return True


def _uncertain(begun: Sequence[JobType], error: Exception) -> bool:
    """Whether an effect outside may have happened, and must not be repeated."""
    return any(job_type.at_most_once for job_type in begun) and not isinstance(error, NothingDone)


def _place(error: BaseException) -> str:
    """Where it failed, without the values that a whole traceback would put into the log."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"


def _report(engine: Engine, command: Any) -> None:
    try:
        engine.execute(command, actor=SYSTEM)
    except (InvalidState, Conflict) as error:
        log.info("late report refused", job=str(command.job), reason=str(error))


def _handle(engine: Engine, lease: Lease, begun: list[JobType]) -> dict[str, Any]:
    """What the handler gives. `begun` gets the package's job type as its handler is called: before that nothing has happened."""
    platform: Callable[[Engine, Any], dict[str, Any]] | None = PLATFORM_HANDLERS.get(lease.type)
    if platform is not None:
        return platform(engine, lease)
    job_type: JobType | None = engine.platform.packages.job_type(lease.type)
    if job_type is None:
        raise LookupError(f"no installed package declares the job type '{lease.type}'")
    context, given = _context(engine, lease), job_type.read(lease.variables)
    begun.append(job_type)
    result = job_type.handler(context, given)
    return job_type.write(result)


def _context(engine: Engine, lease: Lease) -> JobContext:
    now = engine.ask(Moment(), actor=SYSTEM)
    package = lease.type.partition(":")[0]
    return JobContext(
        idempotency_key=str(lease.job),
        instance=str(lease.instance),
        business_key=lease.business_key,
        now=now,
        today=now.astimezone(engine.platform.zone).date(),
        headers=lease.headers,
        numbers=_Numbers(engine, package, str(lease.job)),
        registers=_Registers(engine, package, lease.instance),
        mails=_Mails(engine, str(lease.job)),
    )


def _declared(engine: Engine, package: str, kind: str, key: str) -> None:
    """A series or register that process.toml does not declare would have no rules. Raises LookupError."""
    found = engine.platform.packages.get(package)
    known = [item.key for item in getattr(found.manifest, kind)] if found and found.manifest else []
    if key not in known:
        raise LookupError(f"process.toml of '{package}' declares no '{key}' among its {kind}")


class _Numbers:
    def __init__(self, engine: Engine, package: str, job: str) -> None:
        self.engine = engine
        self.package = package
        self.job = job

    def reserve(self, series: str, scope: str) -> int:
        _declared(self.engine, self.package, "series", series)
        command = ReserveNumber(series=f"{self.package}.{series}", scope=scope, reserved_for=self.job)
        return int(self.engine.execute(command, actor=SYSTEM)["number"])


class _Registers:
    def __init__(self, engine: Engine, package: str, instance: UUID) -> None:
        self.engine = engine
        self.package = package
        self.instance = instance

    def matching(self, register: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        _declared(self.engine, self.package, "registers", register)
        query = MatchingEntries(register=f"{self.package}.{register}", values=list(values.values()), besides=self.instance)
        found: Sequence[Mapping[str, Any]] = self.engine.ask(query, actor=SYSTEM)
        return found


class _Mails:
    def __init__(self, engine: Engine, job: str) -> None:
        self.engine = engine
        self.job = job

    def to_position(self, position: str, subject: str, text: str) -> None:
        mail_position(self.engine, position, subject=subject, text=text, key=f"{self.job}.{position}")

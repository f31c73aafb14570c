"""The call of a package's handler: a function without arguments here, and a message to a process that waits for calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.engine import Engine
from engine.jobs.job_tools import JobTools
from engine.jobs.lease import Lease, read_lease
from engine.jobs.staff_mails import mail_position
from engine.sdk import JobContext, JobType


@dataclass(frozen=True)
class PackageCall:
    engine: Engine
    lease: Lease
    job_type: JobType
    given: Any

    def __call__(self) -> dict[str, Any]:
        return self.job_type.write(self.job_type.handler(_context(self.engine, self.lease), self.given))

    @property
    def queue(self) -> str:
        return self.job_type.queue

    def message(self) -> dict[str, Any]:
        """Returns the call as JSON."""
        lease = self.lease
        return {**vars(lease), "job": str(lease.job), "instance": str(lease.instance), "now": lease.now.isoformat()}


def prepare_call(engine: Engine, lease: Lease, job_type: JobType) -> PackageCall:
    """Raises ValueError where the job's variables are not the handler's input."""
    return PackageCall(engine, lease, job_type, job_type.read(lease.variables))


def read_call(engine: Engine, message: dict[str, Any]) -> PackageCall:
    """Reads the message of a call in the process that makes it."""
    lease = read_lease(message)
    job_type = engine.platform.packages.job_type(message["type"])
    if lease is None or job_type is None:
        raise LookupError("expected a call of a handler that is installed")
    return prepare_call(engine, lease, job_type)


def _context(engine: Engine, lease: Lease) -> JobContext:
    package = lease.type.partition(":")[0]
    tools = engine.platform.find(JobTools) or JobTools()
    return JobContext(
        idempotency_key=str(lease.job),
        instance=str(lease.instance),
        business_key=lease.business_key,
        now=lease.now,
        today=lease.now.astimezone(engine.platform.zone).date(),
        headers=lease.headers,
        numbers=tools.numbers(engine, package, str(lease.job)),
        registers=tools.registers(engine, package, lease.instance),
        mails=_Mails(engine, lease),
    )


@dataclass(frozen=True)
class _Mails:
    engine: Engine
    lease: Lease

    def to_position(self, position: str, subject: str, text: str) -> None:
        mail_position(self.engine, self.lease.instance, position, subject=subject, text=text, key=f"{self.lease.job} {position}")

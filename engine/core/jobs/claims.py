"""Claims the next due job of a queue: the lease and the data of its handler, in one statement.

Every second claim takes the youngest due job instead of the oldest: where one case has made thousands, or a queue is long, what has just
come does not wait for all of them, and the oldest still go at half the pace at least.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.sql.elements import TextClause

from engine.core.command import Answer
from engine.core.context import CommandContext
from engine.core.jobs.leases import LEASE
from engine.persistence.tables.instances import Job

#: seconds after which a platform's own job is taken from its worker
LIMIT = 60
#: what a claim leaves to AcquireJob, which knows what to do with it: a job whose worker died too often, or died over an effect that
#: must not be repeated, or whose package is disabled
SOUND = """attempts < retries and (status = 'READY' or type <> all(cast(:once as text[]))) and (type = any(cast(:steps as text[]))
    or exists (select from package_state where package_state.key = split_part(job.type, ':', 1) and package_state.enabled))"""
DUE = "status in ('READY', 'LEASED') and due_at <= :now"


@lru_cache(maxsize=100)
def _claim(queues: int, youngest: bool) -> TextClause:
    """The queues are tried in their order: the next is read only where the ones before have nothing."""
    order = "desc" if youngest else "asc"
    found = [
        f"""q{number} as materialized (select id from job where queue = :queue_{number} and {DUE} and {SOUND}
        {"".join(f" and not exists (select from q{before})" for before in range(number))}
        order by due_at {order} limit 1 for update of job skip locked)"""  # noqa: S608 (a number, and words of this file)
        for number in range(queues)
    ]
    chosen = " union all ".join(f"select id from q{number}" for number in range(queues))  # noqa: S608 (numbers)
    return text(
        f"with {', '.join(found)}, chosen as (select id from ({chosen}) as q limit 1) "  # noqa: S608 (numbers)
        "update job set status = 'LEASED', attempts = attempts + 1, fencing_token = fencing_token + 1, due_at = :until "
        "from chosen, process_instance where job.id = chosen.id and process_instance.id = job.instance_id "
        "returning job.id, job.fencing_token, job.type, job.instance_id, process_instance.business_key, job.variables, job.headers, "
        "job.attempts, job.retries, job.token, job.trace"
    )


def claim_next(context: CommandContext, queues: Sequence[str]) -> Answer:
    """Leases a due job of the first of these queues that has one. Answers its lease, or {}."""
    if not queues:
        return {}
    names = {f"queue_{number}": queue for number, queue in enumerate(queues)}
    packages = context.platform.packages
    values = {**names, "now": context.now, "until": context.now + LEASE, "once": packages.at_most_once, "steps": list(packages.steps)}
    # by the clock, for a worker's claims come at any moment
    row = context.session.execute(_claim(len(queues), bool(context.now.microsecond & 1)), values).first()
    return lease_answer(context, row) if row is not None else {}


def lease_answer(context: CommandContext, job: Any, business_key: str | None = None) -> Answer:
    """Returns a leased job as the worker takes it. `job`: its row, or its object beside the business key of its case."""
    job_type = context.platform.packages.job_type(job.type)
    return {
        "job": str(job.id),
        "fencing_token": job.fencing_token,
        "type": job.type,
        "instance": str(job.instance_id),
        "business_key": business_key if isinstance(job, Job) else job.business_key,
        "variables": job.variables,
        "headers": job.headers,
        "last": job.attempts >= job.retries,
        "token": str(job.token) if job.token else None,
        "limit": job_type.timeout if job_type else LIMIT,
        "now": context.now.isoformat(),
        "trace": job.trace,
    }

"""Claims the next due job of a queue: the lease and the data of its handler, in one statement.

Every second claim takes the youngest due job instead of the oldest: where one case has made thousands, or a queue is long, what has just
come does not wait for all of them, and the oldest still go at half the pace at least.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, DateTime, Interval, Text, bindparam, text

from engine.core.command import Answer
from engine.core.context import CommandContext
from engine.core.jobs.leases import LEASE
from engine.core.platform import Platform
from engine.persistence.prepared import Prepared, Question

#: seconds after which a platform's own job is taken from its worker
LIMIT = 60
#: what a claim leaves to AcquireJob, which knows what to do with it: a job whose worker died too often, or died over an effect that
#: must not be repeated, or whose package is disabled
SOUND = """attempts < retries and (status = 'READY' or type <> all(cast(:once as text[]))) and (type = any(cast(:steps as text[]))
    or exists (select from package_state where package_state.key = split_part(job.type, ':', 1) and package_state.enabled))"""
#: `now`: null where the database's own time is meant
NOW = "coalesce(cast(:now as timestamptz), clock_timestamp())"
DUE = f"status in ('READY', 'LEASED') and due_at <= (select {NOW})"
_COLUMNS = ("id", "fencing_token", "type", "instance_id", "variables", "headers", "attempts", "retries", "token", "trace")


@lru_cache(maxsize=100)
def _claim(queues: int, youngest: bool) -> Prepared:
    """The queues are tried in their order: the next is read only where the ones before have nothing."""
    order = "desc" if youngest else "asc"
    found = [
        f"""q{number} as materialized (select id from job where queue = :queue_{number} and {DUE} and {SOUND}
        {"".join(f" and not exists (select from q{before})" for before in range(number))}
        order by due_at {order} limit 1 for update of job skip locked)"""  # noqa: S608 (a number, and words of this file)
        for number in range(queues)
    ]
    chosen = " union all ".join(f"select id from q{number}" for number in range(queues))  # noqa: S608 (numbers)
    statement = text(
        f"with {', '.join(found)}, chosen as (select id from ({chosen}) as q limit 1) "  # noqa: S608 (numbers)
        f"update job set status = 'LEASED', attempts = attempts + 1, fencing_token = fencing_token + 1, due_at = {NOW} + :lease "
        "from chosen, process_instance where job.id = chosen.id and process_instance.id = job.instance_id "
        f"returning {', '.join(f'job.{name}' for name in _COLUMNS)}, process_instance.business_key, job.due_at"
    )
    names = [bindparam(f"queue_{number}", type_=Text()) for number in range(queues)]
    return Prepared(statement.bindparams(*names, *TIME_AND_TYPES, bindparam("lease", type_=Interval())))


TIME_AND_TYPES = (
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("once", type_=ARRAY(Text())),
    bindparam("steps", type_=ARRAY(Text())),
)


def time_and_types(platform: Platform, now: datetime | None) -> dict[str, Any]:
    return {"now": now, "once": platform.packages.at_most_once, "steps": list(platform.packages.steps)}


def claim(platform: Platform, queues: Sequence[str], now: datetime | None) -> Question:
    """Returns what leases a due job of the first of these queues that has one. `now`: None for the database's own time."""
    youngest = bool(now.microsecond & 1) if now else random.random() < 0.5  # noqa: S311 (no secret)
    names = {f"queue_{number}": queue for number, queue in enumerate(queues)}
    return _claim(len(queues), youngest), {**names, **time_and_types(platform, now), "lease": LEASE}


def claim_with_the_commit(context: CommandContext, queues: Sequence[str]) -> Answer:
    """Claims the next job in the last round trip of the transaction; the answer has its lease as `next` then, {} where none is due."""
    answer: Answer = {"next": {}}

    def hear(rows: Sequence[Any]) -> None:
        answer["next"] = lease_of(context.platform, rows)
        if rows:
            # nobody needs to be rung for what is taken already
            context.new_jobs[:] = [(queue, job) for queue, job in context.new_jobs if job != rows[0][0]]

    if queues:
        context.rows.ask_last(claim(context.platform, queues, context.now), hear)
    return answer


def lease_of(platform: Platform, rows: Sequence[Any]) -> Answer:
    """Returns the lease that a claim has answered; {} where none was due."""
    if not rows:
        return {}
    *values, business_key, until = rows[0]
    return lease_answer(platform, dict(zip(_COLUMNS, values, strict=True)), business_key, until - LEASE)


def lease_answer(platform: Platform, job: Mapping[str, Any], business_key: str | None, now: datetime) -> Answer:
    """Returns a leased job as the worker takes it. `now`: when it was leased."""
    job_type = platform.packages.job_type(job["type"])
    return {
        "job": str(job["id"]),
        "fencing_token": job["fencing_token"],
        "type": job["type"],
        "instance": str(job["instance_id"]),
        "business_key": business_key,
        "variables": job["variables"],
        "headers": job["headers"],
        "last": job["attempts"] >= job["retries"],
        "token": str(job["token"]) if job["token"] else None,
        "limit": job_type.timeout if job_type else LIMIT,
        "now": now.isoformat(),
        "trace": job["trace"],
    }

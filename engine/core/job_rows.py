"""Creates job rows: automated steps of diagrams, and the follow-up commands of a turn, all under one kind of lease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from engine.core.context import CommandContext
from engine.feel.values import to_json
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared
from engine.persistence.tables.instances import Job, ProcessInstance

START_CHILD = "alur:start-child"
REPORT_CHILD = "alur:report-child"
CANCEL_CHILD = "alur:cancel-child"
CORRELATE = "alur:correlate"
PUBLISH = "alur:publish-message"
CATCH_SIGNAL = "alur:catch-signal"
START_BY_SIGNAL = "alur:start-by-signal"
ESCALATE = "alur:escalate"
MIGRATE_INSTANCE = "alur:move-instance"
UNDO_MIGRATION_OF_INSTANCE = "alur:move-instance-back"
RECOMPUTE_DUE_DATES = "alur:follow-calendar"
MAIL_NEW_TASK = "alur:notify-task"
NOTIFY_POSITION = "alur:notify-position"
MAIL_PERSON = "alur:mail-person"
MAIL_REMINDER = "alur:remind-of-task"
TELL_OPERATORS = "alur:tell-operators"
RETRY_INCIDENT = "alur:retry-incident"
#: attempts of the platform's own steps
RETRIES = 8


#: a token that enters its element again, after an incident, asks for the same job again: all this anew, and its fencing token goes on
_COLUMNS = (
    "instance_id",
    "token",
    "element_id",
    "type",
    "queue",
    "status",
    "retries",
    "attempts",
    "variables",
    "headers",
    "due_at",
    "created_at",
    "error",
    "ended_at",
    "trace",
)
_INSERT_JOB = insert(table_of(Job))
_CREATE_JOB = Prepared(
    _INSERT_JOB.on_conflict_do_update(index_elements=["id"], set_={name: _INSERT_JOB.excluded[name] for name in _COLUMNS}),
    ("id", "fencing_token", *_COLUMNS),
)


def queue_of(context: CommandContext, kind: str) -> str:
    """Returns the queue that the platform's step of this name declares."""
    return context.platform.packages.steps[kind].queue


def platform_job(context: CommandContext, instance: ProcessInstance, kind: str, *, key: str, variables: Mapping[str, Any]) -> None:
    """Creates a follow-up job of this turn. Its id is made from the key, so that a turn cannot create it twice."""
    create_job(
        context,
        instance,
        identifier=uuid5(instance.id, f"{kind} {key}"),
        token=None,
        element=instance.process_key,
        kind=kind,
        queue=queue_of(context, kind),
        retries=RETRIES,
        variables=variables,
        headers={},
    )


def platform_jobs(context: CommandContext, instances: Sequence[UUID], kind: str, *, key: str, variables: Mapping[str, Any]) -> None:
    """Creates the same follow-up for many instances."""
    follow_up_jobs(context, kind, [(instance, key, variables) for instance in instances])


def follow_up_jobs(context: CommandContext, kind: str, wanted: Sequence[tuple[UUID, str, Mapping[str, Any]]]) -> None:
    """Creates follow-ups (instance, key, variables), no instance locked, in one statement: one by one, thousands would take too long."""
    queue, trace = queue_of(context, kind), context.platform.telemetry.trace_context()
    rows = [
        {
            "id": uuid5(instance, f"{kind} {key}"),
            "instance_id": instance,
            "token": None,
            "element_id": kind,
            "type": kind,
            "queue": queue,
            "status": "READY",
            "retries": RETRIES,
            "attempts": 0,
            "variables": to_json(dict(variables)),
            "headers": {},
            "due_at": context.now,
            "fencing_token": 0,
            "created_at": context.now,
            "trace": trace,
        }
        for instance, key, variables in wanted
    ]
    if rows:
        context.session.execute(insert(Job).on_conflict_do_nothing(), rows)
    context.new_jobs += [(queue, row["id"]) for row in rows]


def create_job(
    context: CommandContext,
    instance: ProcessInstance,
    *,
    identifier: UUID,
    token: UUID | None,
    element: str,
    kind: str,
    queue: str,
    retries: int,
    variables: Mapping[str, Any],
    headers: Mapping[str, str],
) -> None:
    row = {
        "instance_id": instance.id,
        "token": token,
        "element_id": element,
        "type": kind,
        "queue": queue,
        "status": "READY",
        "retries": retries,
        "attempts": 0,
        "variables": to_json(dict(variables)),
        "headers": dict(headers),
        "due_at": context.now,
        "created_at": context.now,
        "error": None,
        "ended_at": None,
        "trace": context.platform.telemetry.trace_context(),
    }
    context.rows.run(_CREATE_JOB, {"id": identifier, "fencing_token": 0, **row})
    context.new_jobs.append((queue, identifier))

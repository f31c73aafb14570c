"""Job rows: automated steps of diagrams, and the platform's own follow-up commands, all under one kind of lease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from engine.core.context import CommandContext
from engine.feel.values import to_json
from engine.persistence.tables.instances import Job, ProcessInstance

START_CHILD = "alur:start-child"
REPORT_CHILD = "alur:report-child"
CANCEL_CHILD = "alur:cancel-child"
CORRELATE = "alur:correlate"
PUBLISH = "alur:publish-message"
CATCH_SIGNAL = "alur:catch-signal"
START_BY_SIGNAL = "alur:start-by-signal"
ESCALATE = "alur:escalate"
MOVE_INSTANCE = "alur:move-instance"
MOVE_BACK = "alur:move-instance-back"
FOLLOW_CALENDAR = "alur:follow-calendar"
NOTIFY_TASK = "alur:notify-task"
DRAW_PAGES = "alur:draw-pages"
TELL_APPLICANT = "alur:tell-applicant"
TELL_OFFICERS = "alur:tell-officers"
RENDER_DOCUMENT = "alur:render-document"
RESERVE_NUMBER = "alur:reserve-number"
CREATE_BILL = "alur:create-bill"
LOOK_UP = "alur:look-up"
FIND_NEAR = "alur:find-near"
#: the platform's own steps, which any diagram may use
NOTIFY_POSITION = "alur:notify-position"
NOTIFY_APPLICANT = "alur:notify-applicant"

#: the queue of each of the platform's own job types; Procfile's workers name the same queues (a test compares)
QUEUES = {
    START_CHILD: "engine",
    REPORT_CHILD: "engine",
    CANCEL_CHILD: "engine",
    CORRELATE: "engine",
    PUBLISH: "engine",
    CATCH_SIGNAL: "engine",
    START_BY_SIGNAL: "engine",
    ESCALATE: "engine",
    MOVE_INSTANCE: "engine",
    MOVE_BACK: "engine",
    FOLLOW_CALENDAR: "engine",
    NOTIFY_TASK: "notify",
    DRAW_PAGES: "document",
    TELL_APPLICANT: "notify",
    TELL_OFFICERS: "notify",
    NOTIFY_APPLICANT: "notify",
    RENDER_DOCUMENT: "document",
    RESERVE_NUMBER: "engine",
    CREATE_BILL: "service",
    LOOK_UP: "service",
    FIND_NEAR: "engine",
    NOTIFY_POSITION: "notify",
}
#: those that any diagram may name; the others are the platform's own consequences of a turn
FOR_DIAGRAMS = frozenset({NOTIFY_POSITION, NOTIFY_APPLICANT, RENDER_DOCUMENT, RESERVE_NUMBER, CREATE_BILL, LOOK_UP, FIND_NEAR})
#: queues of the packages' own handlers: a worker there runs each in a process of its own, which can be killed
PACKAGE_QUEUES = frozenset({"service", "document"})
RETRIES = 8


def platform_job(context: CommandContext, instance: ProcessInstance, kind: str, *, key: str, variables: Mapping[str, Any]) -> None:
    """A follow-up of this turn. The key makes its id, so that no turn can ask twice for the same."""
    create_job(
        context,
        instance,
        identifier=uuid5(instance.id, f"{kind} {key}"),
        token=None,
        element=instance.process_key,
        kind=kind,
        queue=QUEUES[kind],
        retries=RETRIES,
        variables=variables,
        headers={},
    )


def platform_jobs(context: CommandContext, instances: Sequence[UUID], kind: str, *, key: str, variables: Mapping[str, Any]) -> None:
    """The same follow-up for many instances, none of which is locked: rows at once, as one instance's would take too long for thousands."""
    rows = [
        {
            "id": uuid5(instance, f"{kind} {key}"),
            "instance_id": instance,
            "token": None,
            "element_id": kind,
            "type": kind,
            "queue": QUEUES[kind],
            "status": "READY",
            "retries": RETRIES,
            "attempts": 0,
            "variables": to_json(dict(variables)),
            "headers": {},
            "due_at": context.now,
            "fencing_token": 0,
            "created_at": context.now,
        }
        for instance in instances
    ]
    context.session.execute(insert(Job).on_conflict_do_nothing(), rows)
    context.bells += [(QUEUES[kind], row["id"]) for row in rows]


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
    # a token that enters its element again, after an incident, asks for the same job again
    job = context.session.get(Job, identifier) or Job(id=identifier, fencing_token=0)
    job.instance_id = instance.id
    job.token = token
    job.element_id = element
    job.type = kind
    job.queue = QUEUES.get(kind, queue)
    job.status = "READY"
    job.retries = retries
    job.attempts = 0
    job.variables = to_json(dict(variables))
    job.headers = dict(headers)
    job.due_at = context.now
    job.created_at = context.now
    job.error = job.ended_at = None
    context.session.add(job)
    context.session.flush()
    context.bells.append((QUEUES.get(kind, queue), identifier))

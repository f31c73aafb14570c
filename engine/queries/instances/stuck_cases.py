"""Finds cases that can never go on: tokens that nothing will move, and waits on which state and tables disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import String, cast, or_, select

from engine.bpmn.codec import StoredState, read_state
from engine.bpmn.liveness import stuck_tokens
from engine.core.context import QueryContext
from engine.core.job_rows import REPORT_CHILD, START_CHILD
from engine.core.query import Query
from engine.model.errors import CorruptState
from engine.persistence.state_rows import whole_state
from engine.persistence.tables.instances import (
    Incident,
    Job,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    Timer,
    UserTask,
)

#: of a batch: a state may have megabytes
BATCH = 200
Rows = dict[str, set[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckCase:
    """`code`: a reason of engine.bpmn.liveness.StuckToken, CORRUPT, NO_ROW (the token waits, no table knows of it), NO_TOKEN (a row
    that no token waits for); `wait`: the kind of the wait or row."""

    instance: UUID
    process: str
    number: str | None
    element: str
    code: str
    wait: str = ""


@dataclass(frozen=True, kw_only=True)
class StuckCases(Query):
    """Looks at the next active cases after an id. Answers the stuck ones, and the last id that it looked at; None: there are no more."""

    permission: ClassVar[str] = "operate"

    after: UUID | None = None

    def run(self, context: QueryContext) -> tuple[list[StuckCase], UUID | None]:
        statement = select(ProcessInstance).where(ProcessInstance.status == "ACTIVE").order_by(ProcessInstance.id).limit(BATCH)
        if self.after is not None:
            statement = statement.where(ProcessInstance.id > self.after)
        instances = context.session.scalars(statement).all()
        rows = _rows(context, [instance.id for instance in instances])
        found = [case for instance in instances for case in _stuck(context, instance, rows.get(instance.id, {}))]
        return found, instances[-1].id if len(instances) == BATCH else None


def _stuck(context: QueryContext, instance: ProcessInstance, rows: Rows) -> Iterator[StuckCase]:
    def case(element: str, code: str, wait: str = "") -> StuckCase:
        return StuckCase(
            instance=instance.id, process=instance.process_key, number=instance.business_key, element=element, code=code, wait=wait
        )

    process = context.platform.definitions.get(context.session, instance.definition_id).definition.process
    try:
        state = whole_state(context.session, instance)
        stored, stuck = read_state(state), stuck_tokens(process, state)
    except CorruptState:
        yield case("", "CORRUPT")
        return
    yield from (case(item.element, item.reason) for item in stuck)
    waiting = _waits(stored)
    for kind, tokens in waiting.items():
        yield from (case(element, "NO_ROW", kind) for token, element in tokens.items() if token not in rows.get(kind, set()))
    for kind in ("user_task", "timer", "subscription", "signal", "incident"):
        for token in (
            rows.get(kind, set()) - set(waiting.get(kind, {})) - (rows.get("job_incident", set()) if kind == "incident" else set())
        ):
            element = next((item.element for item in stored.tokens if item.id == token), "")
            yield case(element, "NO_TOKEN", kind)


def _waits(stored: StoredState) -> dict[str, dict[str, str]]:
    """Returns kind of wait -> token -> element."""
    waits: dict[str, dict[str, str]] = {}
    for token in stored.tokens:
        if token.wait is not None and token.wait.kind != "condition":
            waits.setdefault(token.wait.kind, {})[token.id] = token.element
        if token.incident is not None:
            waits.setdefault("incident", {})[token.id] = token.element
    return waits


def _rows(context: QueryContext, instances: Sequence[UUID]) -> dict[UUID, Rows]:
    """Returns instance -> kind of wait -> the tokens in the tables."""
    found: dict[UUID, Rows] = {}

    def add(kind: str, statement: Any) -> None:
        for instance, token in context.session.execute(statement):
            found.setdefault(instance, {}).setdefault(kind, set()).add(str(token))

    add("user_task", select(UserTask.instance_id, UserTask.id).where(UserTask.instance_id.in_(instances), UserTask.status == "OPEN"))
    tables: tuple[tuple[str, Any], ...] = (("timer", Timer), ("subscription", MessageSubscription), ("signal", SignalSubscription))
    for kind, table in tables:
        add(kind, select(table.instance_id, table.id).where(table.instance_id.in_(instances)))
    open_incidents = select(Incident.instance_id, Incident.token).where(Incident.instance_id.in_(instances), Incident.resolved_at.is_(None))
    add("incident", open_incidents)
    # of a job or an assignment the incident's token only waits on
    add("job_incident", open_incidents.where(or_(Incident.job_id.is_not(None), Incident.kind == "assignment")))
    at_work = Job.status.in_(("READY", "LEASED"))
    failed = select(Incident.job_id).where(Incident.resolved_at.is_(None), Incident.job_id.is_not(None))
    alive = or_(at_work, Job.id.in_(failed))
    add("job", select(Job.instance_id, Job.token).where(Job.instance_id.in_(instances), Job.token.is_not(None), alive))
    _add_children(add, instances, alive)
    return found


def _add_children(add: Any, instances: Sequence[UUID], alive: Any) -> None:
    """Adds called cases: while their start is queued, while they are active, and while the report of their end is queued."""
    token = Job.variables["token"].astext
    add("child", select(Job.instance_id, token).where(Job.instance_id.in_(instances), Job.type == START_CHILD, alive))
    child = ProcessInstance
    parent = cast(child.parent_token, String)
    add("child", select(child.parent_id, parent).where(child.parent_id.in_(instances), child.status == "ACTIVE"))
    reported = select(Job.instance_id).where(Job.type == REPORT_CHILD, alive)
    add("child", select(child.parent_id, parent).where(child.parent_id.in_(instances), child.id.in_(reported)))

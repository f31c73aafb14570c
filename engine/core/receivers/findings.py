"""Opens and closes findings of things on which nobody can act: of tasks at once, of everything else by the standing check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.core.context import CommandContext, QueryContext
from engine.core.hooks import ReceiverCheck, hooks_of
from engine.identity.assignment import Candidate
from engine.identity.receivers import Missing, anybody_can_act, explain_missing, nobody_can_do
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask
from engine.persistence.tables.receivers import ReceiverFinding

TASK = "task"


class OpenTasks:
    """Every open task waits for one of its candidates, except those that wait for somebody outside."""

    kind = TASK

    def follow(self, context: CommandContext) -> None:
        """Each task follows in a transaction of its own (FollowSuccessor)."""

    def unheard(self, context: QueryContext) -> Select[Any]:
        outside = [condition for observer in hooks_of(context).tasks if (condition := observer.outside()) is not None]
        named = select(TaskCandidate.id).where(TaskCandidate.task_id == UserTask.id).exists()
        columns: tuple[Any, ...] = (UserTask.id.label("subject"), UserTask.instance_id)
        statement = select(*columns).where(UserTask.status == "OPEN", nobody_can_do(context.now))
        return statement.where(or_(named, not_(or_(*outside)))) if outside else statement

    def explain(self, context: QueryContext, subject: UUID) -> Missing:
        task = context.session.get_one(UserTask, subject)
        found = candidates_of_task(context, subject)
        missing = explain_missing(context.session, found, context.now)
        if task.claimed_by is not None and found:
            missing = Missing(reason="CLAIMED", candidate=found[0], since=missing.since)
        # a task that came later than the holder went has waited since it came
        since = max(filter(None, (missing.since, task.created_at)))
        return Missing(reason=missing.reason, candidate=missing.candidate, since=since)


def candidates_of_task(context: QueryContext, task: UUID) -> list[Candidate]:
    rows = context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task).order_by(TaskCandidate.id))
    return [Candidate(position=row.position_id, unit=row.unit_id, role=row.role) for row in rows]


def receiver_checks(context: QueryContext) -> Iterable[ReceiverCheck]:
    return (OpenTasks(), *hooks_of(context).receivers)


def note_task(
    context: CommandContext, instance: ProcessInstance, task: UUID, candidates: Sequence[Candidate], *, heard: bool | None = None
) -> None:
    """Opens a finding for an unclaimed task of a locked instance at once, if none of its candidates can act now.

    `heard`: that one of them can, where it is known already.
    """
    if not (heard or anybody_can_act(context.session, candidates, context.now)):
        open_finding(context, OpenTasks(), task, instance.id)


def open_finding(context: CommandContext, check: ReceiverCheck, subject: UUID, instance: UUID | None) -> None:
    missing = check.explain(context, subject)
    values = {
        "id": context.new_id(),
        "kind": check.kind,
        "subject": subject,
        "instance_id": instance,
        "reason": missing.reason,
        "position_id": missing.candidate.position,
        "unit_id": missing.candidate.unit,
        "role": missing.candidate.role,
        "since": missing.since or context.now,
        "found_at": context.now,
    }
    context.session.execute(insert(ReceiverFinding).values(values).on_conflict_do_nothing())


def close_finding(context: CommandContext, kind: str, subject: UUID) -> None:
    context.session.execute(
        update(ReceiverFinding)
        .where(ReceiverFinding.kind == kind, ReceiverFinding.subject == subject, ReceiverFinding.closed_at.is_(None))
        .values(closed_at=context.now)
    )

"""Finds steps that wait for the applicant: user tasks with the property `for_applicant`, open to every holder of a pass to the case.

Its value is what came back: a list of `{field, reason, note}`, as a field of returnable fields gives it. Then the step asks for these
fields of the application once more. With any other value it asks with its own form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.core.context import QueryContext
from engine.core.tasks.form_options import form_of
from engine.model.ports import OptionSource
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import ProcessInstance, UserTask

FOR_APPLICANT = "for_applicant"
#: steps of officers before the one that asks again
MOST_LOOKED_AT = 20


@dataclass(frozen=True, kw_only=True)
class Return:
    """A field of the application that the office returned. `note`: the officer's own words."""

    field: str
    reason: str
    note: str


@dataclass(frozen=True, kw_only=True)
class WaitingTask:
    id: UUID
    process: str
    element: str
    name: str
    due_at: datetime | None
    since: datetime
    returns: Sequence[Return]
    #: of the process that asks, which may be a called one
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class ReturnedBy:
    """Who returned the fields, by their post and its unit, and when. Officers' names are nobody's business here."""

    post: str
    unit: str
    at: datetime


def returns_of(task: Any) -> list[Return]:
    listed = task.properties.get(FOR_APPLICANT)
    return [
        Return(field=item["field"], reason=str(item.get("reason") or ""), note=str(item.get("note") or ""))
        for item in (listed if isinstance(listed, list) else [])
        if isinstance(item, Mapping) and isinstance(item.get("field"), str)
    ]


def returned_by(context: QueryContext, task: UserTask, case: UUID) -> ReturnedBy | None:
    """`task`: a step that asks again. None where no officer's form with returnable fields was sent before it began."""
    statement = (
        select(UserTask, ProcessInstance.definition_id, Position.title, Unit.name)
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .join(Position, Position.id == UserTask.completed_position)
        .join(Unit, Unit.id == Position.unit_id)
        .where(ProcessInstance.root_id == case, UserTask.status == "COMPLETED", UserTask.completed_at <= task.created_at)
        .order_by(UserTask.completed_at.desc())
        .limit(MOST_LOOKED_AT)
    )
    traits = context.platform.forms.traits
    for done, definition, title, unit in context.session.execute(statement):
        if done.completed_at is None:
            continue
        form = form_of(context.platform.definitions.get(context.session, definition), done.form_key)
        if any(traits(item).options is OptionSource.RETURNABLE_FIELDS for item in (form or {}).get("components", ())):
            return ReturnedBy(post=title, unit=unit, at=done.completed_at)
    return None


def waiting_tasks(context: QueryContext, case: UUID) -> list[WaitingTask]:
    """Returns the tasks of the case and of those that it called, the oldest first."""
    return waiting_in(context, context.questions.ask(steps_for_applicant(case)).rows)


def steps_for_applicant(case: UUID) -> Select[*tuple[Any, ...]]:
    """The question for the steps, open or done, whose rows `waiting_in` reads, the oldest first."""
    task, of = UserTask, ProcessInstance
    columns = (task.id, task.element_id, task.name, task.due_at, task.created_at, task.completed_at, task.status, task.properties)
    return (
        select(*columns, of.process_key, of.definition_id)
        .join(of, of.id == task.instance_id)
        .where(of.root_id == case, task.properties.has_key(FOR_APPLICANT))
        .order_by(task.created_at, task.id)
    )


def waiting_in(context: QueryContext, steps: Sequence[Any]) -> list[WaitingTask]:
    return [
        WaitingTask(
            id=row.id,
            process=row.process_key,
            element=row.element_id,
            name=row.name,
            due_at=row.due_at,
            since=row.created_at,
            returns=returns_of(row),
            texts=context.platform.definitions.get(context.session, row.definition_id).texts,
        )
        for row in steps
        if row.status == "OPEN"
    ]


def case_of_task(session: Session, task: UUID) -> UUID | None:
    """Returns the root case of a task that waits, or waited, for its applicant."""
    statement = (
        select(ProcessInstance.root_id)
        .join(UserTask, UserTask.instance_id == ProcessInstance.id)
        .where(UserTask.id == task, UserTask.properties.has_key(FOR_APPLICANT))
    )
    return session.scalars(statement).first()

"""Lists tasks for the inbox: mine, my unit's, those below me, others', and those that I have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import TABS, count_tasks, tab_condition
from engine.core.tasks.unit_of_task import of_unit
from engine.identity.position_holders import PositionWithHolder, positions_with_holders
from engine.model.actor import Seat
from engine.persistence.patterns import containing
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    id: UUID
    instance: UUID
    process: str
    element: str
    name: str
    title: str
    business_key: str | None
    confidential: bool
    origin: Any
    due_at: datetime | None
    created_at: datetime
    completed_at: datetime | None
    priority: int
    unread: bool
    reminded_at: datetime | None
    #: the seat by which it is mine; None where it is not
    seat: Seat | None
    #: whether it lies in the queue of a role
    queue: bool
    taken_by: str | None
    #: the candidates, for tasks that wait for others
    others: list[PositionWithHolder]
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Inbox:
    rows: list[TaskRow]
    counts: Mapping[str, int]
    late: int
    today: int
    page: int
    more: bool
    #: processes with open tasks for the filter: key -> texts
    processes: Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, kw_only=True)
class TaskList(Query):
    """`due`: late, today, week or empty; `order`: due or new; `page` counts from 1."""

    permission: ClassVar[str] = "person"

    tab: str = "mine"
    text: str = ""
    process: str = ""
    due: str = ""
    order: str = "due"
    page: int = 1
    #: tasks of this unit and those under it only
    unit: UUID | None = None

    def run(self, context: QueryContext) -> Inbox:
        statement = select(UserTask, ProcessInstance).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        statement = statement.where(self.condition(context))
        if self.tab == "done":
            statement = statement.order_by(UserTask.completed_at.desc())
        elif self.order == "new":
            statement = statement.order_by(UserTask.created_at.desc(), UserTask.id)
        else:
            statement = statement.order_by(UserTask.due_at.asc().nulls_last(), UserTask.priority.desc(), UserTask.created_at, UserTask.id)
        page = max(1, min(self.page, 400))
        found = context.session.execute(statement.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
        counted = [tab for tab in TABS if tab != "done" and (tab != "agency" or context.actor.oversees)]
        mine, now = tab_condition(context, "mine"), context.now
        late, today = and_(mine, UserTask.due_at < now), and_(mine, UserTask.due_at >= now, UserTask.due_at <= end_of_day(now))
        *of_tabs, late_ones, todays = count_tasks(context, *(tab_condition(context, tab) for tab in counted), late, today)
        return Inbox(
            rows=self.rows(context, [(row[0], row[1]) for row in found[:PAGE]]),
            counts=dict(zip(counted, of_tabs, strict=True)),
            late=late_ones,
            today=todays,
            page=page,
            more=len(found) > PAGE,
            processes=self._processes(context),
        )

    def condition(self, context: QueryContext) -> ColumnElement[bool]:
        """Selects the tasks of the group that fit the filters; to be joined with their ProcessInstance."""
        return and_(tab_condition(context, self.tab), *self._filters(context))

    def _filters(self, context: QueryContext) -> list[ColumnElement[bool]]:
        filters: list[ColumnElement[bool]] = []
        now = context.now
        if self.text.strip():
            pattern = containing(self.text.strip())
            filters.append(or_(ProcessInstance.title.ilike(pattern), ProcessInstance.business_key.ilike(pattern)))
        if self.unit is not None:
            filters.append(of_unit(self.unit))
        if self.process:
            filters.append(ProcessInstance.process_key == self.process)
        if self.due == "late":
            filters.append(UserTask.due_at < now)
        elif self.due == "today":
            filters.append(and_(UserTask.due_at >= now, UserTask.due_at <= end_of_day(now)))
        elif self.due == "week":
            filters.append(and_(UserTask.due_at >= now, UserTask.due_at <= now + timedelta(days=7)))
        return filters

    def _processes(self, context: QueryContext) -> dict[str, Mapping[str, Mapping[str, str]]]:
        newest = (
            select(ProcessInstance.process_key, ProcessInstance.definition_id)
            .join(UserTask, UserTask.instance_id == ProcessInstance.id)
            .where(tab_condition(context, self.tab))
            .limit(300)
        )
        # of all that somebody has ever done the newest ones
        recent = (newest.order_by(UserTask.completed_at.desc()) if self.tab == "done" else newest).subquery()
        rows = context.session.execute(select(recent.c.process_key, recent.c.definition_id).distinct()).all()
        return {row.process_key: context.platform.definitions.get(context.session, row.definition_id).texts for row in rows}

    def rows(self, context: QueryContext, found: list[tuple[UserTask, ProcessInstance]]) -> list[TaskRow]:
        tasks = [task.id for task, _instance in found]
        candidates: dict[UUID, list[TaskCandidate]] = {}
        for candidate in context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id.in_(tasks))):
            candidates.setdefault(candidate.task_id, []).append(candidate)
        of_others = self.tab in ("waiting", "agency", "others")
        named = {item.position_id for items in candidates.values() for item in items if item.position_id} if of_others else set()
        seated = positions_with_holders(context.session, named, context.now)
        claimed = {task.claimed_by for task, _instance in found if task.claimed_by}
        people = {person.id: person.name for person in context.session.scalars(select(Person).where(Person.id.in_(claimed)))}
        return [self._row(context, task, instance, candidates.get(task.id, []), people, seated) for task, instance in found]

    def _row(
        self,
        context: QueryContext,
        task: UserTask,
        instance: ProcessInstance,
        candidates: list[TaskCandidate],
        people: Mapping[UUID, str],
        seated: Mapping[UUID, PositionWithHolder],
    ) -> TaskRow:
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        seat, queue = seat_for(context, candidates)
        return TaskRow(
            id=task.id,
            instance=instance.id,
            process=instance.process_key,
            element=task.element_id,
            name=task.name,
            title=instance.title,
            business_key=instance.business_key,
            confidential=instance.confidential,
            origin=instance.facts.get(loaded.manifest.case(instance.process_key).origin),
            due_at=task.due_at,
            created_at=task.created_at,
            completed_at=task.completed_at,
            priority=task.priority,
            unread=task.read_at is None,
            reminded_at=task.reminded_at,
            seat=seat,
            queue=queue,
            taken_by=people.get(task.claimed_by) if task.claimed_by else None,
            others=[seated[item.position_id] for item in candidates if item.position_id and item.position_id in seated],
            texts=loaded.texts,
        )


def seat_for(context: QueryContext, candidates: list[TaskCandidate]) -> tuple[Seat | None, bool]:
    """Returns the actor's seat among a task's candidates, and whether it is a role's queue."""
    for seat in context.actor.seats:
        for candidate in candidates:
            if candidate.position_id == seat.position:
                return seat, False
            if candidate.unit_id == seat.unit and candidate.role == seat.role:
                return seat, True
    return None, False


def end_of_day(now: datetime) -> datetime:
    return datetime.combine(now.date(), time(23, 59, 59), tzinfo=now.tzinfo)

"""Lists tasks for the inbox: mine, my unit's, those below me, others', and those that I have done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import TABS, count_question, tab_condition
from engine.core.tasks.unit_of_task import of_unit
from engine.identity.position_holders import PositionWithHolder, positions_with_holders
from engine.model.actor import Seat
from engine.persistence.patterns import containing
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

PAGE = 25
#: the most urgent first
URGENT = (UserTask.due_at.asc().nulls_last(), UserTask.priority.desc(), UserTask.created_at, UserTask.id)


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    id: UUID
    instance: UUID
    parent: UUID | None
    root: UUID
    definition: UUID
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
        return self.begin(context)()

    def begin(self, context: QueryContext) -> Callable[[], Inbox]:
        """Asks with the context's other questions; the function that it returns reads the answer."""
        page, now = max(1, min(self.page, 400)), context.now
        conditions = {tab: tab_condition(context, tab) for tab in {*TABS, self.tab}}
        within = conditions[self.tab]
        statement = task_question(and_(within, *self._filters(context))).order_by(*self._order()).offset((page - 1) * PAGE).limit(PAGE + 1)
        counted = [tab for tab in TABS if tab != "done" and (tab != "agency" or context.actor.oversees)]
        mine = conditions["mine"]
        late, today = and_(mine, UserTask.due_at < now), and_(mine, UserTask.due_at >= now, UserTask.due_at <= end_of_day(now))
        found = context.questions.ask(statement)
        counts = context.questions.ask(count_question(*(conditions[tab] for tab in counted), late, today))
        processes = context.questions.ask(_processes(within, done=self.tab == "done"))

        def read() -> Inbox:
            assert counts.first is not None
            *of_tabs, late_ones, todays = counts.first
            definitions = context.platform.definitions
            return Inbox(
                rows=task_rows(context, found.rows[:PAGE], of_others=self.tab in ("waiting", "agency", "others")),
                counts=dict(zip(counted, of_tabs, strict=True)),
                late=late_ones,
                today=todays,
                page=page,
                more=len(found.rows) > PAGE,
                processes={row.process_key: definitions.get(context.session, row.definition_id).texts for row in processes.rows},
            )

        return read

    def _order(self) -> Sequence[Any]:
        if self.tab == "done":
            return (UserTask.completed_at.desc(),)
        if self.order == "new":
            return (UserTask.created_at.desc(), UserTask.id)
        return URGENT

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


def _processes(condition: ColumnElement[bool], *, done: bool) -> Select[Any]:
    some = (
        select(ProcessInstance.process_key, ProcessInstance.definition_id)
        .join(UserTask, UserTask.instance_id == ProcessInstance.id)
        .where(condition)
        .limit(300)
    )
    # of all that somebody has ever done the newest ones
    recent = (some.order_by(UserTask.completed_at.desc()) if done else some).subquery()
    return select(recent.c.process_key, recent.c.definition_id).distinct()


def _tasks() -> Select[*tuple[Any, ...]]:
    """Tasks with their cases, candidates and who has taken them."""
    task, case = UserTask, ProcessInstance
    candidate = func.jsonb_build_array(TaskCandidate.position_id, TaskCandidate.unit_id, TaskCandidate.role)
    candidates = select(func.jsonb_agg(aggregate_order_by(candidate, TaskCandidate.id))).where(TaskCandidate.task_id == task.id)
    taken_by = select(Person.name).where(Person.id == task.claimed_by)
    of_task = (task.id, task.element_id, task.name, task.due_at, task.created_at, task.completed_at, task.priority, task.read_at)
    of_case = (case.parent_id, case.root_id, case.definition_id, case.process_key, case.title, case.business_key, case.confidential)
    return select(
        *of_task,
        task.reminded_at,
        case.id.label("instance"),
        *of_case,
        case.facts,
        candidates.correlate(task).scalar_subquery().label("candidates"),
        taken_by.correlate(task).scalar_subquery().label("taken_by"),
    ).join(case, case.id == task.instance_id)


_TASKS = _tasks()


def task_question(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The question whose rows `task_rows` reads."""
    return _TASKS.where(condition)


def task_rows(context: QueryContext, found: Sequence[Any], *, of_others: bool) -> list[TaskRow]:
    """`of_others`: with the holders of the positions with which each task lies."""
    candidates = {row.id: [candidate_in(item) for item in row.candidates or ()] for row in found}
    named = {item.position_id for items in candidates.values() for item in items if item.position_id} if of_others else set()
    seated = positions_with_holders(context.session, named, context.now)
    return [_row(context, row, candidates[row.id], seated) for row in found]


class Candidate(NamedTuple):
    position_id: UUID | None
    unit_id: UUID | None
    role: str | None


def candidate_in(item: Sequence[Any]) -> Candidate:
    position, unit, role = item
    return Candidate(UUID(position) if position else None, UUID(unit) if unit else None, role)


def _row(context: QueryContext, row: Any, candidates: Sequence[Candidate], seated: Mapping[UUID, PositionWithHolder]) -> TaskRow:
    loaded = context.platform.definitions.get(context.session, row.definition_id)
    seat, queue = seat_for(context, candidates)
    return TaskRow(
        id=row.id,
        instance=row.instance,
        parent=row.parent_id,
        root=row.root_id,
        definition=row.definition_id,
        process=row.process_key,
        element=row.element_id,
        name=row.name,
        title=row.title,
        business_key=row.business_key,
        confidential=row.confidential,
        origin=row.facts.get(loaded.manifest.case(row.process_key).origin),
        due_at=row.due_at,
        created_at=row.created_at,
        completed_at=row.completed_at,
        priority=row.priority,
        unread=row.read_at is None,
        reminded_at=row.reminded_at,
        seat=seat,
        queue=queue,
        taken_by=row.taken_by,
        others=[seated[item.position_id] for item in candidates if item.position_id and item.position_id in seated],
        texts=loaded.texts,
    )


def seat_for(context: QueryContext, candidates: Sequence[Candidate | TaskCandidate]) -> tuple[Seat | None, bool]:
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

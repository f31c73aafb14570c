"""Lists tasks for the inbox: mine, my unit's, those below me, others', and those that I have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, tuple_

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_do, may_see
from engine.identity.position_holders import PositionWithHolder, positions_with_holders
from engine.model.actor import Seat
from engine.persistence.patterns import containing
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

TABS = ("mine", "unit", "agency", "waiting", "done")
PAGE = 25
#: counts above this are shown as "99+": counting on costs more than the figure tells
MAX_COUNT = 100


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

    def run(self, context: QueryContext) -> Inbox:
        where = and_(self._tab(context, self.tab), *self._filters(context))
        statement = select(UserTask, ProcessInstance).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id).where(where)
        if self.tab == "done":
            statement = statement.order_by(UserTask.completed_at.desc())
        elif self.order == "new":
            statement = statement.order_by(UserTask.created_at.desc(), UserTask.id)
        else:
            statement = statement.order_by(UserTask.due_at.asc().nulls_last(), UserTask.priority.desc(), UserTask.created_at, UserTask.id)
        page = max(1, min(self.page, 400))
        found = context.session.execute(statement.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
        counted = [tab for tab in TABS if tab != "done" and (tab != "agency" or context.actor.oversees)]
        counts = {tab: self._count(context, self._tab(context, tab)) for tab in counted}
        mine, now = self._tab(context, "mine"), context.now
        return Inbox(
            rows=self._rows(context, [(row[0], row[1]) for row in found[:PAGE]]),
            counts=counts,
            late=self._count(context, and_(mine, UserTask.due_at < now)),
            today=self._count(context, and_(mine, UserTask.due_at >= now, UserTask.due_at <= _end_of_day(now))),
            page=page,
            more=len(found) > PAGE,
            processes=self._processes(context),
        )

    def _tab(self, context: QueryContext, tab: str) -> ColumnElement[bool]:
        actor = context.actor
        if tab == "done":
            return and_(UserTask.status == "COMPLETED", UserTask.completed_by == actor.person)
        if not actor.seats:
            return false()
        still_open = UserTask.status == "OPEN"
        named = UserTask.id.in_(select(TaskCandidate.task_id).where(TaskCandidate.position_id.in_(actor.positions)))
        pairs = [(seat.unit, seat.role) for seat in actor.seats]
        queued = UserTask.id.in_(select(TaskCandidate.task_id).where(tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(pairs)))
        if tab == "unit":
            return and_(still_open, queued, UserTask.claimed_by.is_(None))
        if tab == "mine":
            return and_(
                still_open,
                or_(
                    and_(named, or_(UserTask.claimed_by.is_(None), UserTask.claimed_by == actor.person)),
                    and_(queued, UserTask.claimed_by == actor.person),
                ),
            )
        if tab == "agency":
            below = list(actor.oversees)
            roles = select(Position.unit_id, Position.role).where(Position.id.in_(below))
            theirs = or_(TaskCandidate.position_id.in_(below), tuple_(TaskCandidate.unit_id, TaskCandidate.role).in_(roles))
            under = UserTask.id.in_(select(TaskCandidate.task_id).where(theirs))
            # the same rule as for the case itself: nothing secret, and nothing that the page of the case would not show
            return and_(still_open, under, not_(may_do(actor)), may_see(actor, UserTask.instance_id, context.now)) if below else false()
        worked = exists(
            select(CaseAccess.id).where(
                CaseAccess.instance_id == UserTask.instance_id, CaseAccess.level == "work", CaseAccess.position_id.in_(actor.positions)
            )
        )
        return and_(still_open, worked, not_(may_do(actor)))

    def _filters(self, context: QueryContext) -> list[ColumnElement[bool]]:
        filters: list[ColumnElement[bool]] = []
        now = context.now
        if self.text.strip():
            pattern = containing(self.text.strip())
            filters.append(or_(ProcessInstance.title.ilike(pattern), ProcessInstance.business_key.ilike(pattern)))
        if self.process:
            filters.append(ProcessInstance.process_key == self.process)
        if self.due == "late":
            filters.append(UserTask.due_at < now)
        elif self.due == "today":
            filters.append(and_(UserTask.due_at >= now, UserTask.due_at <= _end_of_day(now)))
        elif self.due == "week":
            filters.append(and_(UserTask.due_at >= now, UserTask.due_at <= now + timedelta(days=7)))
        return filters

    def _count(self, context: QueryContext, where: ColumnElement[bool]) -> int:
        capped = select(UserTask.id).where(where).limit(MAX_COUNT).subquery()
        return context.session.execute(select(func.count()).select_from(capped)).scalar_one()

    def _processes(self, context: QueryContext) -> dict[str, Mapping[str, Mapping[str, str]]]:
        recent = (
            select(ProcessInstance.process_key, ProcessInstance.definition_id)
            .join(UserTask, UserTask.instance_id == ProcessInstance.id)
            .where(self._tab(context, self.tab))
            .limit(300)
            .subquery()
        )
        rows = context.session.execute(select(recent.c.process_key, recent.c.definition_id).distinct()).all()
        return {row.process_key: context.platform.definitions.get(context.session, row.definition_id).texts for row in rows}

    def _rows(self, context: QueryContext, found: list[tuple[UserTask, ProcessInstance]]) -> list[TaskRow]:
        tasks = [task.id for task, _instance in found]
        candidates: dict[UUID, list[TaskCandidate]] = {}
        for candidate in context.session.scalars(select(TaskCandidate).where(TaskCandidate.task_id.in_(tasks))):
            candidates.setdefault(candidate.task_id, []).append(candidate)
        named = (
            {item.position_id for items in candidates.values() for item in items if item.position_id} if self.tab == "waiting" else set()
        )
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


def _end_of_day(now: datetime) -> datetime:
    return datetime.combine(now.date(), time(23, 59, 59), tzinfo=now.tzinfo)

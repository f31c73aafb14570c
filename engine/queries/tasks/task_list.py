"""Lists tasks for the inbox: mine, my unit's, those below me, others', and those that I have done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.list_questions import DUE, PAGE, ListForm, filter_conditions, list_questions
from engine.core.tasks.task_tabs import TABS, named_tab_condition, tab_condition
from engine.core.tasks.unit_of_task import of_unit
from engine.identity.access import named_values, shape_of
from engine.identity.position_holders import PositionWithHolder, positions_with_holders
from engine.model.actor import Actor, Seat
from engine.persistence.patterns import containing
from engine.persistence.questions import Question
from engine.persistence.tables.instances import TaskCandidate

#: by the shape of their actor and their form
_KNOWN: dict[tuple[tuple[bool, ...], bool, ListForm], Sequence[Question]] = {}


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
        actor, page = context.actor, max(1, min(self.page, 400))
        counted = [tab for tab in TABS if tab != "done" and (tab != "agency" or actor.oversees)]
        if self.unit is None and self.tab != "others":
            questions: Sequence[Select[Any] | Question] = self._known(actor, counted)
        else:
            questions = list_questions(actor, self._form(), counted, tab_condition(context, self.tab), self._filters(context))
        offset = (page - 1) * PAGE
        found, counts, processes = (context.questions.ask(one, **self._values(context), list_offset=offset) for one in questions)

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

    def _form(self) -> ListForm:
        due, order = self.due if self.due in DUE else "", "new" if self.order == "new" else "due"
        return ListForm(self.tab, bool(self.text.strip()), bool(self.process), due, order)

    def _values(self, context: QueryContext) -> dict[str, Any]:
        moments = {"list_now": context.now, "list_evening": end_of_day(context.now), "list_week": context.now + timedelta(days=7)}
        names = {"list_text": containing(self.text.strip()), "list_process": self.process}
        return {**named_values(context.actor, context.now), **moments, **names}

    def _known(self, actor: Actor, counted: Sequence[str]) -> Sequence[Question]:
        """Returns the questions, built once for all actors of one shape: building them takes longer than reading their answers."""
        key = (shape_of(actor), len(actor.positions) == 1, self._form())
        if key not in _KNOWN:
            group, filters = named_tab_condition(actor, self.tab), filter_conditions(self._form())
            _KNOWN[key] = [Question(each, one_plan=False) for each in list_questions(actor, self._form(), counted, group, filters)]
        return _KNOWN[key]

    def condition(self, context: QueryContext) -> ColumnElement[bool]:
        """Selects the tasks of the group that fit the filters; to be joined with their ProcessInstance."""
        return and_(tab_condition(context, self.tab), *self._filters(context))

    def _filters(self, context: QueryContext) -> Sequence[ColumnElement[bool]]:
        of_tasks = [] if self.unit is None else [of_unit(self.unit)]
        return [*of_tasks, *filter_conditions(self._form(), self._values(context))]


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

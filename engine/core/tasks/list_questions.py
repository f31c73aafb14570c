"""Builds the questions of a list of tasks: for the rows of a page, for the figures of all groups, for the processes to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, DateTime, Integer, Select, Text, and_, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from engine.core.tasks.task_tabs import count_question, named_tab_condition, waiting_of_one_post
from engine.model.actor import Actor
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask

PAGE = 25
#: by which a list is filtered; anything else shows all
DUE = ("late", "today", "week")
#: the most urgent first
URGENT = (UserTask.due_at.asc().nulls_last(), UserTask.priority.desc(), UserTask.created_at, UserTask.id)


class ListForm(NamedTuple):
    """On what the form of a list's questions depends."""

    tab: str
    with_text: bool
    of_process: bool
    due: str
    order: str


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


def list_questions(
    actor: Actor, form: ListForm, counted: Sequence[str], group: ColumnElement[bool], filters: Sequence[ColumnElement[bool]]
) -> Sequence[Select[Any]]:
    """Builds the questions for the rows of a page, for the figures of all groups, and for the processes to choose from.

    Those are the processes of the whole group, however it is filtered.
    """
    offset = bindparam("list_offset", type_=Integer())
    rows = task_question(and_(group, *filters)).order_by(*order_of(form)).offset(offset).limit(PAGE + 1)
    mine = named_tab_condition(actor, "mine")
    late, today = and_(mine, UserTask.due_at < _time("now")), and_(mine, *_due_today(_time("now"), _time("evening")))
    groups = [
        waiting_of_one_post(actor) if tab == "waiting" and len(actor.positions) == 1 else named_tab_condition(actor, tab) for tab in counted
    ]
    return rows, count_question(*groups, late, today), _processes(group, done=form.tab == "done")


def _time(name: str) -> Any:
    return bindparam(f"list_{name}", type_=DateTime(timezone=True))


def _due_today(now: Any, evening: Any) -> tuple[ColumnElement[bool], ...]:
    return UserTask.due_at >= now, UserTask.due_at <= evening


def order_of(form: ListForm) -> Sequence[Any]:
    if form.tab == "done":
        return (UserTask.completed_at.desc(),)
    if form.order == "new":
        return (UserTask.created_at.desc(), UserTask.id)
    return URGENT


def filter_conditions(form: ListForm, values: Mapping[str, Any] | None = None) -> list[ColumnElement[bool]]:
    """`values`: of a statement that is built for them; else their parameters stand for them."""

    def value(name: str, kind: Any) -> Any:
        return bindparam(f"list_{name}", type_=kind) if values is None else literal(values[f"list_{name}"], kind)

    conditions: list[ColumnElement[bool]] = []
    if form.with_text:
        pattern = value("text", Text())
        conditions.append(or_(ProcessInstance.title.ilike(pattern), ProcessInstance.business_key.ilike(pattern)))
    if form.of_process:
        conditions.append(ProcessInstance.process_key == value("process", Text()))
    time_zone = DateTime(timezone=True)
    if form.due == "late":
        conditions.append(UserTask.due_at < value("now", time_zone))
    elif form.due == "today":
        conditions += _due_today(value("now", time_zone), value("evening", time_zone))
    elif form.due == "week":
        conditions += _due_today(value("now", time_zone), value("week", time_zone))
    return conditions


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

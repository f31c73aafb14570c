"""Figures of the units for who leads: their open tasks that the reader may see, how many are late, and what was done this week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.tasks.task_tabs import tab_condition
from engine.core.tasks.unit_of_task import units_of_tasks
from engine.identity.access import may_see
from engine.persistence.tables.identity import Unit
from engine.persistence.tables.instances import UserTask
from engine.queries.tasks.task_list import end_of_day


@dataclass(frozen=True, kw_only=True)
class UnitFigure:
    """Open tasks of a unit and of those under it, as far as the reader may see their cases."""

    unit: UUID
    name: str
    open: int
    late: int
    today: int


@dataclass(frozen=True, kw_only=True)
class UnitFiguresView:
    #: those with most that is late first
    units: list[UnitFigure]
    open: int
    late: int
    #: tasks that were completed since Monday, by anybody, in cases that the reader may see
    done: int
    since: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True)
class UnitFigures(Query):
    """Units are those right below the reader's own; of other branches of the organisation, those right below its root.

    Nothing is counted that the reader could not open: a confidential case counts for those alone who may see it.
    """

    permission: ClassVar[str] = "person"

    def run(self, context: QueryContext) -> UnitFiguresView:
        return self.begin(context)()

    def begin(self, context: QueryContext) -> Callable[[], UnitFiguresView]:
        """Asks with the context's other questions; the function that it returns reads the answer."""
        units = units_of_tasks()
        others = select(units.c.unit, UserTask.due_at).join(units, units.c.task == UserTask.id)
        lying = others.where(tab_condition(context, "others")).subquery()
        late = func.count().filter(lying.c.due_at < context.now)
        today = func.count().filter(and_(lying.c.due_at >= context.now, lying.c.due_at <= end_of_day(context.now)))
        counted = (func.count().label("open"), late.label("late"), today.label("today"))
        lies = context.questions.ask(select(lying.c.unit, *counted).where(lying.c.unit.is_not(None)).group_by(lying.c.unit))
        monday = datetime.combine(context.today - timedelta(days=context.today.weekday()), time.min, context.platform.zone)
        done = context.questions.ask(self._done_since(context, monday))
        return lambda: self._view(context, lies.rows, monday, done.value)

    def _view(self, context: QueryContext, rows: Sequence[Any], monday: datetime, done: int) -> UnitFiguresView:
        units = _units_above(context, (row[0] for row in rows))
        sums: dict[UUID, list[int]] = {}
        for unit, *counts in rows:
            place = _shown(units, {seat.unit for seat in context.actor.seats}, unit)
            sums[place] = [sum(pair) for pair in zip(sums.get(place, [0, 0, 0]), counts, strict=True)]
        found = [UnitFigure(unit=unit, name=units[unit].name, open=n, late=past, today=soon) for unit, (n, past, soon) in sums.items()]
        return UnitFiguresView(
            units=sorted(found, key=lambda figure: (-figure.late, -figure.today, -figure.open, figure.name)),
            open=sum(figure.open for figure in found),
            late=sum(figure.late for figure in found),
            done=done,
            since=monday,
            at=context.now,
        )

    def _done_since(self, context: QueryContext, moment: datetime) -> Select[Any]:
        done = (UserTask.status == "COMPLETED", UserTask.completed_at >= moment)
        may = may_see(context.actor, UserTask.instance_id, context.now)
        return select(func.count().label("done")).select_from(UserTask).where(*done, may)


def _units_above(context: QueryContext, units: Iterable[UUID]) -> dict[UUID, Any]:
    """Returns these units and all above them."""
    tree = select(Unit.id, Unit.parent_id).where(Unit.id.in_(list(units))).cte(recursive=True)
    tree = tree.union(select(Unit.id, Unit.parent_id).join(tree, Unit.id == tree.c.parent_id))
    rows = context.session.execute(select(Unit.id, Unit.name, Unit.parent_id).where(Unit.id.in_(select(tree.c.id))))
    return {row.id: row for row in rows}


def _shown(units: Mapping[UUID, Any], own: set[UUID], unit: UUID) -> UUID:
    """Returns under which unit the reader finds this one: right below their own, or right below the root of the organisation."""
    place = unit
    while place not in own:
        parent = units[place].parent_id
        if parent is None or parent in own:
            return place
        if units[parent].parent_id is None:
            return place
        place = parent
    return place

"""Finds entries by going back in time until enough are found, so that the work does not grow with what is stored.

A reader of few cases is asked about those alone. Whoever reads many is given windows of time, the newest first: an index holds the words
of an entry together with its week, so that a window costs what is in it. What fits in a window is looked at in the order of time, up to
MOST_LOOKED_AT; who may see it is asked of each.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    cast,
    func,
    select,
)

from casework.records.tables import LONG, WEEK, RegisterEntry
from engine.core.context import QueryContext
from engine.identity.access import granted_instances, may_see

#: cases of which each is asked, where a reader sees no more
FEW_CASES = 1_000
#: entries of a window that are looked at, those that the reader may not see among them
MOST_LOOKED_AT = 3_000
#: entries among which something alike is looked for
NEWEST_ALIKE = 3_000
#: longer periods of the third window; older ones are the last
YEAR_OF_PERIODS = 7
_NEWEST = (RegisterEntry.created_at.desc(), RegisterEntry.id)


def newest_cases(context: QueryContext, limit: int, among: ColumnElement[bool] | None = None) -> tuple[list[UUID], bool]:
    """Returns the newest entries that the actor may see, and whether older ones may have been missed. `among`: what few entries fulfil."""
    few = _few_cases(context)
    entry = RegisterEntry
    if among is not None or few is not None:
        chosen = [condition for condition in (among, None if few is None else entry.instance_id.in_(few)) if condition is not None]
        seen = may_see(context.actor, entry.instance_id, context.now)
        return list(context.session.scalars(select(entry.id).where(*chosen, seen).order_by(*_NEWEST).limit(limit))), False
    newest = select(entry.id, entry.instance_id, entry.created_at).order_by(*_NEWEST).limit(MOST_LOOKED_AT + limit).cte("newest")
    seen = may_see(context.actor, newest.c.instance_id, context.now)
    found = context.session.scalars(select(newest.c.id).where(seen).order_by(newest.c.created_at.desc(), newest.c.id).limit(limit)).all()
    return list(found), len(found) < limit and len(found) > 0 and _has_more(context, MOST_LOOKED_AT + limit)


def _has_more(context: QueryContext, number: int) -> bool:
    return context.session.scalar(select(RegisterEntry.id).order_by(*_NEWEST).offset(number).limit(1)) is not None


def search_back(
    context: QueryContext, condition: ColumnElement[bool], limit: int, closeness: ColumnElement[Any] | None = None
) -> tuple[list[UUID], bool]:
    """Returns the newest entries that fulfil the condition and that the actor may see, and whether older ones may have been missed.

    `closeness`: an order of its own, the closest first, among the newest NEWEST_ALIKE entries alone.
    """
    few = _few_cases(context)
    if few is not None:
        order = _NEWEST if closeness is None else (closeness.desc(), *_NEWEST)
        seen = may_see(context.actor, RegisterEntry.instance_id, context.now)
        statement = select(RegisterEntry.id).where(condition, RegisterEntry.instance_id.in_(few), seen)
        return list(context.session.scalars(statement.order_by(*order).limit(limit))), False
    found: list[UUID] = []
    for window in _windows(context) if closeness is None else [_newest_window(context)]:
        hits, seen_ones = _search_window(context, condition, window, limit - len(found), closeness)
        found += seen_ones
        if len(found) >= limit:
            return found, False
        if hits >= MOST_LOOKED_AT:
            return found, True
    return found, False


def _search_window(
    context: QueryContext, condition: ColumnElement[bool], window: list[int], limit: int, closeness: ColumnElement[Any] | None
) -> tuple[int, list[UUID]]:
    """Returns how many entries were looked at, and those of them that the actor may see."""
    entry, rank = RegisterEntry, (RegisterEntry.created_at if closeness is None else closeness).label("rank")
    within = entry.periods.op("&&")(cast(window, ARRAY(Integer)))
    # OFFSET 0: by the index of words, never by that of time with a look at each entry
    fitting = select(entry.id, entry.instance_id, rank).where(within, condition).offset(0).subquery()
    newest = select(fitting).order_by(fitting.c.rank.desc(), fitting.c.id).limit(MOST_LOOKED_AT)
    hits = newest.cte("hits")
    seen = select(hits.c.id).where(may_see(context.actor, hits.c.instance_id, context.now))
    shown = func.array(seen.order_by(hits.c.rank.desc(), hits.c.id).limit(limit).scalar_subquery())
    number, identifiers = context.session.execute(select(select(func.count()).select_from(hits).scalar_subquery(), shown)).one()
    return number, list(identifiers)


def _few_cases(context: QueryContext) -> CompoundSelect[Any] | Select[Any] | None:
    """Returns the cases to which the actor has access, where they are few; access is to be asked nevertheless."""
    granted = granted_instances(context.actor)
    if granted is None:
        return None
    known = context.session.scalar(select(func.count()).select_from(granted.limit(FEW_CASES + 1).subquery())) or 0
    return granted if known <= FEW_CASES else None


def _windows(context: QueryContext) -> list[list[int]]:
    """This week and the last; two or three months; the year before them; what is older."""
    first = context.session.scalar(select(func.min(RegisterEntry.created_at))) or context.now
    week, oldest = int(context.now.timestamp()) // WEEK, int(first.timestamp()) // (WEEK * LONG)
    period = week // LONG
    months = range((period - 1) * LONG, week - 1)
    year = range(period - 2, period - 2 - YEAR_OF_PERIODS, -1)
    older = range(year[-1] - 1, oldest - 1, -1)
    windows = ([week - 1, week, week + 1], months, [-number for number in year], [-number for number in older])
    return [list(window) for window in windows if window]


def _newest_window(context: QueryContext) -> list[int]:
    """The weeks of the newest entries."""
    limit = select(RegisterEntry.created_at).order_by(RegisterEntry.created_at.desc()).offset(NEWEST_ALIKE).limit(1)
    first = context.session.scalar(limit) or context.session.scalar(select(func.min(RegisterEntry.created_at))) or context.now
    return list(range(int(first.timestamp()) // WEEK, int(context.now.timestamp()) // WEEK + 2))

"""Runs the legal clock of a case by the properties of its diagram's elements: a stopwatch, not a timer of the diagram.

`clock=start` with `clock_days`: it begins with the element. `clock=pause` with `clock_reason`: it stands while the element is active.
`clock=stop`: the decision is made. It also stops when the case ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, DateTime, Select, Uuid, and_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from casework.legal_clock.tables import LegalClock, LegalPause
from engine.bpmn.elements import Element
from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.core.context import CommandContext, QueryContext
from engine.core.definitions import Loaded
from engine.core.incidents import raise_incident
from engine.core.instance_state import state_of
from engine.feel.government.legal_time import LegalTime, Pause
from engine.feel.values import to_python
from engine.model.effects import RecordHistory
from engine.persistence.base import table_of
from engine.persistence.prepared import Prepared
from engine.persistence.questions import Question
from engine.persistence.tables.instances import Incident, ProcessInstance

CLOCK, DAYS, REASON = "clock", "clock_days", "clock_reason"
#: the actions of an element on the clock
ACTIONS = ("start", "pause", "stop")
#: when the superiors are told first (docs/law/administrative-procedure.md#legal-clock)
WARNING = Fraction(3, 4)
MOST_DAYS = 1000
#: incident of a clock whose end lies beyond the calendar: it stands in the history of the case until somebody sets the year
BEYOND_CALENDAR = "legal_clock_calendar"


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A legal clock as every page and report shows it."""

    limit: int
    started_at: datetime
    stopped_at: datetime | None
    #: None while it is paused, and where the calendar does not reach so far
    due_at: datetime | None
    #: why it stands, and since when
    paused: str
    paused_since: datetime | None
    #: whole working days that are gone
    used: int
    #: if it went on this moment
    expected_at: datetime | None
    late: bool


def run_clock(context: CommandContext, instance: ProcessInstance, loaded: Loaded, history: Sequence[RecordHistory]) -> None:
    """Applies the elements that a turn began or ended to the clock, in their order."""
    elements = loaded.definition.process.elements
    for effect in history:
        element = elements.get(effect.element or "")
        action = element.properties.get(CLOCK) if element else None
        if element is None or action is None:
            continue
        if effect.event == "ELEMENT_ACTIVATED":
            if action == "start":
                _start(context, instance, element, effect.token)
            elif action == "pause":
                pause_clock(context, instance.root_id, effect.token, element.properties.get(REASON, "applicant"))
            elif action == "stop":
                stop_clock(context, instance.root_id)
        elif action == "pause" and effect.event in ("ELEMENT_COMPLETED", "ELEMENT_TERMINATED"):
            resume_clock(context, instance.root_id, effect.token)
        _raise_where_uncounted(context, instance, element)


def _start(context: CommandContext, instance: ProcessInstance, element: Element, token: str) -> None:
    expression = element.properties.get(DAYS, "")
    try:
        days = to_python(evaluate(expression, state_of(context, instance).variables, context.time))
    except ExpressionFailed as failed:
        days = str(failed)
    if isinstance(days, str) and days.isdigit():
        days = int(days)
    if isinstance(days, bool) or days != (whole := _whole(days)) or not 1 <= whole <= MOST_DAYS:
        message = f"the legal clock needs 1 to {MOST_DAYS} working days, but '{expression}' gives: {days}"
        raise_incident(context, instance, token=token, element=element.id, kind="legal_clock", message=message)
        return
    start_clock(context, instance.root_id, whole)


def _raise_where_uncounted(context: CommandContext, instance: ProcessInstance, element: Element) -> None:
    """A clock that runs and has no end is nobody's silence: an incident, until the calendar covers its days."""
    clock = context.session.get(LegalClock, instance.root_id)
    if clock is None or clock.stopped_at is not None or clock.due_at is not None:
        return
    if any(pause.ended_at is None for pause in pauses_of(context, clock.instance_id)):
        return
    raised = select(Incident.id).where(_uncounted(instance.root_id)).limit(1)
    if context.session.execute(raised).first() is None:
        message = f"the working calendar does not cover the {clock.working_days} working days of the legal clock"
        # no token's incident: it outlives the step at which it was found
        token = str(uuid5(clock.instance_id, BEYOND_CALENDAR))
        raise_incident(context, instance, token=token, element=element.id, kind=BEYOND_CALENDAR, message=message)


def resolve_counted(context: CommandContext, clock: LegalClock) -> None:
    """Resolves the incident of a clock that has an end now, or needs none."""
    if clock.due_at is not None or clock.stopped_at is not None:
        done = {"resolved_at": context.now, "resolved_by": context.actor.person}
        context.session.execute(update(Incident).where(_uncounted(clock.instance_id)).values(done))


def _uncounted(case: UUID) -> ColumnElement[bool]:
    called = select(ProcessInstance.id).where(ProcessInstance.root_id == case)
    return and_(Incident.kind == BEYOND_CALENDAR, Incident.resolved_at.is_(None), Incident.instance_id.in_(called))


def _whole(value: object) -> int:
    try:
        return int(value)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError, OverflowError):
        return 0


def start_clock(context: CommandContext, case: UUID, days: int) -> None:
    """Starts the clock; a running one goes on."""
    statement = insert(LegalClock).values(instance_id=case, working_days=days, started_at=context.now)
    if context.session.execute(statement.on_conflict_do_nothing().returning(LegalClock.instance_id)).first():
        recount(context, lock_clock(context, case))


def pause_clock(context: CommandContext, case: UUID, token: str, reason: str) -> None:
    """Pauses the clock, also before its start: a wait from before then costs no time later."""
    clock = lock_clock(context, case)
    identifier = uuid5(case, f"pause {token}")
    pause = LegalPause(id=identifier, instance_id=case, token=token, reason=reason, begun_at=context.now)
    if context.session.get(LegalPause, identifier) is None:
        context.session.add(pause)
        context.session.flush()
        recount(context, clock)


def resume_clock(context: CommandContext, case: UUID, token: str) -> None:
    clock = lock_clock(context, case)
    pause = context.session.get(LegalPause, uuid5(case, f"pause {token}"))
    if pause is not None and pause.ended_at is None:
        pause.ended_at = context.now
        context.session.flush()
        recount(context, clock)


def stop_clock(context: CommandContext, case: UUID) -> None:
    clock = lock_clock(context, case)
    if clock is not None and clock.stopped_at is None:
        clock.stopped_at = context.now
        context.session.flush()
        resolve_counted(context, clock)


_END_OF_CASE = bindparam("ended_at", type_=DateTime(timezone=True))
_STOPPED = (
    update(table_of(LegalClock))
    .where(LegalClock.instance_id == bindparam("of_case", type_=Uuid()), LegalClock.stopped_at.is_(None))
    .values(stopped_at=_END_OF_CASE)
    .returning(LegalClock.instance_id)
    .cte("stopped")
)
_STOP_WITH_CASE = Prepared(
    update(table_of(Incident))
    .where(
        Incident.kind == BEYOND_CALENDAR,
        Incident.resolved_at.is_(None),
        Incident.instance_id.in_(select(ProcessInstance.id).where(ProcessInstance.root_id.in_(select(_STOPPED.c.instance_id)))),
    )
    .values(resolved_at=_END_OF_CASE, resolved_by=bindparam("actor", type_=Uuid()))
)


def stop_with_case(context: CommandContext, case: UUID) -> None:
    """Stops the clock of a case that has ended, if it has one: most have none, so nobody asks for it first."""
    context.rows.run(_STOP_WITH_CASE, {"of_case": case, "ended_at": context.now, "actor": context.actor.person})


def recount(context: CommandContext, clock: LegalClock | None) -> None:
    """Computes when a locked clock ends and when it warns, and stores both for every reader."""
    if clock is None or clock.stopped_at is not None:
        return
    pauses = pauses_of(context, clock.instance_id)
    if any(pause.ended_at is None for pause in pauses):
        clock.due_at = clock.warn_at = None
        return
    time, taken = legal_time(context, clock), merge_pauses(pauses, context.now)
    clock.due_at, clock.warn_at = time.due(taken), time.due(taken, share=WARNING)


def lock_running_clocks(context: CommandContext) -> Sequence[LegalClock]:
    statement = select(LegalClock).where(LegalClock.stopped_at.is_(None)).order_by(LegalClock.instance_id)
    return context.session.scalars(statement.with_for_update()).all()


def clock_view(context: QueryContext, case: UUID) -> ClockView | None:
    return begin_clock_view(context, case)()


def begin_clock_view(context: QueryContext, case: UUID) -> Callable[[], ClockView | None]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    clock = context.questions.ask(_CLOCK, of_root=case)
    pauses = context.questions.ask(_PAUSES, of_root=case)
    return lambda: None if clock.first is None else _view(context, clock.first, pauses.rows)


def _view(context: QueryContext, clock: Any, pauses: Sequence[Any]) -> ClockView:
    until = clock.stopped_at or context.now
    standing = next((pause for pause in pauses if pause.ended_at is None), None) if clock.stopped_at is None else None
    time, taken = legal_time(context, clock), merge_pauses(pauses, until)
    used = time.used(until, taken)
    return ClockView(
        limit=clock.working_days,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        due_at=clock.due_at,
        paused=standing.reason if standing else "",
        paused_since=standing.begun_at if standing else None,
        used=int(used) if used is not None else 0,
        expected_at=time.due(taken) if standing else clock.due_at,
        late=used is not None and used >= clock.working_days,
    )


def pauses_of(context: QueryContext, case: UUID) -> list[LegalPause]:
    return list(context.session.scalars(_pauses(case).execution_options(populate_existing=True)))


def _pauses(case: Any) -> Select[LegalPause]:
    return select(LegalPause).where(LegalPause.instance_id == case).order_by(LegalPause.begun_at, LegalPause.id)


_ROOT = bindparam("of_root", type_=Uuid())
_CLOCK, _PAUSES = Question(select(LegalClock).where(LegalClock.instance_id == _ROOT)), Question(_pauses(_ROOT))


def merge_pauses(pauses: Sequence[LegalPause], now: datetime) -> list[Pause]:
    """Sorts pauses and merges overlapping ones: two waits for one person stop the clock once. An open pause ends now."""
    spans: list[Pause] = []
    for pause in pauses:
        begin, end = pause.begun_at, pause.ended_at or now
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans


def legal_time(context: QueryContext, clock: LegalClock) -> LegalTime:
    zone = context.platform.zone
    return LegalTime(started=clock.started_at, limit=clock.working_days, calendar=context.calendar, zone=zone)


def lock_clock(context: CommandContext, case: UUID) -> LegalClock | None:
    """Locks the clock, always after the instance's row: a called case and its root may both stop the clock."""
    return context.session.get(LegalClock, case, with_for_update=True, populate_existing=True)

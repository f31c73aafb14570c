"""Due dates in working days follow the regency's calendar: a day that is set later moves what is under way."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.commands.timers.recompute_due_dates import RecomputeDueDates
from engine.commands.timers.set_calendar import SetCalendar
from engine.core.query import Query
from engine.feel.expression import compile as compile_feel
from engine.feel.values import to_python
from engine.model.errors import Forbidden, InvalidState
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import StartSubscription, Timer
from engine.testing.drawing import element, event, process, task

S, E = event("start", "s"), event("end", "e")
#: the harness begins on Monday, 23 November 2026, at noon in Jakarta
INNER = (
    '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/>'
    '<zeebe:taskSchedule dueDate="=tambah hari kerja(now(), 3)"/></extensionElements>'
)
BOUNDARY = event("boundary", "b", "timer =tambah hari kerja(now(), 5)", attachedToRef="a", cancelActivity="false")
PLAIN = event("boundary", "p", "timer P5D", attachedToRef="a", cancelActivity="false")
FLOW = "s > a > e, b > e, p > e"
NOON = timedelta(hours=5)
#: 16.00 in Jakarta
CLOSING = timedelta(hours=9)


def day(number, month=11):
    return datetime(2026, month, number, tzinfo=UTC) + NOON


def closing(number, month=11):
    on = datetime(2026, month, number, tzinfo=UTC)
    return on + CLOSING + timedelta(minutes=30 * (on.weekday() == 4))  # Friday has its own


def timers(harness):
    return {timer.element_id: timer.due_at for timer in harness._all(select(Timer))}


@pytest.fixture
def case(harness, drawn):
    drawn(process(S, task("a", INNER), BOUNDARY, PLAIN, E, FLOW))
    return harness.start("p", harness.person)


def closed(*days):
    return SetCalendar(basis="SE Bupati 1/2026", days=[{"day": f"2026-11-{number}", "works": False, "name": "Libur"} for number in days])


def test_a_day_that_is_closed_moves_what_is_counted_in_working_days_and_nothing_else(harness, case):
    assert (timers(harness), harness.task("a").due_at) == ({"b": closing(30), "p": day(28)}, closing(26))
    harness.clock.forward(days=1)
    assert harness.execute(closed(25, 26)) == {"days": 2, "cases": 1, "starts": 0}
    harness.run_jobs()
    assert (timers(harness), harness.task("a").due_at) == ({"b": closing(2, 12), "p": day(28)}, closing(30))
    moved = harness._all(select(HistoryEvent.element_id).where(HistoryEvent.event == "DUE_DATE_MOVED"))
    assert sorted(moved) == ["a", "b"]
    # back again: the count begins on the day on which each was set, however often the calendar changes
    harness.clock.forward(days=1)
    reopened = [{"day": f"2026-11-{number}", "works": True, "name": "Masuk"} for number in (25, 26)]
    harness.execute(SetCalendar(basis="SE Bupati 2/2026", days=reopened))
    harness.run_jobs()
    assert (timers(harness)["b"], harness.task("a").due_at) == (closing(30), closing(26))


def test_a_timer_that_was_moved_fires_at_its_new_time_once(harness, case):
    harness.execute(closed(25))
    harness.run_jobs()
    harness.clock.moment = day(30)
    assert harness.sweep().timers == 1  # the plain one
    harness.clock.moment = closing(1, 12)
    assert harness.sweep().timers == 1
    assert harness.sweep().timers == 0
    assert timers(harness) == {}
    assert harness.instance(case).status == "ACTIVE"


def test_what_is_begun_later_is_counted_on_the_new_calendar_at_once(harness, drawn):
    drawn(process(S, task("a", INNER), E, "s > a > e"))
    harness.execute(closed(24))
    harness.start("p", harness.person)
    assert harness.task("a").due_at == closing(27)


def test_a_year_that_is_not_known_is_an_incident_until_it_is(harness, drawn):
    drawn(process(S, task("a", INNER), E, "s > a > e"))
    harness.clock.moment = datetime(2030, 5, 6, tzinfo=UTC) + NOON
    case = harness.start("p", harness.person)
    (incident,) = harness.incidents()
    assert incident.instance_id == case
    harness.execute(SetCalendar(basis="SKB 2030", years=[2030]))
    from engine.commands.incidents.resolve_incident import ResolveIncident

    harness.execute(ResolveIncident(incident=incident.id))
    assert harness.task("a").due_at == datetime(2030, 5, 9, tzinfo=UTC) + CLOSING


@pytest.mark.parametrize("rule", ["adalah hari kerja(now())", "not(adalah hari kerja(today()))"])
def test_a_condition_over_a_year_that_is_not_known_takes_no_way(harness, drawn, rule):
    gateway = element("exclusiveGateway", "g", default="g_e")
    drawn(process(S, gateway, task("a", INNER), E, f"s > g, g > a: {rule}, g > e, a > e"))
    harness.clock.moment = datetime(2030, 5, 6, tzinfo=UTC) + NOON
    harness.start("p", harness.person)
    (incident,) = harness.incidents()
    assert "does not cover the year 2030" in incident.message


def test_a_case_that_ended_meanwhile_is_left_alone(harness, case):
    harness.execute(closed(25))
    harness.complete(harness.task("a").id, harness.person)
    harness.run_jobs()
    assert harness.incidents() == []
    with pytest.raises(InvalidState):
        harness.execute(RecomputeDueDates(instance=case))


@pytest.mark.parametrize(
    "wrong", [{"days": [{"day": "besok"}]}, {"days": [{}]}, {"years": [99]}, {"basis": " "}, {"days": [{"day": "2026-01-01"}] * 401}]
)
def test_what_is_no_calendar_is_refused(harness, wrong):
    with pytest.raises(InvalidState):
        harness.execute(SetCalendar(**{"basis": "SK", **wrong}))


def test_only_who_administers_sets_it(harness, regency):
    with pytest.raises(Forbidden):
        harness.execute(closed(25), regency("agendaris.setda"))


def test_a_start_timer_in_working_days_follows_too(harness, drawn):
    begins = event("start", "s", "timer =tambah hari kerja(now(), 3)")
    drawn(process(begins, task("a", INNER), E, "s > a > e"))
    due = select(StartSubscription.due_at)
    assert harness._all(due) == [closing(26)]
    harness.clock.forward(hours=8)
    assert harness.execute(closed(25))["starts"] == 1
    assert harness._all(due) == [closing(27)]
    assert harness.execute(closed(25))["starts"] == 0
    harness.clock.moment = closing(26)
    assert harness.sweep()
    assert harness.tasks() == []
    harness.clock.moment = closing(27)
    harness.sweep()
    assert harness.task("a").due_at == closing(2, 12)


def test_the_time_of_a_view_carries_the_regencys_calendar_past_the_transaction(harness, case):
    """A page evaluates its form's rules when the query is over: on the calendar on which the answers are checked."""
    next_day = compile_feel('tambah hari kerja(date("2026-11-24"), 1)')

    def shown():
        time = harness.ask(TimeOfView()).calendar
        return to_python(next_day.evaluate({}, calendar=time).value).isoformat()

    assert shown() == "2026-11-25"
    harness.execute(closed(25, 26))
    assert shown() == "2026-11-27"


class TimeOfView(Query):
    permission = "public"

    def run(self, context):
        return context.time_of_view

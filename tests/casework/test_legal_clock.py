"""The legal clock of a case: one date for everybody, standing while the applicant is asked, warning and ending once each."""

import random
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.task_detail import TaskDetail
from casework.legal_clock.commands.send_legal_clock_messages import SendLegalClockMessages
from casework.legal_clock.queries.legal_clocks import LegalClocks
from casework.legal_clock.tables import LegalClock
from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.timers.set_calendar import SetCalendar
from engine.model.errors import InvalidState
from engine.persistence.tables.history import HistoryEvent
from engine.testing.drawing import flows, task
from tests.support.permit_office import OFFICER

DECIDER = "agendaris.dishub"


def to_decision(harness, office, **answers):
    """A case whose clock has just begun."""
    receipt = office.send(**answers)
    harness.complete(harness.task("periksa").id, office.actor(OFFICER), kelengkapan="lengkap")
    harness.run_jobs()
    return receipt


def local(harness, moment):
    return moment.astimezone(harness.engine.platform.zone).strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(("kind", "days", "due"), [("biasa", 12, "2026-12-09 16:00"), ("cepat", 3, "2026-11-26 16:00")])
def test_it_begins_when_the_application_is_complete_and_ends_by_the_law(harness, office, kind, days, due):
    receipt = office.send(jenis=kind)
    assert office.follow(receipt).clock is None, "nothing runs before it is complete"
    harness.complete(harness.task("periksa").id, office.actor(OFFICER), kelengkapan="lengkap")
    harness.run_jobs()
    clock = office.follow(receipt).clock
    assert (clock.limit, local(harness, clock.due_at), clock.late, clock.paused) == (days, due, False, "")


@pytest.mark.long
def test_everybody_sees_the_same_date_over_five_hundred_calendars(harness, office):
    receipt, chance = to_decision(harness, office), random.Random(5)
    decider, decision = office.actor(DECIDER), harness.task("putuskan")
    seen = set()
    for number in range(500):
        days = [
            {"day": (date(2026, 11, 20) + timedelta(days=chance.randrange(60))).isoformat(), "works": chance.random() < 0.4, "name": "uji"}
            for _ in range(chance.randrange(1, 8))
        ]
        harness.execute(SetCalendar(basis=f"uji {number}", days=days))
        public = office.follow(receipt)
        officer = harness.ask(CaseDetail(instance=decision.instance_id), decider).clock
        (row,) = harness.ask(LegalClocks())
        assert public.clock == officer == row.clock
        if number % 10 == 0:  # its page reads the case as above, and much besides
            assert harness.ask(TaskDetail(task=decision.id), decider).case.clock == officer
        assert public.clock.due_at is not None
        seen.add(public.clock.due_at)
    assert len(seen) > 10, "the calendars made a difference"


def test_it_stands_while_somebody_is_waited_for_and_goes_on_afterwards(harness, drawn, regency):
    drawn(clocked(clock_properties(clock="start", clock_days="5"), clock_properties(clock="pause", clock_reason="agency")))
    case = harness.start("p", harness.person)
    view = lambda: harness.ask(CaseDetail(instance=case), harness.person).clock  # noqa: E731
    assert local(harness, view().due_at) == "2026-11-30 16:00"
    harness.clock.moment = at("2026-11-24T07:30")
    harness.complete(harness.task("a").id, harness.person)
    standing = view()
    assert (standing.due_at, standing.paused, standing.paused_since) == (None, "agency", harness.clock.moment)
    harness.clock.moment = at("2026-11-26T07:30")
    assert (view().used, local(harness, view().expected_at)) == (0, "2026-12-02 16:00")
    harness.sweep()
    harness.complete(harness.task("b").id, harness.person)
    assert (local(harness, view().due_at), view().paused) == ("2026-12-02 16:00", "")
    harness.clock.moment = at("2026-12-02T16:00")
    assert (view().used, view().late) == (5, True)
    harness.complete(harness.task("c").id, harness.person)
    assert view().stopped_at == harness.clock.moment
    assert harness.ask(LegalClocks()) == []


def test_a_clock_beyond_the_calendar_is_an_incident_until_the_year_is_set(harness, drawn, regency):
    """Nobody is left with a clock that has no end and says nothing."""
    drawn(clocked(clock_properties(clock="start", clock_days="20"), clock_properties(clock="pause", clock_reason="agency")))
    harness.clock.moment = at("2027-12-20T10:00")
    case = harness.start("p", harness.person)
    (incident,) = harness.incidents()
    assert (incident.kind, incident.element_id) == ("legal_clock_calendar", "a")
    with pytest.raises(InvalidState):
        harness.execute(ResolveIncident(incident=incident.id))
    harness.complete(harness.task("a").id, harness.person)
    harness.complete(harness.task("b").id, harness.person)
    assert [item.id for item in harness.incidents()] == [incident.id], "one incident, however often it is counted"
    harness.execute(SetCalendar(basis="SKB 2028", years=[2028]))
    assert harness.incidents() == []
    clock = harness.ask(CaseDetail(instance=case), harness.person).clock
    assert local(harness, clock.due_at) == "2028-01-18 16:00"


def at(text):
    return datetime.fromisoformat(f"{text}:00+07:00")


def clocked(starting, pausing):
    """Three steps one after the other; the first starts the clock, the second may pause it."""
    steps = (
        task(name, f'<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/>{more}</extensionElements>')
        for name, more in (("a", starting), ("b", pausing), ("c", ""))
    )
    return (
        f'<process id="p" isExecutable="true"><startEvent id="s"/>{"".join(steps)}<endEvent id="e"/>{flows("s > a > b > c > e")}</process>'
    )


def clock_properties(**values):
    inner = "".join(f'<zeebe:property name="{name}" value="{value}"/>' for name, value in values.items())
    return f"<zeebe:properties>{inner}</zeebe:properties>"


def told(harness):
    rows = harness._all(select(HistoryEvent).where(HistoryEvent.element_id.in_(("catat_hampir", "catat_lewat"))))
    return sorted(row.element_id for row in rows if row.event == "ELEMENT_COMPLETED")


def test_the_diagram_is_told_at_three_quarters_and_at_the_end_once_each(harness, office):
    receipt = to_decision(harness, office)
    harness.clock.moment = at("2026-12-04T16:29")
    harness.sweep()
    harness.run_jobs()
    assert told(harness) == []
    harness.clock.moment = at("2026-12-04T16:30")
    for _ in range(3):
        harness.sweep()
        harness.run_jobs()
        assert told(harness) == ["catat_hampir"]
    harness.clock.moment = at("2026-12-09T16:00")
    for _ in range(3):
        harness.sweep()
        harness.run_jobs()
        assert told(harness) == ["catat_hampir", "catat_lewat"]
    view = office.follow(receipt)
    assert view.clock.late
    assert harness.execute(SendLegalClockMessages(case=view.instance))["sent"] == []


def test_a_decision_in_time_tells_nobody(harness, office):
    to_decision(harness, office)
    harness.complete(harness.task("putuskan").id, office.actor(DECIDER), keputusan="Disetujui.")
    harness.clock.forward(days=60)
    harness.sweep()
    harness.run_jobs()
    assert told(harness) == []


def test_days_that_are_no_number_are_an_incident_and_are_given_by_hand(harness, drawn, regency):
    drawn(clocked(clock_properties(clock="start", clock_days="=tidak_ada"), ""))
    case = harness.start("p", harness.person)
    (incident,) = harness.incidents()
    assert incident.kind == "legal_clock"
    for wrong in (0, "banyak", None):
        with pytest.raises(InvalidState):
            harness.execute(ResolveIncident(incident=incident.id, variables={"working_days": wrong}))
    harness.execute(ResolveIncident(incident=incident.id, variables={"working_days": 3}))
    assert harness.ask(CaseDetail(instance=case), harness.person).clock.limit == 3
    assert harness.incidents() == []
    assert len(harness._all(select(LegalClock))) == 1

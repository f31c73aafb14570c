"""Incidents are grouped by their cause, and all of one cause are tried again by one press (finding: people O6)."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.incidents.retry_incidents import RetryIncidents
from engine.jobs.run_job import run_job
from engine.model.actor import Actor
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.persistence.tables.history import AuditRecord
from engine.persistence.tables.instances import Incident, Job
from engine.queries.incidents.incident_causes import PAGE, IncidentCauses
from engine.queries.incidents.incidents_of_cause import IncidentsOfCause
from engine.queries.instances.operated_case import OperatedCase, sort_of
from tests.support.stopped_cases import deploy_stopping, fail_job, start_and_fail

OPERATOR = Actor(person=uuid4(), name="Operator", permissions=frozenset({"operate"}))


@pytest.fixture
def office(harness, regency, tmp_path):
    deploy_stopping(harness, tmp_path / "packages")
    harness.person = regency("agendaris.setda")
    return harness


def causes(harness, **narrowed):
    found = harness.ask(IncidentCauses(**narrowed), OPERATOR)
    return [(cause.newest.element, cause.count, cause.at_once) for cause in found.causes], found


def test_what_differs_from_case_to_case_does_not_make_another_cause(office):
    errors = [f"HTTPError: 503 for 'surat {number}' {uuid4()}" for number in range(3)]
    start_and_fail(office, office.person, *errors, "ConnectionError: the line is down")
    office.start("hitungan", office.person)
    office.start("hitungan", office.person)
    shown, found = causes(office)
    assert sorted(shown) == [("hitung", 2, True), ("kirim", 1, True), ("kirim", 3, True)]
    assert found.count == 6
    assert {key: count for key, (count, _texts) in found.processes.items()} == {"kabar": 4, "hitungan": 2}


def test_causes_are_narrowed_by_process_and_text_and_come_in_pages(office):
    start_and_fail(office, office.person, *[f"error {'x' * number}" for number in range(PAGE + 3)])
    office.start("hitungan", office.person)
    shown, found = causes(office)
    assert (len(shown), found.more, found.count) == (PAGE, True, PAGE + 4)
    rest, last = causes(office, page=2)
    assert (len(rest), last.more) == (4, False)
    assert [count for _element, count, _at_once in causes(office, process="hitungan")[0]] == [1]
    assert len(causes(office, text=f"error {'x' * (PAGE + 2)}")[0]) == 1
    assert causes(office, text="100%")[0] == []


def test_all_of_a_cause_are_tried_again_each_by_itself_and_the_audit_names_who_asked(office):
    cases = start_and_fail(office, office.person, "line 1 is down", "line 2 is down", "another reason")
    first, _second, other = sorted(office.incidents(), key=lambda incident: incident.raised_at)
    for job in office._all(select(Job).where(Job.status == "FAILED")):
        assert job.attempts == job.retries
    answer = office.execute(RetryIncidents(incident=first.id), OPERATOR)
    assert answer == {"asked": 2, "more": False}
    ring(office)
    assert [incident.id for incident in office.incidents()] == [other.id]
    ready = office._all(select(Job.instance_id).where(Job.status == "READY", Job.token.is_not(None)))
    assert sorted(map(str, ready)) == sorted(map(str, cases[:2]))
    for case in cases[:2]:
        last = office._all(select(AuditRecord).where(AuditRecord.instance_id == case).order_by(AuditRecord.number))[-1]
        assert (last.command, last.person_id) == ("ResolveIncident", OPERATOR.person)


def ring(harness):
    """Runs the platform's own steps only: the jobs of the diagrams have no handler here."""
    for job in harness._all(select(Job).where(Job.status == "READY", Job.token.is_(None))):
        assert run_job(harness.engine, job.id)


def test_pressing_twice_does_nothing_more(office):
    start_and_fail(office, office.person, "line 1 is down", "line 2 is down")
    first = office.incidents()[0]
    for _press in range(2):
        assert office.execute(RetryIncidents(incident=first.id, idempotency_key="one form"), OPERATOR)["asked"] == 2
    assert len(office._all(select(Job).where(Job.status == "READY"))) == 2
    office.execute(RetryIncidents(incident=first.id), OPERATOR)
    ring(office)
    assert office.incidents() == []
    assert len(office._all(select(Job).where(Job.status == "READY", Job.token.is_not(None)))) == 2, "each once"
    assert office.execute(RetryIncidents(incident=first.id), OPERATOR)["asked"] == 0


def test_what_fails_again_is_an_incident_again_and_can_be_asked_for_again(office):
    office.start("hitungan", office.person)
    (incident,) = office.incidents()
    office.execute(RetryIncidents(incident=incident.id), OPERATOR)
    ring(office)
    (again,) = office.incidents()
    assert again.id != incident.id
    assert office.ask(IncidentsOfCause(incident=incident.id), OPERATOR).incidents[0].id == again.id
    assert office.execute(RetryIncidents(incident=incident.id), OPERATOR)["asked"] == 1


@pytest.mark.parametrize("kind", ["to_be_checked", "assignment"])
def test_what_needs_an_answer_is_never_tried_again_by_the_hundred(office, kind):
    (case,) = start_and_fail(office, office.person, "line 1 is down")
    now = office.clock.moment
    office.add(Incident(id=uuid4(), instance_id=case, token=uuid4(), element_id="kirim", kind=kind, message="?", raised_at=now))
    wanted = next(item for item in office.incidents() if item.kind == kind)
    assert office.ask(IncidentsOfCause(incident=wanted.id), OPERATOR).at_once is False
    with pytest.raises(InvalidState, match="needs an answer"):
        office.execute(RetryIncidents(incident=wanted.id), OPERATOR)


def test_only_operators_ask_and_only_for_what_is_there(office):
    with pytest.raises(NotFound):
        office.execute(RetryIncidents(incident=uuid4()), OPERATOR)
    for question in (IncidentCauses(), IncidentsOfCause(incident=uuid4()), OperatedCase(instance=uuid4())):
        with pytest.raises(Forbidden):
            office.ask(question, office.person)
    with pytest.raises(NotFound):
        office.ask(OperatedCase(instance=uuid4()), OPERATOR)


def test_a_job_that_failed_for_good_is_drawn_as_stopped_not_as_now(office):
    """Finding: people O5."""
    (case,) = start_and_fail(office, office.person, "the line is down")
    view = office.ask(OperatedCase(instance=case), OPERATOR)
    assert (view.diagram.parked, view.diagram.active) == ({"kirim"}, frozenset())
    office.execute(ResolveIncident(incident=office.incidents()[0].id), OPERATOR)
    view = office.ask(OperatedCase(instance=case), OPERATOR)
    assert (view.diagram.parked, view.diagram.active) == (frozenset(), {"kirim"})


def test_a_caller_is_drawn_as_stopped_while_the_case_that_it_called_is(office):
    caller = office.start("induk", office.person)
    ring(office)
    (called,) = [case.id for case in office.instances() if case.parent_id == caller]
    assert office.ask(OperatedCase(instance=caller), OPERATOR).diagram.parked == frozenset()
    fail_job(office, called, "the line is down")
    view = office.ask(OperatedCase(instance=caller), OPERATOR)
    assert (view.diagram.parked, view.incidents) == ({"panggil"}, [])
    assert [(near.id, near.stopped, near.above) for near in view.near] == [(called, True, False)]
    assert [(near.id, near.above) for near in office.ask(OperatedCase(instance=called), OPERATOR).near] == [(caller, True)]


def test_an_operator_sees_of_a_variable_its_kind_and_never_its_content():
    given = {"nama": "Dewi", "jumlah": 7, "ada": True, "tidak": False, "kosong": "", "tiada": None, "isi": [1, 2], "kelompok": {"a": 1}}
    sorts = {name: sort_of(value) for name, value in given.items()}
    assert sorts == {
        "nama": "text", "jumlah": "number", "ada": "yes", "tidak": "no", "kosong": "empty", "tiada": "empty", "isi": "list",
        "kelompok": "object",
    }  # fmt: skip


def test_what_an_operator_sees_of_a_case(office):
    (case,) = start_and_fail(office, office.person, "the line is down")
    office.execute(ResolveIncident(incident=office.incidents()[0].id), OPERATOR)
    view = office.ask(OperatedCase(instance=case), OPERATOR)
    assert [(job.element, job.name, job.status, job.attempts) for job in view.jobs] == [("kirim", "Kirim kabar", "READY", 0)]
    assert view.audit[0].command == "ResolveIncident"
    assert view.audit[-1].command == "StartProcessInstance"
    office.run_jobs()
    view = office.ask(OperatedCase(instance=case), OPERATOR)
    assert [(task.element, task.name, len(task.places)) for task in view.tasks] == [("lihat", "lihat", 1)]
    assert view.jobs == []

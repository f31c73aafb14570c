"""Jobs under faults: leases, retries, poison, late reports, business errors, disabled packages."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.composition import STEPS
from casework.records.commands.reserve_number import ReserveNumber
from casework.records.tables import NumberSeries, ReservedNumber
from engine.commands.deployment.set_package_state import SetPackageState
from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.complete_job import CompleteJob
from engine.commands.jobs.fail_job import FailJob
from engine.commands.jobs.throw_bpmn_error import ThrowBpmnError
from engine.jobs.isolation import run_in_child_process
from engine.model.errors import Forbidden, InvalidState
from engine.persistence.tables.instances import Job
from engine.queries.deployment.package_list import PackageList
from engine.queries.jobs.due_work import LIMIT, DueWork
from engine.testing.harness import NOON
from webui.settings import ROOT


@pytest.fixture
def guests(harness, regency):
    """The guest book, found in its folder; gives a started visit and its open job."""
    harness.install(ROOT / "tests/packages/buku_tamu/src")
    harness.deploy("buku_tamu")
    harness.registrar = regency("agendaris.setda")

    def visit(name="Budi"):
        case = harness.start("kunjungan", harness.registrar, nama=name, keperluan="RAPAT")
        with Session(harness.database) as session:
            return case, session.scalars(select(Job.id).where(Job.instance_id == case, Job.type == "buku_tamu:sapa")).one()

    return visit


def test_a_handler_runs_with_typed_input_and_its_output_becomes_variables(harness, guests):
    case, _job = guests()
    harness.run_jobs()
    assert harness.instance(case).facts["sapaan"] == "Selamat datang, Budi."
    assert harness.instance(case).facts["antrean"] == "ruang rapat"
    harness.complete(harness.task("terima").id, harness.registrar)
    assert harness.instance(case).status == "COMPLETED"


def test_a_business_error_takes_the_way_that_the_diagram_draws(harness, guests):
    case, _job = guests("Tanpa Nama")
    harness.run_jobs()
    assert harness.instance(case).status == "COMPLETED"
    assert not harness.tasks()
    assert not harness.incidents()


def test_a_job_is_leased_once_and_a_late_report_is_refused(harness, guests):
    case, job = guests()
    first = harness.execute(AcquireJob(job=job))
    assert harness.execute(AcquireJob(job=job)) == {}
    # the worker is killed; the lease runs out; another one takes the job
    harness.clock.forward(seconds=31)
    second = harness.execute(AcquireJob(job=job))
    assert second["fencing_token"] == first["fencing_token"] + 1
    for late in (
        CompleteJob(job=job, fencing_token=first["fencing_token"], variables={"sapaan": "basi"}),
        FailJob(job=job, fencing_token=first["fencing_token"], error="late"),
        ThrowBpmnError(job=job, fencing_token=first["fencing_token"], code="TANPA_NAMA"),
    ):
        with pytest.raises(InvalidState):
            harness.execute(late)
    done = CompleteJob(job=job, fencing_token=second["fencing_token"], variables={"sapaan": "sekali"})
    harness.execute(done)
    with pytest.raises(InvalidState):
        harness.execute(done)
    assert harness.instance(case).facts["sapaan"] == "sekali"


def test_a_failing_job_is_tried_again_with_pauses_then_it_is_an_incident_that_can_be_resolved(harness, guests):
    case, job = guests()
    for attempt in (1, 2):
        lease = harness.execute(AcquireJob(job=job))
        answer = harness.execute(FailJob(job=job, fencing_token=lease["fencing_token"], error="the line is down"))
        assert answer["status"] == ("READY" if attempt == 1 else "FAILED")
        assert harness.execute(AcquireJob(job=job)) == {}
        harness.clock.forward(seconds=6)
    (incident,) = harness.incidents()
    assert (incident.element_id, incident.message) == ("sapa", "the line is down")
    harness.execute(ResolveIncident(incident=incident.id, variables={"nama": "Ani"}))
    harness.run_jobs()
    assert harness.instance(case).facts["sapaan"] == "Selamat datang, Ani."
    assert not harness.incidents()


@pytest.mark.parametrize("text", ["\ud83d", "a\0b"])
@pytest.mark.parametrize("last", ["result", "bpmn"])
def test_a_result_that_cannot_be_stored_is_a_failure_of_the_job_then_an_incident(harness, guests, text, last):
    error = {"failed": f"ValueError: {text}", "nothing_done": True, "place": ""}
    answers = {"result": {"sapaan": text}, "bpmn": {"code": "X", "message": text, "variables": {}}}
    _case, job = guests()
    for outcome in (error, {last: answers[last]}):
        harness.run_jobs(isolation=lambda call, limit, outcome=outcome: outcome)
        harness.clock.forward(days=1)
    [incident] = [item for item in harness.incidents() if item.kind == "job"]
    assert incident.job_id == job
    assert "UNSTORABLE" in incident.message


def test_a_child_hands_over_a_text_that_cannot_be_stored_whole():
    outcome = run_in_child_process(lambda: {"a": "\ud83d"}, 10, prepare=lambda: None)
    assert outcome == {"result": {"a": "\ud83d"}}


def test_a_job_that_kills_its_workers_is_taken_out(harness, guests):
    _case, job = guests()
    for _ in range(2):
        assert harness.execute(AcquireJob(job=job))
        harness.clock.forward(seconds=31)
    assert harness.execute(AcquireJob(job=job)) == {}
    assert "died" in harness.incidents()[0].message


def test_what_redis_lost_the_sweeper_finds(harness, guests):
    case, job = guests()
    harness.doorbell.rung.clear()
    harness.clock.forward(seconds=5)
    harness.sweep()
    assert ("service", job) in harness.doorbell.rung
    harness.run_jobs()
    assert harness.instance(case).facts["sapaan"]


def test_a_queue_of_slow_jobs_does_not_hide_the_others(harness, guests):
    case, job = guests()
    old = {"instance_id": case, "element_id": "x", "queue": "document", "status": "READY", "retries": 3, "attempts": 0, "fencing_token": 0}
    rows = [
        Job(id=uuid4(), type="a:b", variables={}, headers={}, due_at=NOON - timedelta(hours=1), created_at=NOON, **old)
        for _ in range(LIMIT + 5)
    ]
    harness.add(*rows)
    harness.clock.forward(seconds=5)
    jobs = harness.ask(DueWork(unheard=timedelta(seconds=3))).jobs
    assert {queue: len(found) for queue, found in jobs.items()} == {"document": LIMIT, "service": 1}
    assert jobs["service"] == [job]


def test_a_disabled_package_waits_and_nothing_is_lost(harness, guests):
    case, job = guests()
    harness.execute(SetPackageState(package="buku_tamu", enabled=False))
    assert harness.execute(AcquireJob(job=job)) == {}
    with pytest.raises(InvalidState):
        harness.start("kunjungan", harness.registrar, nama="x", keperluan="LAIN")
    harness.execute(SetPackageState(package="buku_tamu", enabled=True))
    harness.clock.forward(seconds=61)
    harness.run_jobs()
    assert harness.instance(case).facts["sapaan"]


def test_only_an_administrator_enables_a_package(harness, guests, regency):
    command = SetPackageState(package="buku_tamu", enabled=False)
    with pytest.raises(Forbidden):
        harness.execute(command, regency("bupati"))
    assert harness.execute(command, regency("operator"))["enabled"] is False


def test_a_broken_package_is_listed_and_harms_nobody(harness, guests, tmp_path):
    broken = tmp_path / "packages" / "rusak"
    broken.mkdir(parents=True)
    (broken / "process.toml").write_text('[package]\nkey = "rusak"\n')
    (broken / "handlers.py").write_text("raise RuntimeError('boom')\n")
    (tmp_path / "packages" / "tanpa").mkdir()
    (tmp_path / "packages" / "tanpa" / "process.toml").write_text("this is no toml")
    harness.install(tmp_path / "packages", ROOT / "tests/packages/buku_tamu/src")
    listed = {package.key: package for package in harness.ask(PackageList())}
    assert listed["rusak"].broken
    assert "boom" in listed["rusak"].problems[0].message
    assert listed["tanpa"].broken
    with pytest.raises(InvalidState):
        harness.execute(SetPackageState(package="rusak", enabled=True))
    guests()
    harness.run_jobs()
    assert harness.task("terima")


def test_numbers_have_no_gaps_and_a_repeated_wish_gets_the_same(harness):
    numbers = [harness.execute(ReserveNumber(series="x.s", scope="u/2026", reserved_for=f"job{n}"))["number"] for n in (1, 2, 1, 3)]
    assert numbers == [1, 2, 1, 3]
    assert harness.execute(ReserveNumber(series="x.s", scope="u/2027", reserved_for="job9"))["number"] == 1
    with Session(harness.database) as session:
        assert session.get_one(NumberSeries, ("x.s", "u/2026")).last == 3
        assert len(session.scalars(select(ReservedNumber)).all()) == 4


def test_every_platform_job_has_a_handler():
    named = set()
    for path in (path for room in ("engine", "casework", "workshop") for path in (ROOT / room).rglob("*.py")):
        named |= set(re.findall(r'"(alur:[a-z-]+)"', path.read_text()))
    assert named == {step.name for step in STEPS}

"""Listeners on the database: each job is a row of its own under one lease, with retries and incidents as those of service tasks."""

import sys

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.complete_job import CompleteJob
from engine.commands.jobs.fail_job import FailJob
from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.commands.migration.undo_migration import UndoMigration
from engine.commands.receivers.give_task import GiveTask
from engine.commands.tasks.claim_user_task import ClaimUserTask
from engine.jobs.isolation import run_in_this_process
from engine.jobs.run_job import run_job
from engine.model.errors import DeploymentRejected, InvalidState
from engine.packages.checks import check_resources
from engine.persistence.tables.instances import Job, UserTask
from engine.queries.audit.audit_verification import VerifyAudit
from engine.queries.instances.stuck_cases import StuckCases
from engine.testing.drawing import HEAD, event, listeners, process, task
from tests.support.drawn_processes import GROUP, MANIFEST

S, E = event("start", "s"), event("end", "e")
HANDLERS = """
from dataclasses import dataclass
from engine.sdk import BpmnError, JobContext, job_handler

DONE = []


@dataclass(frozen=True, kw_only=True)
class Input:
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Given:
    given: str


def _did(context, what):
    DONE.append((what, context.idempotency_key))


@job_handler("contoh:note", label="Note")
def note(context: JobContext, value: Input) -> None:
    _did(context, "note")


@job_handler("contoh:other", label="Other")
def other(context: JobContext, value: Input) -> None:
    _did(context, "other")


@job_handler("contoh:gives", label="Gives")
def gives(context: JobContext, value: Input) -> Given:
    _did(context, "gives")
    return Given(given="by a listener")


@job_handler("contoh:refuses", label="Refuses")
def refuses(context: JobContext, value: Input) -> None:
    raise BpmnError("NO", "not today")
"""


@pytest.fixture
def office(harness, regency, tmp_path):
    """A package whose handlers are listeners; `draw` deploys a process of it."""
    folder = tmp_path / "listening" / "contoh"
    folder.mkdir(parents=True)
    (folder / "process.toml").write_bytes(MANIFEST)
    (folder / "handlers.py").write_text(HANDLERS)
    harness.install(tmp_path / "listening")
    harness.person = regency("agendaris.setda")

    def draw(*of, around=(), late=False):
        drawing = process(
            S,
            E,
            task("t", GROUP + listeners(*of)),
            *((event("boundary", "b", "timer PT9H", attachedToRef="t"), "b > e") if late else ()),
            "s > t > e",
        )
        if around:
            drawing = drawing.replace('isExecutable="true">', f'isExecutable="true">{listeners(*around)}', 1)
        return harness.deploy("contoh", {"p.bpmn": f"{HEAD}{drawing}</definitions>".encode(), "process.toml": MANIFEST})

    harness.draw = draw
    harness.done = sys.modules["alur_package_contoh"].DONE
    return harness


def jobs(harness, *statuses):
    with Session(harness.database, expire_on_commit=False) as session:
        wanted = select(Job).where(Job.type.startswith("contoh:")).order_by(Job.created_at, Job.id)
        return [job for job in session.scalars(wanted) if not statuses or job.status in statuses]


def work(harness, package="contoh"):
    """The one job of a package, or of the platform, that is due."""
    with Session(harness.database) as session:
        (due,) = session.scalars(select(Job.id).where(Job.status == "READY", Job.type.startswith(f"{package}:"))).all()
    run_job(harness.engine, due, isolation=run_in_this_process)


def stuck(harness):
    cases, _after = harness.ask(StuckCases())
    return [(case.element, case.code) for case in cases]


def test_every_phase_of_a_task_runs_in_its_order_each_as_a_job_of_its_own(office):
    office.draw(
        "start contoh:gives",
        "creating contoh:note",
        "completing contoh:note",
        "end contoh:note",
        around=("start contoh:note", "end contoh:note"),
    )
    case = office.start("p", office.person)
    while not office.tasks():
        assert stuck(office) == []
        (job,) = jobs(office, "READY")
        work(office)
        assert jobs(office, "DONE")[-1].ended_at is not None
    assert [what for what, _key in office.done] == ["note", "gives", "note"]
    office.complete(office.task("t").id, office.person)
    assert office.tasks() == []
    assert office.instance(case).status == "ACTIVE"
    assert stuck(office) == []
    office.run_jobs()
    assert office.instance(case).status == "COMPLETED"
    assert [what for what, _key in office.done] == ["note", "gives", "note", "note", "note", "note"]
    assert len({key for _what, key in office.done}) == 6, "a key for each job: no handler takes two listeners for one that is repeated"
    assert [job.status for job in jobs(office)] == ["DONE"] * 6
    assert job.element_id in ("p", "t")


def test_the_person_who_completes_a_task_is_remembered_while_its_listener_runs(office):
    office.draw("completing contoh:note")
    office.start("p", office.person)
    (open_task,) = office.tasks("t")
    office.complete(open_task.id, office.person)
    with Session(office.database) as session:
        row = session.get_one(UserTask, open_task.id)
        assert (row.status, row.completed_by) == ("COMPLETED", office.person.person)
    with pytest.raises(InvalidState):
        office.complete(open_task.id, office.person)


def test_a_listener_that_fails_is_tried_again_and_then_an_incident_that_can_be_resolved(office):
    office.draw("start contoh:note", "start contoh:other")
    case = office.start("p", office.person)
    work(office)
    (job,) = jobs(office, "READY")
    for attempt in (1, 2, 3):
        lease = office.execute(AcquireJob(job=job.id))
        answer = office.execute(FailJob(job=job.id, fencing_token=lease["fencing_token"], error="the line is down"))
        assert answer["status"] == ("READY" if attempt < 3 else "FAILED")
        office.clock.forward(hours=1)
    (incident,) = office.incidents()
    assert (incident.element_id, incident.kind, incident.job_id) == ("t", "job", job.id)
    assert stuck(office) == []
    office.execute(ResolveIncident(incident=incident.id))
    office.run_jobs()
    assert office.incidents() == []
    assert [what for what, _key in office.done] == ["note", "other"], "only the one that failed is tried again"
    office.complete(office.task("t").id, office.person)
    assert office.instance(case).status == "COMPLETED"


def test_a_report_of_an_earlier_listener_is_refused(office):
    office.draw("start contoh:note", "start contoh:other")
    office.start("p", office.person)
    (first,) = jobs(office, "READY")
    lease = office.execute(AcquireJob(job=first.id))
    office.execute(CompleteJob(job=first.id, fencing_token=lease["fencing_token"]))
    with pytest.raises(InvalidState):
        office.execute(CompleteJob(job=first.id, fencing_token=lease["fencing_token"]))
    (second,) = jobs(office, "READY")
    assert (second.type, second.token) == ("contoh:other", first.token)


def test_a_listener_that_throws_a_bpmn_error_is_an_incident_and_runs_again(office):
    office.draw("start contoh:refuses")
    office.start("p", office.person)
    office.run_jobs()
    (incident,) = office.incidents()
    assert incident.kind == "unhandled_error"
    assert "NO" in incident.message
    assert stuck(office) == []
    office.execute(ResolveIncident(incident=incident.id))
    assert [job.status for job in jobs(office)] == ["READY"]
    assert stuck(office) == []


def test_a_case_that_is_cancelled_cancels_the_job_of_its_listener(office):
    office.draw("start contoh:note", "start contoh:other")
    case = office.start("p", office.person)
    work(office)
    office.execute(CancelProcessInstance(instance=case, reason="wrong"))
    assert {job.type: job.status for job in jobs(office)} == {"contoh:note": "DONE", "contoh:other": "CANCELLED"}
    assert stuck(office) == []


def test_canceling_listeners_run_after_the_task_is_gone_even_when_the_case_has_ended(office):
    office.draw("canceling contoh:note", "canceling contoh:other", late=True)
    case = office.start("p", office.person)
    office.clock.forward(hours=10)
    office.sweep()
    assert office.instance(case).status == "COMPLETED"
    assert office.tasks() == []
    office.run_jobs()
    assert sorted(what for what, _key in office.done) == ["note", "other"]
    assert [job.token for job in jobs(office)] == [None, None]


def test_who_takes_a_task_gives_it_back_or_gets_it_is_told_to_its_assigning_listeners(office, regency):
    office.draw("assigning contoh:note")
    case = office.start("p", office.person)
    identifier = office.task("t").id
    office.execute(ClaimUserTask(task=identifier), office.person)
    office.execute(ClaimUserTask(task=identifier, release=True), office.person)
    office.execute(GiveTask(task=identifier, position="sekda", reason="cuti"))
    actions = [job.headers["io.camunda.zeebe:action"] for job in jobs(office, "READY")]
    assert sorted(actions) == ["assign", "claim", "unassign"]
    office.complete(identifier, regency("sekda"))
    office.run_jobs()
    assert [what for what, _key in office.done] == ["note"] * 3
    assert office.instance(case).status == "COMPLETED"
    assert office.ask(VerifyAudit()) == []


def test_a_case_that_is_cancelled_tells_the_listeners_of_its_process(office):
    office.draw(around=("cancel contoh:note",))
    case = office.start("p", office.person)
    office.execute(CancelProcessInstance(instance=case, reason="wrong"))
    office.run_jobs()
    assert [what for what, _key in office.done] == ["note"]
    assert [(job.element_id, job.token) for job in jobs(office)] == [("p", None)]


def test_a_canceling_listener_that_fails_is_an_incident_of_its_own(office):
    office.draw("canceling contoh:note")
    case = office.start("p", office.person)
    office.execute(CancelProcessInstance(instance=case, reason="wrong"))
    (job,) = jobs(office, "READY")
    lease = office.execute(AcquireJob(job=job.id))
    office.execute(FailJob(job=job.id, fencing_token=lease["fencing_token"], error="no", final=True))
    (incident,) = office.incidents()
    office.execute(ResolveIncident(incident=incident.id))
    office.run_jobs()
    assert [what for what, _key in office.done] == ["note"]
    assert office.incidents() == []


def test_a_case_in_a_listener_moves_to_another_version_and_back(office):
    office.draw("start contoh:note", "start contoh:other", around=("end contoh:note",))
    case = office.start("p", office.person)
    before, definition = office.instance(case).state, office.instance(case).definition_id
    office.draw("start contoh:note", around=("end contoh:note",))
    moved = office.execute(MigrateProcessInstances(process="p", source_version=1))
    work(office, "alur")
    assert office.instance(case).state == before, "the listener at work has the same place in the new version"
    assert office.instance(case).definition_id != definition
    assert stuck(office) == []
    office.execute(UndoMigration(migration=moved["migration"]))
    work(office, "alur")
    assert office.instance(case).definition_id == definition
    office.run_jobs()
    assert [what for what, _key in office.done] == ["note", "other"], "the old version goes on with its second listener"
    office.complete(office.task("t").id, office.person)
    office.run_jobs()
    assert office.instance(case).status == "COMPLETED"


def test_a_listener_that_nobody_does_is_refused_at_the_deployment(office):
    for of, around, where in ((("start contoh:nobody",), (), "t"), ((), ("end contoh:nobody",), "p")):
        with pytest.raises(DeploymentRejected) as rejected:
            office.draw(*of, around=around)
        assert [(problem.code, problem.element) for problem in rejected.value.problems if problem.severity == "error"] == [
            ("NO_JOB_TYPE", where)
        ]


def test_results_that_nobody_keeps_are_told(office):
    drawing = process(S, E, task("t", GROUP + listeners("completing contoh:gives", "end contoh:gives")), "s > t > e")
    resources = {"p.bpmn": f"{HEAD}{drawing}</definitions>".encode(), "process.toml": MANIFEST}
    known = office.engine.platform.packages
    told = check_resources(resources, job_types=known.job_types, rules=known.rules).problems
    assert [(problem.element, problem.values) for problem in told if problem.code == "LISTENER_RESULT"] == [("t", {"name": "contoh:gives"})]

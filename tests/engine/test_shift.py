"""A worker's shift: each report claims the next job, nothing waits claimed, queues and cases come by turns."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from engine.commands.deployment.set_package_state import SetPackageState
from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.claim_job import ClaimJob
from engine.commands.jobs.complete_job import CompleteJob
from engine.core.jobs.leases import LEASE
from engine.jobs.isolation import run_in_this_process
from engine.jobs.shift import Shift
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import Job
from engine.testing.harness import NOON
from webui.settings import ROOT

#: (round trips, statements) of a job in a row of service tasks, with the claim of the next; they may only shrink
MOST = (2, 6)


@pytest.fixture
def office(harness, regency):
    """The benchmark's package: cases of ten service tasks that do nothing."""
    harness.install(ROOT / "benchmarks/packages")
    harness.deploy("ukur_layanan")
    person = regency("agendaris.setda")
    harness.begin = lambda: harness.start("ukur_layanan", person)
    return harness


def statuses(harness):
    with Session(harness.database) as session:
        wanted = select(Job.status, func.count()).where(Job.type == "ukur_layanan:langkah").group_by(Job.status)
        return dict(session.execute(wanted).all())


def shift(harness, isolation=run_in_this_process, queues=("service", "document")):
    return Shift(harness.engine, queues, isolation=isolation)


def test_a_shift_works_off_whole_cases_and_sends_no_more_statements_than_these(office):
    cases = [office.begin() for _ in range(3)]
    worker, sent = shift(office), []
    office.execute(ClaimJob(queues=("document",)))
    worker.work_off()  # what is asked for once a process is asked for here
    assert [office.instance(case).status for case in cases] == ["COMPLETED"] * 3
    case = office.begin()

    def note(_connection, cursor, statement, *_rest):
        sent.append((cursor, statement))

    event.listen(office.database, "before_cursor_execute", note)
    worker.work_off()
    event.remove(office.database, "before_cursor_execute", note)
    assert office.instance(case).status == "COMPLETED"
    # the first claim, the end of the case and the look round at the end of the shift are there once
    assert len({id(cursor) for cursor, _ in sent}) <= MOST[0] * 10 + 3
    assert len(sent) <= MOST[1] * 10 + 5


def test_a_report_claims_the_next_job_in_its_transaction_and_a_late_one_claims_nothing(office):
    office.begin()
    office.begin()
    lease = office.execute(ClaimJob(queues=("service",)))
    assert lease["more"]["queue"] == "service"
    report = CompleteJob(job=lease["next"]["job"], fencing_token=lease["next"]["fencing_token"], then=("document", "service"))
    following = office.execute(report)["next"]
    assert following["fencing_token"] == 1
    assert following["job"] != lease["next"]["job"]
    assert statuses(office) == {"DONE": 1, "LEASED": 1, "READY": 1}
    with pytest.raises(InvalidState):
        office.execute(report)
    assert statuses(office) == {"DONE": 1, "LEASED": 1, "READY": 1}


class Killed(BaseException):
    """The end of a worker in the middle of a handler."""


def test_a_worker_that_is_killed_holds_up_its_one_job_and_no_other(office):
    cases, calls = [office.begin() for _ in range(5)], []

    def dies_at_the_third(call, limit):
        calls.append(call)
        if len(calls) == 3:
            raise Killed
        return run_in_this_process(call, limit)

    with pytest.raises(Killed):
        shift(office, dies_at_the_third).work_off()
    assert statuses(office) == {"DONE": 2, "LEASED": 1, "READY": 4}
    shift(office).work_off()
    assert sorted(office.instance(case).status for case in cases) == ["ACTIVE", *["COMPLETED"] * 4]
    office.clock.forward(seconds=LEASE.total_seconds() + 1)
    shift(office).work_off()
    assert [office.instance(case).status for case in cases] == ["COMPLETED"] * 5
    assert statuses(office) == {"DONE": 50}
    with Session(office.database) as session:
        assert session.scalars(select(Job.attempts).where(Job.attempts > 1)).all() == [2]


def test_what_no_claim_takes_is_settled_at_the_end_of_a_shift(office):
    case = office.begin()
    office.execute(SetPackageState(package="ukur_layanan", enabled=False))
    shift(office).work_off()
    assert statuses(office) == {"READY": 1}
    office.execute(SetPackageState(package="ukur_layanan", enabled=True))
    assert office.execute(ClaimJob(queues=("service",)))["next"] == {}, "it is looked at again after a minute"
    for _ in range(3):
        office.clock.forward(seconds=61)
        (job,) = office._all(select(Job.id))
        assert office.execute(AcquireJob(job=job))
    office.clock.forward(seconds=61)
    assert office.execute(ClaimJob(queues=("service",)))["next"] == {}
    shift(office).work_off()
    assert [(incident.kind, "died" in incident.message) for incident in office.incidents()] == [("job", True)]
    assert office.instance(case).status == "ACTIVE"


def waiting(case, queue, minutes, **values):
    due = NOON - timedelta(minutes=minutes)
    row = {"element_id": "x", "type": "ukur_layanan:langkah", "status": "READY", "retries": 3, "attempts": 0, "fencing_token": 0}
    return Job(id=uuid4(), instance_id=case, queue=queue, variables={}, headers={}, due_at=due, created_at=due, **{**row, **values})


def test_every_second_claim_takes_the_youngest_and_queues_come_in_the_given_order(office):
    case = office.begin()
    rows = {
        name: waiting(case, *place) for name, place in {"old": ("a", 9), "middle": ("a", 5), "new": ("a", 1), "other": ("b", 20)}.items()
    }
    office.add(*rows.values())
    claimed = []
    for microseconds in (2, 3, 4, 6):
        office.clock.forward(microseconds=microseconds - office.clock.moment.microsecond)
        claimed.append(office.execute(ClaimJob(queues=("a", "b")))["next"]["job"])
    assert claimed == [str(rows[name].id) for name in ("old", "new", "middle", "other")]

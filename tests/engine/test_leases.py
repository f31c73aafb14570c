"""What happens to a job whose worker dies, hangs or does not know what it did."""

import time
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from engine.commands.deployment.deploy import Deploy
from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.extend_lease import ExtendLease
from engine.commands.jobs.make_future_jobs_due import MakeFutureJobsDue
from engine.core import executor
from engine.core.jobs.leases import LEASE
from engine.jobs.heartbeat import LeaseKeeper
from engine.jobs.run_job import run_job
from engine.model.errors import InvalidState
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import Job
from engine.queries.incidents.open_incidents import OpenIncidents
from engine.queries.jobs.due_work import DueWork
from engine.testing.drawing import diagram, event
from engine.testing.harness import NOON

HANDLERS = """
import dataclasses, pathlib
from engine.sdk import JobContext, NothingDone, job_handler

LEDGER = pathlib.Path({ledger!r})

@dataclasses.dataclass
class Given:
    how: str = "well"

@dataclasses.dataclass
class Made:
    receipt: str

def act(ctx, given):
    if given.how == "before":
        raise NothingDone("the line is down")
    LEDGER.write_text(LEDGER.read_text() + ctx.idempotency_key + "\\n" if LEDGER.exists() else ctx.idempotency_key + "\\n")
    if given.how == "after":
        raise TimeoutError("no answer")
    return Made(receipt="r")

@job_handler("bayar:sekali", at_most_once=True)
def once(ctx: JobContext, given: Given) -> Made:
    return act(ctx, given)

@job_handler("bayar:biasa")
def usual(ctx: JobContext, given: Given) -> Made:
    return act(ctx, given)
"""


@pytest.fixture
def office(harness, tmp_path, regency):
    folder = tmp_path / "packages" / "bayar"
    folder.mkdir(parents=True)
    ledger = tmp_path / "ledger"
    (folder / "process.toml").write_text('[package]\nkey = "bayar"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n')
    (folder / "handlers.py").write_text(HANDLERS.format(ledger=str(ledger)))
    harness.install(folder.parent)
    harness.add(PackageState(key="bayar", enabled=True, changed_at=NOON))
    harness.person = regency("agendaris.setda")

    def begin(kind, how, retries="3"):
        step = (
            f'<serviceTask id="j"><extensionElements><zeebe:taskDefinition type="bayar:{kind}" retries="{retries}"/><zeebe:ioMapping>'
            f'<zeebe:input source="{how}" target="how"/></zeebe:ioMapping></extensionElements></serviceTask>'
        )
        xml = diagram(event("start", "s"), step, event("end", "e"), "s > j > e")
        resources = {"p.bpmn": xml.encode(), "process.toml": (folder / "process.toml").read_bytes()}
        harness.execute(Deploy(package="bayar", resources=resources))
        case = harness.start("p", harness.person)
        (job,) = harness._all(select(Job).where(Job.type.like("bayar:%"), Job.instance_id == case))
        return case, job.id

    begin.effects = lambda: ledger.read_text().splitlines() if ledger.exists() else []
    return begin


def test_an_effect_of_unknown_outcome_is_checked_by_a_person_and_never_repeated(harness, office):
    case, job = office("sekali", "after")
    run_job(harness.engine, job)
    harness.clock.forward(hours=5)
    assert run_job(harness.engine, job) is False
    assert len(office.effects()) == 1
    (incident,) = harness.ask(OpenIncidents())
    assert (incident.kind, incident.attempts, incident.element) == ("to_be_checked", 1, "j")
    assert "no answer" in incident.message
    with pytest.raises(InvalidState, match="took effect"):
        harness.execute(ResolveIncident(incident=incident.id))
    harness.execute(ResolveIncident(incident=incident.id, took_effect=True, variables={"receipt": "seen"}))
    assert harness.instance(case).status == "COMPLETED"
    assert len(office.effects()) == 1


def test_somebody_who_sees_that_nothing_happened_may_have_it_tried_again(harness, office):
    _case, job = office("sekali", "after")
    run_job(harness.engine, job)
    (incident,) = harness.ask(OpenIncidents())
    harness.execute(ResolveIncident(incident=incident.id, took_effect=False, variables={"how": "well"}))
    assert run_job(harness.engine, job)
    assert len(office.effects()) == 2
    assert harness.incidents() == []


def test_a_failure_before_any_effect_is_tried_again_as_usual(harness, office):
    _case, job = office("sekali", "before", retries="2")
    run_job(harness.engine, job)
    assert harness.incidents() == []
    harness.clock.forward(hours=1)
    run_job(harness.engine, job)
    assert [item.kind for item in harness.incidents()] == ["job"]


def test_a_worker_that_died_leaves_an_at_most_once_step_to_be_checked_and_others_to_be_repeated(harness, office):
    _case, job = office("sekali", "well")
    assert harness.execute(AcquireJob(job=job))
    harness.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert harness.execute(AcquireJob(job=job)) == {}
    assert [item.kind for item in harness.incidents()] == ["to_be_checked"]
    _case, job = office("biasa", "well")
    assert harness.execute(AcquireJob(job=job))["fencing_token"] == 1
    harness.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert harness.execute(AcquireJob(job=job))["fencing_token"] == 2


def test_a_repeated_handler_gets_the_same_key(harness, office):
    _case, job = office("biasa", "after")
    for _ in range(3):
        run_job(harness.engine, job)
        harness.clock.forward(hours=2)
    assert office.effects() == [str(job)] * 3  # a peer that honours the key does it once


def test_a_lease_goes_on_while_its_handler_works_and_no_longer(harness, office):
    _case, job = office("biasa", "well")
    lease = harness.execute(AcquireJob(job=job))
    keeper = LeaseKeeper(harness.engine, beat=0.02)
    with keeper.holding(job, lease["fencing_token"], limit=60):
        for _ in range(4):
            harness.clock.forward(seconds=20)
            time.sleep(0.2)
        assert harness.execute(AcquireJob(job=job)) == {}
    keeper.stop()
    harness.clock.forward(seconds=31)
    assert harness.execute(AcquireJob(job=job))["fencing_token"] == 2
    assert harness.execute(ExtendLease(job=job, fencing_token=1)) == {"held": False}


def test_retries_may_be_an_expression_and_one_that_is_none_is_an_incident(harness, office):
    _case, job = office("biasa", "well", retries="=2 + 3")
    assert harness._all(select(Job.retries).where(Job.id == job)) == [5]


class Lost(Exception):
    sqlstate = None


@pytest.mark.parametrize(("command", "repeated"), [(AcquireJob, True), (ResolveIncident, False)])
def test_a_lost_connection_is_tried_again_only_where_that_is_safe(harness, monkeypatch, command, repeated):
    calls = []

    def once(self, given, actor, examined):
        calls.append(given)
        raise OperationalError("select 1", {}, Lost(), connection_invalidated=True)

    @contextmanager
    def quick():
        monkeypatch.setattr(executor.Executor, "_run_in_transaction", once)
        monkeypatch.setattr(executor, "RECONNECT_SECONDS", 0)
        yield

    with quick(), pytest.raises(OperationalError):
        harness.execute(command(**{("job" if command is AcquireJob else "incident"): uuid4()}))
    assert (len(calls) > 1) is repeated


def test_work_goes_on_when_the_databases_clock_is_set_back(harness, office):
    """Created, failed once and leased while the clock was an hour ahead: nobody waits for that hour to come again."""
    _case, waiting = office("biasa", "well")
    _case, failed = office("biasa", "after")
    _case, leased = office("biasa", "well")
    run_job(harness.engine, failed)
    token = harness.execute(AcquireJob(job=leased))["fencing_token"]
    harness.clock.forward(hours=-1)
    assert harness.execute(AcquireJob(job=waiting)) == {}
    assert harness.execute(MakeFutureJobsDue())["jobs"] == 3
    harness.clock.forward(seconds=5)
    assert harness.execute(AcquireJob(job=waiting))
    assert harness.execute(AcquireJob(job=failed))
    assert harness.execute(AcquireJob(job=leased)) == {}, "its worker may be alive"
    assert harness.execute(ExtendLease(job=leased, fencing_token=token))["held"]
    harness.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert harness.execute(AcquireJob(job=leased))["fencing_token"] == token + 1
    assert not harness.ask(DueWork(unheard=timedelta())).set_back


def test_the_clock_process_notices_it(harness, office):
    _case, job = office("biasa", "well")
    harness.clock.forward(hours=-1)
    harness.sweep()
    assert harness.execute(AcquireJob(job=job))


def test_long_pauses_are_left_alone(harness, office):
    _case, job = office("biasa", "after", retries="9")
    for attempt in range(1, 8):
        run_job(harness.engine, job)
        assert not harness.ask(DueWork(unheard=timedelta())).set_back, attempt
        harness.clock.forward(hours=1)

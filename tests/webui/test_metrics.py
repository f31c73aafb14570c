"""/metrics tells operators and their monitor what runs and what waits: bounded labels, no value of a case, nothing for others."""

import os
import re
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
from redis import Redis
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from demo.load import actor
from engine.commands.programs.record_beat import RecordBeat
from engine.core.command import Command
from engine.model.errors import Conflict, FormRejected
from engine.persistence.tables.instances import Incident, Job, Timer
from engine.queries.programs.platform_load import PlatformLoad
from tests.support.letters import ANSWERS
from tests.support.observed import no_redis, observe, values
from tests.support.stack import HEALTH_TOKEN
from webui.observation import snapshots
from webui.observation.families import ALL
from webui.observation.snapshots import read_reports, report_of
from webui.observation.tallies import Tallies
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import start_valkey, valkey_address

TOKEN = {"Authorization": f"Bearer {HEALTH_TOKEN}"}


@pytest.fixture
def observed(web):
    found = observe(web.harness)
    web.extensions["alur"] = web.harness.engine
    yield found
    found.stop()


@pytest.fixture
def read(browse, observed):
    def ask():
        answer = browse().get("/metrics", headers=TOKEN)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        return answer.get_data(as_text=True)

    return ask


def test_operators_and_the_token_read_it_and_nobody_else(browse, observed):
    assert browse().get("/metrics").status_code == 404
    assert browse("agendaris.setda").get("/metrics").status_code == 404
    assert browse().get("/metrics", headers={"Authorization": "Bearer " + "x" * 40}).status_code == 404
    assert browse("operator").get("/metrics").status_code == 200
    assert browse().get("/metrics", headers=TOKEN).status_code == 200


def test_commands_queries_and_pages_are_counted(read, registered, web):
    statements = []
    event.listen(web.harness.database, "before_cursor_execute", count := lambda *given: statements.append(given[2]))
    task, leader = web.harness.task("baca").id, actor(web.harness.engine, "bupati")
    before = values(read())
    statements.clear()
    with pytest.raises(FormRejected):
        web.harness.complete(task, leader, tindakan="")
    web.harness.complete(task, leader, tindakan="selesai", laporan="Siap.")
    made = len(statements)
    event.remove(web.harness.database, "before_cursor_execute", count)
    after = values(read())

    def grown(sample):
        return after.get(sample, 0) - before.get(sample, 0)

    assert grown('alur_turns_total{command="CompleteUserTask",outcome="done"}') == 1
    assert grown('alur_turns_total{command="CompleteUserTask",outcome="form_rejected"}') == 1
    assert grown('alur_turn_seconds_count{command="CompleteUserTask"}') == 2
    assert grown('alur_turn_statements_total{command="CompleteUserTask"}') in range(
        made, made + 3
    )  # a connection that rested may be asked first
    assert made > 5
    assert grown('alur_turn_lock_seconds_total{command="CompleteUserTask"}') > 0
    assert grown('alur_query_seconds_count{query="PlatformLoad"}') == 1
    assert grown('alur_pages_total{endpoint="metrics.metrics",status="200"}') == 1
    assert after['alur_turns_total{command="StartProcessInstance",outcome="done"}'] == 1
    assert after['alur_handler_seconds_count{type="surat_masuk:beri-nomor"}'] == 1
    assert after['alur_handlers_total{outcome="done",type="surat_masuk:beri-nomor"}'] == 1
    assert after["alur_process_memory_bytes"] > 10_000_000
    assert after['alur_database_connections{state="size"}'] > 0


def test_every_family_is_there_also_before_anything_is_counted(read):
    named = set(re.findall(r"^# TYPE (\S+)", read(), re.MULTILINE))
    assert {family.name + ("_total" if family.kind == "counter" else "") for family in ALL} == named


def test_an_address_that_leads_nowhere_makes_no_label(read, browse, web):
    guest = browse()
    for number in range(40):
        guest.get(f"/tidak-ada/{uuid4()}")
        guest.get(f"/lacak/TGR-{number:04d}-XXXX/berkas/{uuid4()}")
    found = values(read())
    endpoints = {label for sample in found for label in re.findall(r'endpoint="([^"]*)"', sample)}
    assert endpoints <= {*web.view_functions, "none"}
    assert found['alur_pages_total{endpoint="none",status="404"}'] >= 40


def test_a_type_that_nobody_declares_makes_no_label(read, web, registered):
    case = web.harness.instances()[0]
    for number in range(30):
        web.harness.add(job(case, type=f"surat_masuk:karangan-{number}"))
    web.harness.run_jobs()
    text = read()
    found = values(text)
    assert "karangan" not in text
    assert found['alur_handlers_total{outcome="failed",type="other"}'] == 30
    assert found['alur_jobs{state="later",type="other"}'] == 30


def job(case, **changes):
    now = case.started_at
    row = {
        "id": uuid4(), "instance_id": case.id, "token": None, "element_id": "e", "type": "alur:mail-person", "queue": "notify",
        "status": "READY", "retries": 3, "attempts": 0, "variables": {}, "headers": {}, "due_at": now, "fencing_token": 0, "created_at": now,
    }  # fmt: skip
    return Job(**{**row, **changes})


def test_what_waits_is_told_with_its_age(read, web, registered):
    harness = web.harness
    case, now = harness.instances()[0], harness.clock.moment
    ago = {seconds: now - timedelta(seconds=seconds) for seconds in (5, 40, 90, 3600)}
    harness.add(
        job(case, due_at=ago[90], attempts=1),
        job(case, due_at=ago[40]),
        job(case, due_at=now + timedelta(hours=1)),
        job(case, due_at=now + timedelta(minutes=1), status="LEASED", attempts=1),
        job(case, due_at=ago[3600], status="DONE"),
    )
    harness.add(Timer(id=uuid4(), instance_id=case.id, element_id="e", due_at=ago[40]))
    for kind, raised in (("job", ago[3600]), ("job", ago[5]), ("expression", ago[90])):
        incident = Incident(id=uuid4(), instance_id=case.id, token=uuid4(), element_id="e", kind=kind, message="m", raised_at=raised)
        harness.add(incident)
    harness.execute(RecordBeat(beat=uuid4(), program="clock", place="h 1"))
    harness.execute(RecordBeat(beat=uuid4(), program="worker", place="h 2", queues=("notify",)))
    harness.clock.forward(seconds=10)
    found = values(read())
    mail = 'type="alur:mail-person"'
    assert found[f'alur_jobs{{state="due",{mail}}}'] == 2
    assert found[f'alur_jobs{{state="later",{mail}}}'] == 1
    assert found[f'alur_jobs{{state="leased",{mail}}}'] == 1
    assert found[f"alur_jobs_oldest_due_seconds{{{mail}}}"] == 100
    assert found[f"alur_jobs_failing{{{mail}}}"] == 1
    assert (found["alur_mails_waiting"], found["alur_mails_failing"]) == (4, 1)
    assert (found["alur_timers_due"], found["alur_timers_oldest_due_seconds"]) == (1, 50)
    assert found['alur_incidents_open{kind="job"}'] == 2
    assert found['alur_incidents_oldest_seconds{kind="job"}'] == 3610
    assert found['alur_incidents_open{kind="expression"}'] == 1
    assert found["alur_clock_beat_seconds"] == 10
    assert (found['alur_queue_workers{queue="notify"}'], found['alur_queue_workers{queue="engine"}']) == (1, 0)
    assert found["alur_database_up"] == 1


def test_no_value_of_a_case_is_told(read, registered, web):
    text = read()
    for value in (*ANSWERS.values(), "surat.pdf", "@tangerangkab.example", *(str(case.id) for case in web.harness.instances())):
        assert len(str(value)) < 6 or str(value) not in text, value


def test_a_database_that_is_away_is_told(web, read, monkeypatch):
    def away(_self, _context):
        raise OperationalError("select 1", {}, Exception("gone"))

    monkeypatch.setattr(PlatformLoad, "run", away)
    found = values(read())
    assert found["alur_database_up"] == 0
    assert "alur_timers_due" not in found
    assert found["alur_process_memory_bytes"] > 0


@dataclass(frozen=True, kw_only=True)
class LosesTwice(Command):
    permission: ClassVar[str] = "system"
    tries: ClassVar[list[int]] = []

    def run(self, context):
        self.tries.append(1)
        context.platform.telemetry.fired(timedelta(seconds=3))
        if len(self.tries) < 3:
            raise Conflict
        return {}


def test_attempts_that_lost_and_late_timers_are_counted(read, web):
    web.harness.execute(LosesTwice())
    found = values(read())
    assert found['alur_turn_retries_total{command="LosesTwice"}'] == 2
    assert found['alur_turns_total{command="LosesTwice",outcome="done"}'] == 1
    assert (found["alur_timer_late_seconds_count"], found["alur_timer_late_seconds_sum"]) == (1, 3)


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    place = prepare_folders(tmp_path_factory.mktemp("valkey"))
    server = start_valkey(place)
    yield Redis.from_url(valkey_address(place), socket_connect_timeout=1)
    server.stop()
    place.cleanup()


def test_the_reports_of_all_processes_are_read_by_whoever_is_asked(web, browse, valkey, monkeypatch):
    valkey.flushall()
    observed = observe(web.harness, redis=valkey)
    web.extensions["alur"] = web.harness.engine
    other = Tallies()
    for _ in range(3):
        other.count(("alur_turns", "CompleteJob", "done"))
    worker = snapshots.Reporter(valkey, lambda: report_of(other, {}))
    worker.report("worker")
    observed.observer.tallies.count(("alur_turns", "CompleteJob", "done"))
    text = browse().get("/metrics", headers=TOKEN).get_data(as_text=True)
    host = f"{os.uname().nodename} {os.getpid()}"
    line = 'alur_turns_total{command="CompleteJob",outcome="done",process="%s"} %s'
    assert line % (f"worker {host}", "3.0") in text
    assert line % (f"web {host}", "1.0") in text
    # a process that ended is told for a minute
    monkeypatch.setattr(snapshots, "_time", lambda _redis: int(valkey.time()[0]) + snapshots.OLD_SECONDS + 1)
    assert read_reports(valkey) == {}
    assert valkey.hlen(snapshots.KEY) == 0


def test_a_process_reports_by_itself_from_one_thread(valkey, monkeypatch):
    valkey.flushall()
    reported = threading.Semaphore(0)

    def make():
        reported.release()
        return report_of(Tallies(), {})

    monkeypatch.setattr(snapshots, "PERIOD_SECONDS", 0.01)
    reporter = snapshots.Reporter(valkey, make)
    for _ in range(3):
        reporter.go_on("clock")
    assert reported.acquire(timeout=30)
    assert [thread.name for thread in threading.enumerate()].count("metrics of a clock") == 1
    reporter.stop()


def test_counting_never_waits_for_redis(web):
    """Whatever Redis does: a turn counts in memory alone."""

    class Refusing:
        def __getattr__(self, name):
            raise AssertionError(name)

    observe(web.harness, redis=Refusing())
    web.harness.execute(RecordBeat(beat=uuid4(), program="clock", place="h 1"))


def test_without_redis_the_process_that_is_asked_tells_of_itself(web, browse):
    observe(web.harness, redis=no_redis())
    web.extensions["alur"] = web.harness.engine
    found = values(browse().get("/metrics", headers=TOKEN).get_data(as_text=True))
    assert found['alur_query_seconds_count{query="PlatformLoad"}'] == 1

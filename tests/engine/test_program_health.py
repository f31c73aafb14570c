"""Programs say that they run; who has stopped, and what waits for them, is known (finding: people O7)."""

import time
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.commands.programs.record_beat import REMEMBERED, RecordBeat
from engine.jobs import beat
from engine.jobs.beat import Beat
from engine.model.errors import Forbidden
from engine.persistence.tables.instances import Job
from engine.persistence.tables.programs import ProgramBeat
from engine.queries.programs.program_health import ProgramHealth
from tests.support.stopped_cases import deploy_stopping


def workers(view):
    return {queue.queue: queue.workers for queue in view.queues}


def test_a_platform_on_which_nothing_runs_is_known_as_such(harness):
    view = harness.ask(ProgramHealth())
    assert view.clock_leads is False
    assert workers(view) == {"document": 0, "engine": 0, "notify": 0, "service": 0}
    assert view.programs == []


def test_a_program_is_heard_of_until_its_beats_stop(harness):
    clock, worker = uuid4(), uuid4()
    for _ in range(3):
        harness.execute(RecordBeat(beat=clock, program="clock", place="a 1"))
        harness.execute(RecordBeat(beat=worker, program="worker", place="a 2", queues=("service", "document")))
        harness.clock.forward(seconds=20)
    view = harness.ask(ProgramHealth())
    assert (view.clock_leads, workers(view)) == (True, {"document": 1, "engine": 0, "notify": 0, "service": 1})
    assert len(view.programs) == 2, "a beat is no further program"
    harness.execute(RecordBeat(beat=clock, program="clock", place="a 1"))
    harness.clock.forward(seconds=30)
    view = harness.ask(ProgramHealth())
    assert (view.clock_leads, workers(view)["service"]) == (True, 0)
    assert [program.silent for program in view.programs] == [False, True]


def test_who_was_not_heard_of_for_long_is_forgotten(harness):
    harness.execute(RecordBeat(beat=uuid4(), program="worker", place="a 2", queues=("engine",)))
    harness.clock.forward(seconds=REMEMBERED.total_seconds() + 1)
    harness.execute(RecordBeat(beat=uuid4(), program="clock", place="a 1"))
    assert [program.program for program in harness.ask(ProgramHealth()).programs] == ["clock"]


def test_work_that_waits_too_long_makes_a_queue_slow(harness, regency, tmp_path):
    deploy_stopping(harness, tmp_path / "packages")
    harness.start("kabar", regency("agendaris.setda"))
    harness.clock.forward(minutes=5)
    (service,) = [queue for queue in harness.ask(ProgramHealth()).queues if queue.queue == "service"]
    assert (service.waiting, service.slow) == (1, False)
    harness.clock.forward(minutes=6)
    (service,) = [queue for queue in harness.ask(ProgramHealth()).queues if queue.queue == "service"]
    assert (service.waiting, service.slow) == (1, True)


def test_mails_that_cannot_be_sent_are_told_after_a_while(harness, regency, tmp_path):
    deploy_stopping(harness, tmp_path / "packages")
    case = harness.start("kabar", regency("agendaris.setda"))
    now = harness.clock.moment
    job = Job(
        id=uuid4(), instance_id=case, token=None, element_id="x", type="alur:mail-person", queue="notify", status="READY", retries=8,
        attempts=2, variables={}, headers={}, due_at=now, fencing_token=2, created_at=now,
    )  # fmt: skip
    harness.add(job)
    view = harness.ask(ProgramHealth())
    assert (view.unsent, view.mail_stands) == (1, False)
    harness.clock.forward(minutes=6)
    assert harness.ask(ProgramHealth()).mail_stands is True


def test_a_program_goes_on_beating_also_after_the_database_was_away(harness, monkeypatch):
    monkeypatch.setattr(beat, "BEAT_SECONDS", 0.02)
    real, asked = harness.engine.execute, []

    def execute(command, *, actor):
        asked.append(command)
        if len(asked) < 3:
            raise ConnectionError("the database is away")
        return real(command, actor=actor)

    monkeypatch.setattr(harness.engine, "execute", execute)
    worker = Beat(harness.engine, "worker", ["engine"])
    worker.go_on()
    deadline = time.monotonic() + 20
    while not harness._all(select(ProgramBeat)) and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.stop()
    assert len({command.beat for command in asked}) == 1
    assert workers(harness.ask(ProgramHealth()))["engine"] == 1


def test_only_operators_ask(harness, regency):
    with pytest.raises(Forbidden):
        harness.ask(ProgramHealth(), regency("bupati"))
    with pytest.raises(Forbidden):
        harness.execute(RecordBeat(beat=uuid4(), program="clock", place="a 1"), regency("operator"))

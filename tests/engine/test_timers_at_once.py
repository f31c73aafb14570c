"""Many timers at one moment: several processes fire, none twice, those of a case in their order, and nobody waits for a case in work."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine.commands.timers.trigger_timer import TriggerTimer
from engine.jobs import fire_timers as firing
from engine.jobs.fire_timers import TIMERS, fire_timers, share_of
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import Timer
from engine.queries.timers.due_timers import DueTimers
from webui.settings import ROOT

LATER = "2026-11-23T13:00:00+07:00"


@pytest.fixture
def alarms(harness, regency):
    harness.install(ROOT / "benchmarks/packages")
    harness.deploy("ukur_layanan")
    person = regency("agendaris.setda")

    def begin(count):
        cases = [harness.start("ukur_alarm", person, pada=LATER) for _ in range(count)]
        harness.clock.forward(hours=2)
        return cases

    harness.begin = begin
    return harness


def fired(harness):
    with Session(harness.database) as session:
        done = HistoryEvent.event == "ELEMENT_COMPLETED"
        rows = session.execute(
            select(HistoryEvent.instance_id, func.count()).where(HistoryEvent.element_id == "bangun", done).group_by("instance_id")
        )
        return Counter(dict(rows.all()))


def test_processes_share_the_timers_and_each_fires_once(alarms, monkeypatch):
    monkeypatch.setattr(firing, "MANY", 5)
    cases, counts = alarms.begin(24), []
    gate = threading.Barrier(3)

    def work():
        gate.wait()
        count = 0
        while alarms.ask(DueTimers(limit=1)):
            count += fire_timers(alarms.engine, seconds=60).count
        counts.append(count)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fired(alarms) == Counter(cases)
    assert sum(counts) == 24
    assert TIMERS in {queue for queue, _timer in alarms.doorbell.rung}, "others were asked to help"


def test_a_share_that_another_process_holds_is_left_to_it(alarms):
    cases = alarms.begin(4)
    with alarms.database.connect() as other:
        other.execute(text("select pg_try_advisory_xact_lock(hashtext('timers'), :share)"), {"share": share_of(cases[0])})
        fire_timers(alarms.engine, seconds=60)
        assert set(fired(alarms)) == {case for case in cases if share_of(case) != share_of(cases[0])}
    # its process was killed
    fire_timers(alarms.engine, seconds=60)
    assert fired(alarms) == Counter(cases)


def test_a_case_in_work_is_passed_over_and_its_timer_fires_later(alarms):
    first, second = alarms.begin(2)
    with Session(alarms.database) as session:
        session.execute(text("select id from process_instance where id = :id for update"), {"id": first})
        assert alarms.execute(TriggerTimer(timer=session.scalars(select(Timer.id).where(Timer.instance_id == first)).one())) == {}
        answer = fire_timers(alarms.engine, seconds=60)
        assert (answer.count, answer.more) == (1, False)
        assert set(fired(alarms)) == {second}
    alarms.sweep()
    assert fired(alarms) == Counter([first, second])


def test_who_fires_looks_around_after_a_while(alarms):
    alarms.begin(3)
    answer = fire_timers(alarms.engine, seconds=0)
    assert (answer.count, answer.more) == (1, True)

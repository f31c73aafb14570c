"""Jobs and timers with the real worker processes: how many a second, how soon, and what ten thousand timers at one moment do to pages."""

from __future__ import annotations

import signal
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from subprocess import Popen
from typing import Any
from uuid import UUID

from sqlalchemy import event

from benchmarks.figures import Figure
from benchmarks.place import Place, await_, ended, open_place, programs, start, value_of
from benchmarks.processor_time import processor_seconds
from benchmarks.timers import measure_timers
from demo.accounts import PASSWORD
from demo.add_organisation import AddOrganisation
from demo.load import actor
from demo.organisation import build_organisation
from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import SetPackageState
from engine.core.engine import Engine
from engine.identity.passwords import hash_password
from engine.jobs.isolation import run_in_this_process
from engine.jobs.shift import Shift
from engine.model.actor import SYSTEM, Actor
from engine.model.ports import Doorbell
from webui.settings import ROOT

PACKAGE, QUICK, ONE = "ukur_layanan", "ukur_layanan", "ukur_satu"
FOLDER = ROOT / "benchmarks" / "packages"
#: service tasks of one case
STEPS = 10
CASES, CALLS, TIMERS = 400, 100, 10_000
#: worker processes of the service queue: while one waits for the disk another one works
WORKERS = 3
#: where no Redis is
NOWHERE = "redis://127.0.0.1:1/0"


def measure(*, short: bool) -> list[Figure]:
    with open_place() as opened:
        place = replace(opened, environment={**opened.environment, "ALUR_PACKAGES": str(FOLDER)})
        engine = place.engine()
        somebody = install(engine)
        figures = [Figure("jobs: statements a job", _statements(engine, somebody), "", target=6)]
        workers, cases = [worker(place) for _ in range(1 if short else WORKERS)], 2 if short else CASES
        with programs(*workers):
            figures += _latency(engine, somebody, calls=3 if short else CALLS)
            figures += _throughput(place, engine, somebody, workers, cases=cases, name="with the doorbell")
        deaf = replace(place, environment={**place.environment, "ALUR_REDIS_URL": NOWHERE})
        workers = [worker(deaf) for _ in workers]
        with programs(*workers):
            # nobody can be rung for: the workers look by themselves
            figures += _throughput(deaf, deaf.engine(), somebody, workers, cases=cases, name="without a doorbell")
        figures += measure_timers(place, somebody, count=20 if short else TIMERS)
        engine.platform.database.dispose()
        return figures


def install(engine: Engine) -> Actor:
    """Adds the organisation and the package; returns who may start its cases."""
    organisation = build_organisation(hash_password(PASSWORD), engine.platform.vault)
    engine.execute(AddOrganisation(organisation=organisation, absences=()), actor=SYSTEM)
    package = engine.platform.packages.get(PACKAGE)
    assert package is not None
    engine.execute(Deploy(package=PACKAGE, resources=dict(package.resources)), actor=SYSTEM)
    engine.execute(SetPackageState(package=PACKAGE, enabled=True), actor=SYSTEM)
    return actor(engine, "agendaris.setda")


def worker(place: Place) -> Popen[bytes]:
    return place.program("webui.worker", "--forked", "service", "document")


def _statements(engine: Engine, somebody: Actor) -> float:
    """Statements of a job among ten of one case, with those that claim it; without those that begin (the time) and end a transaction."""
    shift, sent = Shift(engine, ("service",), isolation=run_in_this_process), [0]
    start(engine, somebody, QUICK)
    shift.work_off()  # what is asked for once a process

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent[0] += "clock_timestamp" not in statement or "job" in statement

    start(engine, somebody, QUICK)
    event.listen(engine.platform.database, "before_cursor_execute", note)
    shift.work_off()
    event.remove(engine.platform.database, "before_cursor_execute", note)
    return sent[0] / STEPS


@dataclass
class _Noting:
    """Notes the moment after the commit at which a job is rung for."""

    doorbell: Doorbell
    rung_at: float = 0.0

    def ring(self, queue: str, job: UUID) -> None:
        self.rung_at = time.time()
        self.doorbell.ring(queue, job)

    def ring_if_silent(self, queue: str, jobs: Sequence[UUID]) -> int:
        return self.doorbell.ring_if_silent(queue, jobs)

    def answers(self) -> bool:
        return self.doorbell.answers()


def _latency(engine: Engine, somebody: Actor, *, calls: int) -> list[Figure]:
    """From the commit that creates the job to the beginning of its handler, in a system that is idle otherwise."""
    noting = _Noting(engine.platform.doorbell)
    watched = Engine(replace(engine.platform, doorbell=noting))
    waits: list[float] = []
    for number in range(calls + 2):
        case = start(watched, somebody, ONE)
        await_(lambda case=case: value_of(engine, "select status from process_instance where id = :id", id=case) == "COMPLETED")  # type: ignore[misc]
        begun = value_of(engine, "select facts ->> 'mulai' from process_instance where id = :id", id=case)
        if number >= 2:  # the first ones wait for the worker's own start
            waits.append((float(begun) - noting.rung_at) * 1000)
        time.sleep(0.02)
    return [
        Figure("jobs: latency when idle, median", statistics.median(waits), "ms"),
        Figure("jobs: latency when idle, p95", statistics.quantiles(waits, n=20)[18], "ms", target=50),
    ]


def _throughput(place: Place, engine: Engine, somebody: Actor, workers: Sequence[Popen[bytes]], *, cases: int, name: str) -> list[Figure]:
    """Cases of ten service tasks that wait together for warm workers."""
    warmed = ended(engine, QUICK) + 2 * len(workers)
    for _ in range(2 * len(workers)):
        start(engine, somebody, QUICK)
    await_(lambda: ended(engine, QUICK) >= warmed)
    _signal(workers, signal.SIGSTOP)
    for _ in range(cases):
        start(engine, somebody, QUICK)
    used, used_by_database, begun = _used(workers), processor_seconds(place.database_pid), time.monotonic()
    _signal(workers, signal.SIGCONT)
    await_(lambda: ended(engine, QUICK) >= warmed + cases, pause=0.1)
    took, jobs = time.monotonic() - begun, cases * STEPS
    used, used_by_database = _used(workers) - used, processor_seconds(place.database_pid) - used_by_database
    return [
        Figure(f"jobs: quick jobs a second, {name}", jobs / took, "/s", better="higher", target=500),
        Figure(f"jobs: workers' CPU a job, {name}", used / jobs * 1000, "ms"),
        Figure(f"jobs: database's CPU a job, {name}", used_by_database / jobs * 1000, "ms"),
    ]


def _used(running: Sequence[Popen[bytes]]) -> float:
    return sum(processor_seconds(program.pid) for program in running)


def _signal(running: Sequence[Popen[bytes]], number: int) -> None:
    for program in running:
        program.send_signal(number)

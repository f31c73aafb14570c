"""Timers of many cases at one moment: how long until all have fired, and what pages take meanwhile."""

from __future__ import annotations

import re
import statistics
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from multiprocessing import get_context
from threading import Thread

from sqlalchemy import text

from benchmarks.figures import Figure
from benchmarks.place import Place, await_, ended, programs, say, start
from benchmarks.processor_time import processor_seconds
from demo.accounts import PASSWORD
from engine.model.actor import Actor
from webui.supervisor.environment import free_port

ALARM = "ukur_alarm"
#: so few timers are set without further processes
FEW = 100
#: the lock that the leading clock holds: who holds it keeps every clock waiting
LEADERSHIP = text("select pg_advisory_lock(hashtext('alur clock'))")


class Visitor(Thread):
    """Opens the inbox and the page for signing in, in turn, until it is stopped."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.times: list[float] = []
        self.stopped = threading.Event()

    def sign_in(self) -> None:
        page = self.open("/masuk")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        answers = {"csrf_token": found[1], "email": "agendaris.setda@tangerangkab.example", "sandi": PASSWORD}
        self.opener.open(f"{self.address}/masuk", urllib.parse.urlencode(answers).encode(), timeout=30).close()
        assert "/keluar" in self.open("/tugas")

    def open(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    def run(self) -> None:
        while not self.stopped.wait(0.1):
            for path in ("/tugas", "/masuk"):
                began = time.monotonic()
                self.open(path)
                self.times.append((time.monotonic() - began) * 1000)


def measure_timers(place: Place, somebody: Actor, *, count: int) -> list[Figure]:
    engine, port = place.engine(), free_port()
    address = f"http://127.0.0.1:{port}"
    web = place.program("gunicorn", "--config", "webui/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", "webui.wsgi:application")
    clock, worker = place.program("webui.clock"), place.program("webui.worker", "engine")
    with programs(web, clock, worker):
        visitor = Visitor(address)
        with engine.platform.database.connect() as leadership:
            leadership.execute(LEADERSHIP)
            _set(place, somebody, count)
            await_(lambda: _answers(visitor))
            visitor.sign_in()
            used = processor_seconds(place.database_pid), processor_seconds(clock.pid), processor_seconds(worker.pid)
            leadership.invalidate()  # its end gives the lock back
        visitor.start()
        begun = time.monotonic()
        await_(lambda: ended(engine, ALARM) >= count, pause=0.2)
        took = time.monotonic() - begun
        visitor.stopped.set()
        visitor.join()
        now = processor_seconds(place.database_pid), processor_seconds(clock.pid), processor_seconds(worker.pid)
        database, clocks, workers = (after - before for before, after in zip(used, now, strict=True))
    engine.platform.database.dispose()
    times = [*visitor.times, *visitor.times[-1:]]
    return [
        Figure(f"jobs: {count} timers at once, all fired after", took, "s", target=30),
        Figure("jobs: timers at once, pages p95 meanwhile", statistics.quantiles(times, n=20)[18], "ms", target=1000),
        Figure("jobs: timers at once, clock's and worker's CPU a timer", (clocks + workers) / count * 1000, "ms"),
        Figure("jobs: timers at once, database's CPU a timer", database / count * 1000, "ms"),
    ]


def _answers(visitor: Visitor) -> bool:
    try:
        return bool(visitor.open("/masuk"))
    except OSError:
        return False


def _set(place: Place, somebody: Actor, count: int) -> None:
    """Starts the cases, each with a timer that is due at once, in two processes."""
    due = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()  # noqa: TID251  no engine has a clock here
    begun = time.monotonic()
    if count < FEW:
        start_alarms(place, somebody, due, count)
        return
    processes = [get_context("spawn").Process(target=start_alarms, args=(place, somebody, due, half)) for half in _halves(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    say(f"{count} timers set in {time.monotonic() - begun:.0f} s")


def _halves(count: int) -> Sequence[int]:
    return count // 2, count - count // 2


def start_alarms(place: Place, somebody: Actor, due: str, count: int) -> None:
    engine = place.engine()
    for _ in range(count):
        start(engine, somebody, ALARM, pada=due)
    engine.platform.database.dispose()

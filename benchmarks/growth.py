"""What grows with the cases that are stored: pages with 10,000 and with 1,100,000 cases, at the same number of new ones a day.

Each page is measured three ways: its median, the CPU of our process, and the pages of the database that its statements touch, which no
other load changes. The figures are ratios of the largest set to the smallest, and the buffers of the largest.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks.figures import Figure
from benchmarks.pages import found as found_in
from benchmarks.pages import sign_in
from benchmarks.place import Place, open_place, say
from demo.load import load
from demo.many_cases import add_cases
from engine.persistence.database import connect
from engine.testing.buffer_counts import count_buffers
from webui.app import create_app

#: (ended, running) cases, each with those before it
SIZES = ((9_000, 1_000), (90_000, 10_000), (1_000_000, 10_000), (1_000_000, 100_000))
SHORT = ((150, 40), (300, 40))
#: servers of this size have more than the 128 MB of a trial
OPTIONS = {"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "30min", "autovacuum": "off"}
TARGET = 1.2
#: seconds for one page
LONGEST = 4.0
Page = tuple[FlaskClient, str]


@dataclass(frozen=True)
class _Measured:
    median: float
    cpu: float
    buffers: int


def measure(*, short: bool) -> list[Figure]:
    with open_place(mailbox=True, options=OPTIONS) as place:
        engine = place.engine()
        load(engine, say)
        app = create_app(place.settings, engine)
        superuser = place.owner_url.replace("+psycopg", "").replace("alur_owner@", "postgres@")
        had_ended = had_running = 0
        found: list[dict[str, _Measured]] = []
        per_case = 0.0
        for ended, running in SHORT if short else SIZES:
            began = time.monotonic()
            more = {"ended": ended - had_ended, "running": running - had_running}
            before = _stored(place)
            add_cases(superuser, **more, first=had_ended + had_running)
            if more["ended"]:
                per_case = (_stored(place) - before) / sum(more.values())
            had_ended, had_running = ended, running
            say(f"{ended} ended and {running} running cases: {time.monotonic() - began:.0f} s more to make")
            readers = {code: sign_in(app, code) for code in ("bupati", "kepala.dbmsda", "agendaris.setda", "operator")}
            found.append({name: _measure_page(page, place, 2 if short else 15) for name, page in _pages(readers).items()})
            if not short:
                _print(found[-1])
    return [*_figures(found), Figure("growth: storage of an ended case", per_case / 1000, "kB")]


def _pages(readers: dict[str, FlaskClient]) -> dict[str, Page]:
    leader, head, registrar, operator = readers.values()
    task = found_in(r'href="(/tugas/[0-9a-f-]{36})"', leader.get("/tugas").get_data(as_text=True))
    case = found_in(r'href="(/kasus/[0-9a-f-]{36})"', registrar.get("/cari").get_data(as_text=True))
    return {
        "inbox of the leader": (leader, "/tugas"),
        "inbox of a head": (head, "/tugas"),
        "inbox, waiting for others": (leader, "/tugas?tab=menunggu"),
        "inbox, filtered": (leader, "/tugas?cari=banjir&tenggat=terlambat"),
        "task page": (leader, task),
        "case page": (registrar, case),
        "tree": (registrar, f"{case}/pohon"),
        "search, who sees most, frequent word": (registrar, "/cari?kata=banjir"),
        "search, who sees most, two words": (registrar, "/cari?kata=jalan+cikupa"),
        "search, who sees most, number": (registrar, "/cari?kata=0000007/2026"),
        "search, who sees most, no hit": (registrar, "/cari?kata=zebra+kuning"),
        "search, who sees most, newest": (registrar, "/cari"),
        "search, leader, frequent word": (leader, "/cari?kata=banjir"),
        "search, head, frequent word": (head, "/cari?kata=banjir"),
        "statistics": (leader, "/statistik"),
        "what is kept too long": (operator, "/kokpit/masa-simpan"),
        "state of the platform": (operator, "/kokpit/keadaan"),
    }


def _measure_page(page: Page, place: Place, runs: int) -> _Measured:
    reader, address = page
    work: Callable[[], object] = partial(reader.get, address)
    database = reader.application.extensions["alur"].platform.database
    times: list[float] = []
    until = time.monotonic() + LONGEST
    for number in range(runs + 1):
        if number > 2 and time.monotonic() > until:
            break
        if number == 1:  # the first one warms what is kept
            cpu = time.process_time()
        began = time.perf_counter()
        answer = reader.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    spent = (time.process_time() - cpu) * 1000 / (len(times) - 1)
    return _Measured(statistics.median(times[1:]), spent, sum(one.buffers for one in count_buffers(database, work)))


def _figures(found: list[dict[str, _Measured]]) -> list[Figure]:
    figures = []
    for name, small in found[0].items():
        large = found[-1][name]
        # between these two only the ended cases grow
        fewer, more = (found[1][name], found[2][name]) if len(found) > 3 else (small, large)
        figures += [
            Figure(f"growth: {name}, median, largest to smallest", large.median / small.median, "x", target=TARGET),
            Figure(f"growth: {name}, CPU, largest to smallest", large.cpu / small.cpu, "x"),
            Figure(f"growth: {name}, median, largest", large.median, "ms"),
            Figure(f"growth: {name}, pages of the database, largest", large.buffers, "pages"),
            Figure(f"growth: {name}, pages of the database, ended cases x 11", more.buffers / max(fewer.buffers, 1), "x", target=TARGET),
        ]
    return figures


def _print(found: dict[str, _Measured]) -> None:
    for name, one in found.items():
        say(f"  {name:<40} {one.median:8.1f} ms {one.cpu:8.1f} ms CPU {one.buffers:8d} pages")


def _stored(place: Place) -> float:
    database = connect(place.owner_url)
    with database.connect() as connection:
        size = connection.execute(text("select pg_database_size(current_database())")).scalar_one()
    database.dispose()
    return float(size)

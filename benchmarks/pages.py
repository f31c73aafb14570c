"""Pages on the big set: 20,000 holdings and 50,000 letters. Milliseconds at the median and the 95th percentile of a request."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks.figures import Figure
from benchmarks.place import open_place, say
from demo.accounts import PASSWORD
from demo.big import load_big
from demo.load import load
from engine.persistence.database import connect
from webui.app import create_app

WARM, RUNS = 5, 60
LETTERS, HOLDINGS = 50_000, 20_000
WORDS = ["banjir", "jalan cikupa", "permohonan sekolah", "undangan", "01234/2026"]


def measure(*, short: bool) -> list[Figure]:
    with open_place(mailbox=True) as place:
        engine = place.engine()
        load(engine, say)
        began = time.monotonic()
        load_big(engine, say, cases=40 if short else LETTERS, holdings=1400 if short else HOLDINGS)
        owner = connect(place.owner_url)
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))
        owner.dispose()
        say(f"the big set took {time.monotonic() - began:.0f} s to make")
        return _pages(create_app(place.settings, engine), runs=2 if short else RUNS)


def sign_in(app: Flask, code: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/masuk").get_data(as_text=True)
    token = found_in(r'name="csrf_token" value="([^"]+)"', page)
    client.post("/masuk", data={"csrf_token": token, "email": f"{code}@tangerangkab.example", "sandi": PASSWORD})
    return client


def found_in(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, pattern
    return match.group(1)


def _pages(app: Flask, *, runs: int) -> list[Figure]:
    leader, head = sign_in(app, "bupati"), sign_in(app, "kepala.dbmsda")
    registrar = sign_in(app, "agendaris.setda")
    task = found_in(r'href="(/tugas/[0-9a-f-]{36})"', leader.get("/tugas").get_data(as_text=True))
    pages: dict[str, tuple[FlaskClient, Callable[[int], str]]] = {
        "empty (/sehat/web)": (leader, lambda _n: "/sehat/web"),
        "inbox of the leader": (leader, lambda _n: "/tugas"),
        "inbox of a head": (head, lambda _n: "/tugas"),
        "inbox, waiting for others": (leader, lambda _n: "/tugas?tab=menunggu"),
        "inbox, filtered": (leader, lambda _n: "/tugas?cari=banjir&tenggat=terlambat"),
        "search, registrar (sees all)": (registrar, lambda n: f"/cari?kata={WORDS[n % len(WORDS)]}"),
        "search, leader": (leader, lambda n: f"/cari?kata={WORDS[n % len(WORDS)]}"),
        "task page": (leader, lambda _n: task),
        "disposition page": (leader, lambda _n: f"{task}?putusan=disposisi"),
    }
    return [figure for name, (client, address) in pages.items() for figure in _page(name, client, address, runs)]


def _page(name: str, client: FlaskClient, address: Callable[[int], str], runs: int) -> list[Figure]:
    times: list[float] = []
    for number in range(WARM + runs):
        began = time.perf_counter()
        answer: Any = client.get(address(number))
        spent = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, (name, answer.status_code)
        if number >= WARM:
            times.append(spent)
    return [
        Figure(f"pages: {name}, median", statistics.median(times), "ms"),
        Figure(f"pages: {name}, p95", statistics.quantiles(times, n=20)[18], "ms"),
    ]

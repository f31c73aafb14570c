"""Pages on the big set of 20,000 holdings and 50,000 letters: what each costs its process, and how many are answered over HTTP."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure
from benchmarks.page_costs import Page, costs_of
from benchmarks.page_load import PUBLIC_TARGET, STAFF_TARGET, load_of, serve
from benchmarks.place import Place, open_place, say
from casework.applications.tables import Application
from casework.records.public_numbers import make_case_pass
from casework.services.queries.service_catalogue import ServiceCatalogue
from demo.accounts import PASSWORD
from demo.big import load_big
from demo.load import load
from demo.many_cases import add_cases
from engine.core.engine import Engine
from engine.model.actor import GUEST
from webui.app import create_app
from webui.portal.tracking.track import OPENED

RUNS = 40
#: over HTTP: of each page, for its median, and of the staff's pages in turn, for the slowest twentieth and for errors
SECONDS, MIXED_SECONDS = 12.0, 60.0
LETTERS, HOLDINGS = 50_000, 20_000
WORDS = ["banjir", "jalan cikupa", "permohonan sekolah", "undangan", "01234/2026"]


def measure(*, short: bool) -> list[Figure]:
    with open_place(mailbox=True) as place:
        engine = place.engine()
        load(engine, say)
        began = time.monotonic()
        load_big(engine, say, cases=0, holdings=1400 if short else HOLDINGS)
        superuser = place.owner_url.replace("+psycopg", "").replace("alur_owner@", "postgres@")
        add_cases(superuser, running=40 if short else LETTERS)
        say(f"the big set took {time.monotonic() - began:.0f} s to make")
        app = create_app(place.settings, engine)
        pages = list(_pages(app, engine))
        costs = [figure for page in pages for figure in costs_of(page, engine.platform.database, app, runs=2 if short else RUNS)]
        asked = [page for page in pages if page.over_http]
        mixed = [page for page in asked if page.of_staff and page.client is asked[0].client]
        over_http = _over_http(place, asked[:1] if short else asked, mixed, *((0.3, 0.3) if short else (SECONDS, MIXED_SECONDS)))
        return costs + list(over_http)


def sign_in(app: Flask, code: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/masuk").get_data(as_text=True)
    token = found(r'name="csrf_token" value="([^"]+)"', page)
    client.post("/masuk", data={"csrf_token": token, "email": f"{code}@tangerangkab.example", "sandi": PASSWORD})
    return client


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, pattern
    return match.group(1)


def _pages(app: Flask, engine: Engine) -> Iterator[Page]:
    leader, head = sign_in(app, "bupati"), sign_in(app, "kepala.dbmsda")
    registrar, guest = sign_in(app, "agendaris.setda"), app.test_client()
    task = found(r'href="(/tugas/[0-9a-f-]{36})"', leader.get("/tugas").get_data(as_text=True))
    tree = found(r'href="(/kasus/[0-9a-f-]{36}/pohon)"', leader.get(task).get_data(as_text=True))
    yield Page("empty (/sehat/web)", leader, lambda _n: "/sehat/web", judged=False, over_http=False)
    yield Page("inbox of the leader", leader, lambda _n: "/tugas")
    yield Page("inbox of a head", head, lambda _n: "/tugas", over_http=False)
    yield Page("inbox, waiting for others", leader, lambda _n: "/tugas?tab=menunggu", over_http=False)
    yield Page("inbox, filtered", leader, lambda _n: "/tugas?cari=banjir&tenggat=terlambat", over_http=False)
    yield Page("search, registrar (sees all)", registrar, lambda n: f"/cari?kata={WORDS[n % len(WORDS)]}")
    yield Page("search, leader", leader, lambda n: f"/cari?kata={WORDS[n % len(WORDS)]}", over_http=False)
    yield Page("tree", leader, lambda _n: tree)
    yield Page("task page", leader, lambda _n: task)
    yield Page("disposition page", leader, lambda _n: f"{task}?putusan=disposisi", over_http=False)
    yield Page("home of the leader", leader, lambda _n: "/pimpinan")
    yield Page("public home", guest, lambda _n: "/", of_staff=False)
    yield Page("catalogue", guest, lambda _n: "/layanan", of_staff=False)
    service = engine.ask(ServiceCatalogue(), actor=GUEST)[0].service.key
    yield Page("service", guest, lambda _n: f"/layanan/{service}", of_staff=False)
    yield Page("tracking", _applicant(app, engine), lambda _n: "/lacak/0", of_staff=False)


def _applicant(app: Flask, engine: Engine) -> FlaskClient:
    """Somebody who has opened a case with its PIN."""
    with Session(engine.platform.database) as session:
        case = session.scalars(select(Application.instance_id).order_by(Application.submitted_at)).first()
    assert case
    client = app.test_client()
    with client.session_transaction() as kept:
        kept[OPENED] = [make_case_pass(engine.platform.vault, case)]
    return client


def _over_http(place: Place, pages: list[Page], mixed: list[Page], seconds: float, mixed_seconds: float) -> Iterator[Figure]:
    """`mixed`: pages of one reader, asked for in turn."""
    with serve(place) as port:
        own = mixed[0].client.get_cookie("alur")
        assert own
        addresses = [page.address(0) for page in mixed]
        yield from load_of("pages: mixed", port, addresses, cookie=f"alur={own.value}", seconds=mixed_seconds, target=STAFF_TARGET)
        for page in pages:
            own = page.client.get_cookie("alur")
            public = not page.of_staff and page.name != "tracking"
            sent = f"alur={own.value}" if own and not public else ""
            target = PUBLIC_TARGET if public else STAFF_TARGET
            yield from load_of(f"pages: {page.name}", port, [page.address(0)], cookie=sent, seconds=seconds, target=target)

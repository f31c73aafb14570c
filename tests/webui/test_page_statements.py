"""How many statements a page sends to the database. The figures may only shrink.

Without those that begin and end a transaction, and without the time of pages that nobody is signed in for, which is the test's own.
"""

import re
from uuid import UUID

import pytest
from sqlalchemy import event

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.tracking.queries.tracking import Receipt
from engine.model.actor import GUEST
from processes.pengaduan.tests.complaint import ANSWERS
from tests.support.templates import deployed
from webui.answering.public_state import KEY
from webui.portal.tracking.track import OPENED

#: page -> statements of a request whose definitions and templates are known already
MOST = {
    "public home": 0,
    "catalogue": 0,
    "service": 0,
    "tracking": 6,
    "inbox": 3,
    "inbox, waiting for others": 4,
    "inbox, done": 3,
    "task": 6,
    "decision": 6,
    "case": 7,
    "tree": 6,
    "search": 5,
    "home of the leader": 4,
}


@pytest.fixture
def count(web):
    sent = []
    database = web.harness.database

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    def counted(browser, path):
        assert browser.get(path).status_code == 200, browser.page
        # each process asks whether something public has changed once a second, not for each page
        web.extensions[KEY].check_seconds = 60.0
        sent.clear()
        event.listen(database, "before_cursor_execute", note)
        try:
            browser.get(path)
        finally:
            event.remove(database, "before_cursor_execute", note)
            web.extensions[KEY].check_seconds = 0.0
        return len(sent)

    return counted


def test_pages_of_the_staff_send_no_more_statements_than_these(registered, browse, count):
    registrar, case = registered
    identifier = case.rpartition("/")[2]
    leader = browse("bupati")
    leader.get("/tugas")
    task = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    found = {
        "inbox": count(leader, "/tugas"),
        "inbox, waiting for others": count(leader, "/tugas?tab=menunggu"),
        "inbox, done": count(registrar, "/tugas?tab=selesai"),
        "task": count(leader, task),
        "decision": count(leader, f"{task}?putusan=disposisi"),
        "case": count(leader, f"/kasus/{identifier}"),
        "tree": count(leader, f"/kasus/{identifier}/pohon"),
        "search": count(registrar, "/cari?kata=undangan"),
        "home of the leader": count(leader, "/pimpinan"),
    }
    assert {name: number for name, number in found.items() if number > MOST[name]} == {}


@deployed("pengaduan")
def test_pages_of_citizens_send_no_more_statements_than_these(web, browse, count):
    web.harness.deploy("pengaduan")
    begun = web.harness.execute(BeginApplication(service="pengaduan"), GUEST)
    held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
    web.harness.execute(SaveApplication(**held, answers=ANSWERS), GUEST)
    receipt = web.harness.execute(SubmitApplication(**held), GUEST)["receipt"]
    guest = browse()
    with guest.client.session_transaction() as session:
        session[OPENED] = [web.harness.ask(Receipt(token=receipt), GUEST).case_pass]
    found = {
        "public home": count(browse(), "/"),
        "catalogue": count(browse(), "/layanan"),
        "service": count(browse(), "/layanan/pengaduan"),
        "tracking": count(guest, "/lacak/0"),
    }
    assert {name: number for name, number in found.items() if number > MOST[name]} == {}

"""After signing out nothing of a person and their cases is left in the browser, and each proof gives the session another id."""

import re

import pytest
from sqlalchemy import select

from casework.tracking.queries.tracking import Receipt
from engine.model.actor import GUEST
from engine.persistence.tables.identity import WebSession
from tests.support.account_pages import sign_up
from tests.support.citizens import FIRST, begin
from tests.support.permit_office import PACKAGES, Office
from tests.support.templates import deployed

PASSWORD = "kata sandi yang panjang"


@pytest.fixture
@deployed(*PACKAGES, "pengaduan")
def office(web, regency):
    web.harness.deploy("pengaduan")
    return Office(web.harness, regency)


@pytest.fixture
def receipt(web, office):
    return web.harness.ask(Receipt(token=office.send(nama="Dewi Lestari")), GUEST)


def track(browser, receipt):
    browser.get("/lacak")
    assert browser.post("/lacak", nomor=receipt.number, pin=receipt.pin).headers["Location"] == "/lacak/0"
    assert browser.get("/lacak/0").status_code == 200


def sign_in(browser, code="bupati"):
    browser.get("/masuk")
    assert browser.post("/masuk", email=f"{code}@tangerangkab.example", sandi=PASSWORD).status_code == 302


def sign_out(browser):
    browser.get("/layanan")
    return browser.post("/keluar")


def held(browser):
    with browser.client.session_transaction() as session:
        return dict(session)


def test_after_signing_out_the_opened_case_is_gone_for_everybody(browse, receipt):
    browser = browse()
    sign_in(browser)
    track(browser, receipt)
    answer = sign_out(browser)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert held(browser) == {}
    assert browser.get("/lacak/0").status_code == 404
    sign_in(browser, "sekda")
    assert browser.get("/lacak/0").status_code == 404


def test_a_case_that_somebody_opened_before_signing_in_stays_theirs_only(browse, receipt):
    browser = browse()
    track(browser, receipt)
    sign_in(browser)
    assert browser.get("/lacak/0").status_code == 200, "the same person goes on, and may add it to an account"
    sign_out(browser)
    assert browser.get("/lacak/0").status_code == 404


def test_a_session_that_ended_by_itself_leaves_nothing_either(web, browse, receipt):
    browser = browse()
    sign_in(browser)
    track(browser, receipt)
    web.harness.clock.forward(hours=13)
    assert browser.get("/lacak/0").status_code == 404
    track(browser, receipt)
    sign_in(browser, "sekda")
    sign_in_again = held(browser)
    assert sign_in_again["milik"]


def test_another_person_who_signs_in_over_a_session_finds_nothing_of_it(browse, receipt, web):
    browser = browse("bupati")
    with browser.client.session_transaction() as session:
        session["milik"] = "somebody else"
        session["dilacak"] = ["x"]
    with browser.client.session_transaction() as session:
        session.pop("_user_id")
    sign_in(browser, "sekda")
    assert "dilacak" not in held(browser)


def test_the_cookies_that_open_drafts_are_taken_back(web, browse, office):
    browser = browse()
    sign_up(web, browser)
    browser.get("/layanan/pengaduan")
    step = begin(browser)
    browser.get(step)
    browser.post(step, **FIRST)
    assert browser.get(step).status_code == 200
    answer = sign_out(browser)
    taken = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("draf-")]
    assert taken
    assert all(re.search(r"Path=/(;|$)", cookie) and "Max-Age=0" in cookie for cookie in taken)
    assert browser.get(step).status_code == 404


def test_each_proof_of_identity_gives_the_session_another_id(web, browse):
    browser = browse()
    sign_in(browser)
    before = held(browser)["_user_id"]
    stolen = browse()
    with stolen.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = before, True
    assert stolen.get("/akun").status_code == 200
    browser.get("/masuk/lagi")
    assert browser.post("/masuk/lagi", rahasia=PASSWORD).status_code == 302
    assert held(browser)["_user_id"] != before
    assert browser.get("/akun").status_code == 200
    assert stolen.get("/akun").status_code == 302, "the id from before is good for nothing"
    sign_out(browser)
    assert all(row.revoked_at for row in web.harness._all(select(WebSession)))


def test_what_is_sent_to_a_person_is_stored_by_no_browser(browse, receipt):
    officer = browse("agendaris.dishub")
    for address in ("/tugas", "/akun", "/sehat", "/lacak"):
        assert "no-store" in officer.get(address).headers["Cache-Control"], address
    assert "no-store" in officer.post("/keluar").headers["Cache-Control"]

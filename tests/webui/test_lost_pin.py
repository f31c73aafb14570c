"""A lost PIN: a code to the applicant's address gives a new one; strangers learn neither that a number exists nor whose it is."""

import re

import pytest

from casework.accounts.addresses import MOST_A_DAY
from tests.support.account_pages import last_code
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed

OWN = "dewi@contoh.example"


@pytest.fixture
@deployed(*OFFICE)
def receipt(web, regency):
    return Office(web.harness, regency).send()


@pytest.fixture
def number(web, receipt, browse):
    guest = browse()
    guest.get(f"/tanda-terima/{receipt}")
    return re.search(r'alur-receipt__no">([^<]+)<', guest.page).group(1)


def ask(browser, number, address):
    browser.get("/lacak/pin")
    return browser.post("/lacak/pin", nomor=number, alamat=address)


def mails(web):
    return web.harness.notifier.mails.values()


def test_a_code_to_the_applicants_address_gives_a_new_pin(web, receipt, number, browse):
    reader = browse()
    reader.get(f"/tanda-terima/{receipt}")
    old = re.findall(r'alur-receipt__no">([^<]+)<', reader.page)[1]
    guest = browse()
    answer = ask(guest, number.lower(), f" {OWN.upper()} ")
    assert answer.headers["Location"] == "/lacak/pin/kode"
    guest.get("/lacak/pin/kode")
    assert "Bila nomor dan alamat itu cocok" in guest.page
    assert OWN not in guest.page
    code = last_code(web, OWN)
    assert guest.post("/lacak/pin/kode", kode="000000" if code != "000000" else "000001").status_code == 422
    assert "masih 2 kali" in guest.page
    answer = guest.post("/lacak/pin/kode", kode=f"{code[:3]} {code[3:]}")
    assert answer.headers["Location"] == "/lacak/0"
    guest.get("/lacak/0")
    new = re.search(r"PIN baru Anda: (\d{6})", guest.page).group(1)
    assert number in guest.page
    for pin, status in ((old, 422), (new, 302), (f"{new[:3]} {new[3:]}", 302)):
        other = browse()
        other.get("/lacak")
        assert other.post("/lacak", nomor=number, pin=pin).status_code == status, pin
    reader.get(f"/tanda-terima/{receipt}")
    assert old not in reader.page
    assert "sudah diganti" in reader.page
    assert guest.get("/lacak/pin/kode").status_code == 302, "the code is used"


@pytest.mark.parametrize(
    ("which", "address"), [("unknown", OWN), ("known", "orang@lain.example"), ("known", "081234567890"), ("long", OWN)]
)
def test_a_stranger_gets_the_same_answer_and_no_code(web, number, browse, which, address):
    guest, other = browse(), browse()
    ask(other, number, OWN)
    typed = {"known": number, "unknown": "TGR-AAAA-AAAA", "long": "9" * 400}[which]
    known_mails = len(mails(web)) + len(web.harness.messenger.messages)
    answer = ask(guest, typed, address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lacak/pin/kode")
    pages = []
    for browser in (guest, other):
        browser.get("/lacak/pin/kode")
        pages.append(re.sub(r"dikirim ke \S+|value=\"[^\"]*\"|nomor=[^\"]*", "", browser.page))
    assert pages[0] == pages[1]
    told = [*mails(web), *web.harness.messenger.messages.values()]
    assert len(told) == known_mails + 1, "something is sent in both cases: time tells nothing"
    assert not re.search(r"\b\d{6}\b", told[-1].text) or address.startswith("0")
    assert "tidak tercatat pada nomor itu" in " ".join(item.text for item in told)
    assert guest.post("/lacak/pin/kode", kode="123456").status_code == 422


def test_what_is_no_address_or_no_number_is_told_at_its_field(browse, number):
    guest = browse()
    assert ask(guest, "", "bukan alamat").status_code == 422
    assert 'href="#nomor"' in guest.page
    assert 'href="#alamat"' in guest.page
    assert "Kesalahan:" in guest.page


def test_a_code_of_another_number_or_time_gives_nothing(web, number, browse):
    guest = browse()
    ask(guest, number, OWN)
    code = last_code(web, OWN)
    web.harness.clock.forward(minutes=11)
    guest.get("/lacak/pin/kode")
    assert guest.post("/lacak/pin/kode", kode=code).status_code == 422
    assert "Waktu kode sudah habis" in guest.page


def test_an_address_gets_a_bounded_count_of_messages_a_day(web, number, browse):
    for item in range(MOST_A_DAY):
        for limiter in web.extensions["limiter"]:
            limiter.reset()
        assert ask(browse(), f"TGR-AAAA-AA{item:02}", OWN).status_code == 302
    for limiter in web.extensions["limiter"]:
        limiter.reset()
    # the next one holds a code, whatever its number: and whoever asks after it uses that code, until it has ended
    sent = len(mails(web))
    assert ask(browse(), "TGR-AAAA-AAZZ", OWN).status_code == 302
    guest = browse()
    assert ask(guest, number, OWN).status_code == 302
    assert len(mails(web)) == sent + 1
    guest.get("/lacak/pin/kode")
    assert "Tidak ada kode baru yang dikirim" in guest.page
    assert guest.post("/lacak/pin/kode", kode=last_code(web, OWN)).headers["Location"] == "/lacak/0"


def test_after_many_messages_nothing_tells_whether_number_and_address_belong_together(web, number, browse):
    """Page and count of messages are the same, with a code that is good and without one."""
    for item in range(MOST_A_DAY):
        for limiter in web.extensions["limiter"]:
            limiter.reset()
        ask(browse(), f"TGR-AAAA-AA{item:02}", OWN)
    seen = []
    for tried in (number, "TGR-AAAA-AAZZ"):
        for limiter in web.extensions["limiter"]:
            limiter.reset()
        web.harness.clock.forward(minutes=61)
        for _again in range(2):
            before, guest = len(mails(web)), browse()
            assert ask(guest, tried, OWN).status_code == 302
            guest.get("/lacak/pin/kode")
            seen.append((tried, len(mails(web)) - before, "Tidak ada kode baru" in guest.page))
    assert [item[1:] for item in seen] == [(1, False), (0, True)] * 2

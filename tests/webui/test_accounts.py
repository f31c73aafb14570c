"""A citizen's account on the pages: no password, one code; what is theirs in one place; who looked; taken along and deleted."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.persistence.tables.identity import WebSession
from engine.queries.people.session_owner import SessionOwner
from tests.support.account_pages import MAIL, last_code, sign_up
from tests.support.citizens import number_and_pin, send
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE, "pengaduan")
def office(web, regency):
    web.harness.deploy("pengaduan")
    return Office(web.harness, regency)


@pytest.fixture
def siti(web, browse, office):
    browser = browse()
    assert sign_up(web, browser) == "/saya"
    return browser


def fresh_again(web, browser):
    """A proof of one's identity, as the page asks for it."""
    where = browser.get("/saya/data/unduh").headers["Location"]
    where = browser.get(where).headers["Location"]
    browser.get(where)
    browser.post(where, saluran="email")
    browser.get("/masuk/warga/kode")
    return browser.post("/masuk/warga/kode", kode=last_code(web)).headers["Location"]


def test_sign_up_by_mail_and_by_telephone_in_any_spelling(web, browse, siti):
    siti.get("/saya")
    assert "Belum ada permohonan di akun Anda" in siti.page
    budi = browse()
    assert sign_up(web, budi, "+6281234567890", typed="0812-3456-7890", name="Budi") == "/saya"
    budi.get("/saya/data")
    assert "+6281234567890" in budi.page


@pytest.mark.parametrize("typed", ["", "siti", "siti@", "0812", "+1 212 555 0100", "a@b.id\r\nBcc: c@d.id", "'; drop table person --"])
def test_what_is_no_address_is_told_so_and_kept(browse, office, typed):
    browser = browse()
    browser.get("/masuk/warga")
    assert browser.post("/masuk/warga", alamat=typed).status_code == 422
    assert "Tulis alamat e-mail atau nomor ponsel" in browser.page


def test_a_wrong_code_says_how_often_it_may_be_tried(web, browse, office):
    browser = browse()
    browser.get("/masuk/warga")
    browser.post("/masuk/warga", alamat=MAIL)
    browser.get("/masuk/warga/kode")
    wrong = f"{(int(last_code(web)) + 1) % 1_000_000:06}"
    assert browser.post("/masuk/warga/kode", kode=wrong).status_code == 422
    assert "masih 2 kali" in browser.page
    for _ in range(2):
        browser.post("/masuk/warga/kode", kode=wrong)
    assert "Minta kode baru" in browser.page
    assert browser.post("/masuk/warga/kode", kode=last_code(web)).status_code == 422


def test_the_eleventh_code_for_an_address_within_the_hour_is_refused(browse, office):
    browser = browse()
    for _ in range(10):
        browser.get("/masuk/warga")
        assert browser.post("/masuk/warga", alamat=MAIL).status_code == 302
    browser.get("/masuk/warga")
    assert browser.post("/masuk/warga", alamat=MAIL).status_code == 429


def test_strangers_use_up_none_of_a_citizens_codes(web, browse, office):
    """Twenty-one other networks ask for codes for an address: its holder gets in with the last one, and is told which."""
    stranger = browse()
    for network in range(21):
        stranger.get("/masuk/warga")
        token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.page).group(1)
        form = {"csrf_token": token, "alamat": MAIL}
        assert stranger.client.post("/masuk/warga", data=form, environ_base={"REMOTE_ADDR": f"10.0.0.{network}"}).status_code == 302
    sent = len(web.harness.notifier.mails)
    holder = browse()
    holder.get("/masuk/warga")
    holder.post("/masuk/warga", alamat=MAIL)
    assert len(web.harness.notifier.mails) == sent
    holder.get("/masuk/warga/kode")
    assert "Tidak ada kode baru yang dikirim" in holder.page
    assert holder.post("/masuk/warga/kode", kode=last_code(web)).headers["Location"] == "/masuk/warga/nama"


def test_an_address_that_takes_no_mail_and_a_server_that_is_away_are_told(web, browse, office, monkeypatch):
    def away(mail, *, key):
        raise OSError

    monkeypatch.setattr(web.harness.notifier, "send", away)
    browser = browse()
    browser.get("/masuk/warga")
    assert browser.post("/masuk/warga", alamat=MAIL).status_code == 422
    assert "Kode tidak terkirim" in browser.page
    assert MAIL in browser.page


def test_after_signing_in_one_is_where_one_wanted_to_be_and_never_elsewhere(web, browse, office):
    for wanted, led in (("/layanan/pengaduan", "/layanan/pengaduan"), ("//evil.example", "/saya"), ("https://evil.example", "/saya")):
        browser = browse()
        browser.get(f"/masuk/warga?lanjut={wanted}")
        address = f"a{len(wanted)}@contoh.id"
        browser.post("/masuk/warga", alamat=address, lanjut=wanted)
        browser.get("/masuk/warga/kode")
        browser.post("/masuk/warga/kode", kode=last_code(web, address))
        browser.get("/masuk/warga/nama")
        assert browser.post("/masuk/warga/nama", nama="Siti").headers["Location"] == led


def test_what_one_sends_and_begins_is_on_ones_page(siti):
    siti.get("/saya")
    receipt = send(siti)
    siti.get(receipt)
    number, _pin = number_and_pin(siti.page)
    siti.get("/layanan/pengaduan")
    siti.post("/layanan/pengaduan/mulai")
    siti.client.delete_cookie("draf", path="/permohonan")
    siti.get("/saya")
    assert number in siti.page
    assert "Belum dikirim" in siti.page
    draft = re.search(r'action="(/saya/isian/[^"]+)"', siti.page).group(1)
    where = siti.post(draft).headers["Location"]
    assert siti.get(siti.get(where).headers["Location"]).status_code == 200
    assert siti.get(f"/saya/permohonan/{number}").headers["Location"] == "/lacak/0"
    assert siti.get("/lacak/0").status_code == 200
    assert number in siti.page


def test_a_case_from_before_is_added_from_its_tracking_page_by_who_proved_its_address(web, browse, siti, office):
    guest = browse()
    where = f"/tanda-terima/{office.send(surel='orang@lain.id')}"
    siti.get(f"{where}/lacak")
    siti.post(f"{where}/simpan")
    siti.get("/saya")
    assert "memakai alamat lain" in siti.page
    where = f"/tanda-terima/{office.send(surel=MAIL)}"
    siti.get(f"{where}/lacak")
    assert "Simpan di akun saya" in siti.page
    siti.post(f"{where}/simpan")
    siti.get("/saya")
    assert office.follow(where.rpartition("/")[2]).number in siti.page
    guest.get(f"{where}/lacak")
    assert "Simpan di akun saya" not in guest.page


def test_another_citizen_and_an_employee_find_nothing_of_it(browse, web, siti):
    receipt = send(siti)
    siti.get(receipt)
    number, _pin = number_and_pin(siti.page)
    begun = siti.post("/layanan/pengaduan/mulai").headers["Location"].split("/")[2]
    budi = browse()
    sign_up(web, budi, "budi@contoh.id", name="Budi")
    for reader in (budi, browse("bupati")):
        assert reader.get(f"/saya/permohonan/{number}").status_code == 404
        assert reader.post(f"/saya/isian/{begun}").status_code == 404
        assert number not in reader.page
    guest = browse()
    assert guest.get(f"/saya/permohonan/{number}").headers["Location"].startswith("/masuk/warga")


def test_data_saya_shows_who_looked_and_takes_everything_along(web, siti, office, browse):
    siti.get("/saya")
    receipt = office.send(actor=_actor(web, siti))
    case = office.follow(receipt).instance
    officer = browse("agendaris.diskominfo")
    officer.get(f"/kasus/{case}")
    siti.get("/saya/data")
    assert "membaca permohonan" in siti.page
    assert "Diskominfo" in siti.page or "Komunikasi" in siti.page
    answer = siti.client.get("/saya/data/unduh")
    assert answer.mimetype == "application/zip"
    content = answer.data
    answer.close()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = json.loads(archive.read("data-saya.json"))
        (told,) = data["permohonan"]
        assert data["alamat"] == {"email": MAIL}
        assert "Dewi" in told["jawaban"].values()
        assert (told["dibuka_oleh"][0]["apa"], told["keadaan"]) == ("membaca", "berjalan")
        assert len(told["berkas"]) == 3
        assert set(told["berkas"]) < set(archive.namelist())
        assert "Dewi" in archive.read("data-saya.html").decode()


def test_what_must_not_be_done_at_an_open_browser_asks_for_a_fresh_code(web, siti):
    with Session(web.harness.database) as session:
        session.execute(update(WebSession).values(proved_at=web.harness.clock.moment - timedelta(minutes=11)))
        session.commit()
    for address in ("/saya/data/unduh", "/saya/data/alamat", "/saya/data/hapus"):
        assert siti.get(address).headers["Location"].startswith("/masuk/lagi")
    assert fresh_again(web, siti) == "/saya/data/unduh"
    with siti.client.get("/saya/data/unduh") as answer:
        assert answer.status_code == 200


def test_name_and_address_are_corrected(web, siti):
    siti.get("/saya/data/nama")
    assert siti.post("/saya/data/nama", nama=" ").status_code == 422
    siti.post("/saya/data/nama", nama="Siti Aminah Putri")
    siti.get("/saya/data/alamat")
    assert siti.post("/saya/data/alamat", alamat="bukan").status_code == 422
    siti.post("/saya/data/alamat", alamat="081234567890")
    siti.get("/saya/data/alamat/kode")
    assert siti.post("/saya/data/alamat/kode", kode="x").status_code == 422
    siti.post("/saya/data/alamat/kode", kode=last_code(web, "+6281234567890"))
    siti.get("/saya/data")
    assert "Siti Aminah Putri" in siti.page
    assert "+6281234567890" in siti.page


def test_an_account_is_deleted_after_a_word_of_warning(siti):
    receipt = send(siti)
    siti.get("/saya/data/hapus")
    assert "1 permohonan tetap disimpan" in siti.page
    assert siti.post("/saya/data/hapus").status_code == 422
    assert siti.post("/saya/data/hapus", yakin="ya").headers["Location"] == "/"
    assert siti.get("/saya").headers["Location"].startswith("/masuk/warga")
    assert siti.get(receipt).status_code == 200


def _actor(web, browser):
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    return web.harness.ask(SessionOwner(token=token)).actor


def test_an_apps_code_makes_a_mailbox_not_enough(web, browse, siti):
    siti.get("/akun/kode")
    assert "Kotak tugas" not in siti.page, "citizens stay on their own pages"
    secret = re.search(r'alur-mono">([A-Z2-7]{32})<', siti.page).group(1)
    assert siti.post("/akun/kode", kode=pyotp.TOTP(secret).at(web.harness.clock.moment)).status_code == 302
    other = browse()
    other.get("/masuk/warga")
    other.post("/masuk/warga", alamat=MAIL)
    other.get("/masuk/warga/kode")
    assert other.post("/masuk/warga/kode", kode=last_code(web)).headers["Location"].startswith("/masuk/kode")
    assert other.get("/saya").headers["Location"].startswith("/masuk/kode")
    web.harness.clock.forward(seconds=60)
    other.get("/masuk/kode")
    assert other.post("/masuk/kode", rahasia=pyotp.TOTP(secret).at(web.harness.clock.moment)).headers["Location"] == "/saya"


@pytest.mark.parametrize("address", ["/statistik", "/statistik.csv", "/statistik/izin_uji", "/statistik/izin_uji.csv"])
def test_figures_of_the_offices_are_for_the_staff(web, browse, address):
    siti = browse()
    sign_up(web, siti)
    assert siti.client.get(address).status_code == 404

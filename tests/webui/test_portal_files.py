"""Files of an application: with their page or by themselves, looked at by their holder only; and a draft that goes on elsewhere."""

import io
import re

import pytest

from tests.support.citizens import FIRST, THIRD, begin
from tests.support.files import photo
from tests.support.templates import deployed


@pytest.fixture
@deployed("pengaduan")
def guest(web, browse):
    web.harness.deploy("pengaduan")
    return browse()


def second(guest):
    first = begin(guest)
    guest.get(first)
    where = guest.post(first, **FIRST).headers["Location"]
    guest.get(where)
    return where


def test_files_come_with_their_page_and_are_looked_at_before_all_is_sent(web, guest, browse):
    where = second(guest)
    assert 'enctype="multipart/form-data"' in guest.page
    bad = guest.post(where, lokasi="Cikupa", foto=[(io.BytesIO(b"<svg/>"), "foto.svg"), (io.BytesIO(photo()), "bukti.jpg")])
    assert bad.status_code == 422
    assert "Berkas foto.svg bukan PDF atau foto." in guest.page
    assert 'value="Cikupa"' in guest.page
    (kept,) = re.findall(r'name="foto" type="checkbox" value="([^"]+)" checked', guest.page)
    where = guest.post(where, lokasi="Cikupa", foto=[kept]).headers["Location"]
    guest.get(where)
    where = guest.post(where, **THIRD).headers["Location"]
    guest.get(where)
    assert ">bukti.jpg</a>" in guest.page
    address = re.search(r'href="(/permohonan/[^"]+/berkas/[^"]+)"', guest.page)[1]
    answer = guest.client.get(address)
    assert answer.mimetype == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browse().get(address).status_code == 404
    guest.get(where)
    assert guest.post(where, benar="ya").status_code == 302
    officer = browse("agendaris.diskominfo")
    officer.get(f"/tugas/{web.harness.task('verifikasi').id}")
    assert "bukti.jpg" in officer.page
    assert officer.client.get(f"/berkas/{kept}").status_code == 200
    assert browse("agendaris.dishub").get(f"/berkas/{kept}").status_code == 404


def test_a_file_is_sent_by_itself_and_an_unticked_one_is_left_out(guest):
    where = second(guest)
    address = re.sub(r"/\d$", "/berkas", where)
    answer = guest.post(address, berkas=(io.BytesIO(photo()), "a&<img onerror=alert(1)>.jpg"), isian="foto", nomor="1")
    assert answer.status_code == 200
    assert "<img" not in guest.page
    (kept,) = re.findall(r'value="([^"]+)" checked', guest.page)
    guest.get(where)
    answer = guest.post(address, berkas=(io.BytesIO(b"MZ"), "a.exe"), isian="foto")
    assert answer.status_code == 422
    assert guest.page.startswith("Berkas a.exe bukan PDF atau foto. Simpan sebagai PDF, lalu unggah lagi. Di iPhone: ")
    guest.get(where)
    assert guest.post(f"{where}/draf", foto=[kept]).status_code == 200
    guest.get(where)
    assert kept in guest.page
    guest.post(f"{where}/draf", lokasi="Mauk")
    guest.get(where)
    assert kept not in guest.page


def test_a_draft_goes_on_at_the_counter_with_its_code(web, guest, browse):
    where = second(guest)
    guest.post(re.sub(r"/\d$", "/bawa", where))
    (code,) = re.findall(r'alur-receipt__no">([^<]+)<', guest.page)
    officer = browse("agendaris.diskominfo")
    officer.get("/lanjutkan")
    assert officer.post("/lanjutkan", kode="XXXX-XXXX").status_code == 422
    assert "Kode ini tidak berlaku" in officer.page
    answer = officer.post("/lanjutkan", kode=code.lower())
    officer.get(answer.headers["Location"])
    assert "Lampu jalan padam di Cikupa" in officer.page
    assert "Mode loket" in officer.page
    guest.get(where)
    assert "Mode loket" not in guest.page

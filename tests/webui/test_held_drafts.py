"""A guest finds an application again that was begun and not sent: from home, from the service's page, by a mailed link."""

import re

import pytest

from tests.support.citizens import FIRST, begin, fill, send
from tests.support.templates import deployed

DRAFT = re.compile(r"/permohonan/[0-9a-f-]+")


@pytest.fixture
@deployed("pengaduan")
def guest(web, browse):
    web.harness.deploy("pengaduan")
    return browse()


def test_home_and_the_page_of_the_service_lead_back_to_what_was_begun(guest, browse):
    first = begin(guest)
    guest.get(first)
    guest.post(first, **FIRST)
    for page in ("/", "/layanan/pengaduan"):
        guest.get(page)
        assert "Isian Anda yang belum dikirim" in guest.page
        where = re.search(r'href="(/permohonan/[0-9a-f-]+)">Lanjutkan', guest.page).group(1)
    assert guest.get(where).headers["Location"] == f"{where}/2"  # the first page that is not complete
    stranger = browse()
    stranger.get("/")
    assert "belum dikirim" not in stranger.page
    assert stranger.get(where).status_code == 404


def test_begin_opens_no_second_one_unasked(guest):
    first = begin(guest)
    guest.get("/layanan/pengaduan")
    assert guest.post("/layanan/pengaduan/mulai").headers["Location"] == "/layanan/pengaduan"
    guest.get("/layanan/pengaduan")
    assert "Anda sudah memulai permohonan ini" in guest.page
    other = guest.post("/layanan/pengaduan/mulai", baru="ya").headers["Location"]
    assert DRAFT.match(other).group() != DRAFT.match(first).group()


def test_what_was_sent_or_taken_off_this_device_is_not_offered(guest):
    send(guest)
    guest.get("/")
    assert "belum dikirim" not in guest.page
    draft = DRAFT.match(begin(guest)).group()
    guest.get("/")
    assert guest.post(f"{draft}/lepas").status_code == 302
    guest.get("/")
    assert "yang belum dikirim" not in guest.page
    assert guest.get(draft).status_code == 404


def test_a_counter_shows_nobodys_application(guest, browse):
    officer = browse("agendaris.setda")
    begin(officer)
    officer.get("/layanan/pengaduan")
    assert "Isian Anda yang belum dikirim" not in officer.page


def test_a_mailed_link_opens_the_application_on_another_device_after_a_press(web, guest, browse):
    draft = DRAFT.match(fill(guest, begin(guest))).group()
    guest.get(f"{draft}/1")
    guest.post(f"{draft}/bawa")
    assert "Kirim tautan" in guest.page
    assert guest.post(f"{draft}/tautan", alamat="bukan alamat").status_code == 422
    assert 'href="#alamat"' in guest.page
    assert guest.post(f"{draft}/tautan", alamat="dewi@contoh.id").status_code == 302
    mail = [item for item in web.harness.notifier.mails.values() if item.to == "dewi@contoh.id"][-1]
    link = re.search(r"/lanjutkan/\S+", mail.text).group()
    phone = browse()
    phone.get(link)
    assert phone.get(draft).status_code == 404  # looking at the link gives nothing
    phone.get(link)
    assert phone.post(link).status_code == 302
    assert phone.get(draft).headers["Location"] == f"{draft}/periksa"
    phone.get(link[:-1] + "x")
    assert phone.post(link[:-1] + "x").status_code == 404
    phone.get(f"{draft}/periksa")
    phone.post(f"{draft}/periksa", benar="ya")
    other = browse()
    other.get(link)
    assert other.post(link).status_code == 404  # it was sent

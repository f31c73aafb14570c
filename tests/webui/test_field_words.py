"""What axe does not see of a field: what browsers may fill in, its keyboard, its direction, and the words of its rules and label."""

import re

import pytest

from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from processes.izin_reklame.tests.permit import Permit
from tests.support.citizens import begin
from tests.support.templates import deployed


def control(page, key):
    return re.search(rf'<(?:input|textarea)[^>]*\bid="{key}"[^>]*>', page).group()


@pytest.fixture
@deployed(*PERMIT, "pengaduan")
def guest(web, regency, browse):
    Permit(web.harness, regency)
    web.harness.deploy("pengaduan")
    return browse()


def first_page(browser):
    browser.get("/layanan/izin-reklame")
    where = browser.post("/layanan/izin-reklame/mulai").headers["Location"]
    browser.get(where)
    return where


def test_browsers_may_fill_in_what_is_asked_about_their_user(guest):
    first_page(guest)
    for key, token in {"nama": "name", "nama_usaha": "organization", "surel": "email", "telepon": "tel"}.items():
        assert f'autocomplete="{token}"' in control(guest.page, key), key
    assert "autocomplete" not in control(guest.page, "nik")


def test_at_a_counter_nothing_of_the_officer_is_filled_in(guest, browse):
    officer = browse("agendaris.diskominfo")
    first_page(officer)
    assert "autocomplete" not in control(officer.page, "nama")


def test_keyboards_and_direction_follow_the_field(guest):
    where = first_page(guest)
    for key, keyboard in {"nik": "numeric", "npwp": "numeric", "surel": "email", "telepon": "tel"}.items():
        assert f'inputmode="{keyboard}"' in control(guest.page, key), key
    for key in ("nama", "surel"):
        assert 'dir="auto"' in control(guest.page, key), key
    guest.get(re.sub(r"1$", "3", where))
    assert 'inputmode="decimal"' in control(guest.page, "panjang")
    assert 'inputmode="numeric"' in control(guest.page, "unit")


def test_each_rule_has_a_sentence_of_its_own(guest):
    where = re.sub(r"1$", "3", first_page(guest))
    guest.get(where)
    assert guest.post(where, panjang="4,123456", lebar="abc", unit="2,5", sisi="0").status_code == 422
    assert "Berapa buah: isi bilangan bulat, tanpa koma." in guest.page
    assert "paling banyak 0 angka" not in guest.page
    assert "?:" not in re.sub(r"<[^>]*>", "", guest.page)
    assert "Jawab pertanyaan ini: Berapa hari?" in guest.page
    assert "terlalu banyak angka di belakang koma; paling banyak 2" in guest.page
    guest.client.set_cookie("bahasa", "en")
    guest.post(where, panjang="4", lebar="4", unit="2,5", sisi="1")
    assert "write a whole number, without a comma" in guest.page


def label(page, key):
    return re.search(rf'<label[^>]*for="{key}"[^>]*>(.*?)</label>', page, re.DOTALL).group(1)


def test_a_label_does_not_say_that_a_field_may_be_empty_which_a_rule_demands(guest):
    """Its rule asks for the drawing of a permanent sign of 16 m² or more."""
    where = first_page(guest)
    size, files = (re.sub(r"1$", number, where) for number in ("3", "5"))
    for length, optional in (("3", True), ("8", False)):
        guest.get(size)
        guest.post(size, panjang=length, lebar="4", sisi="1", unit="1", hari="365")
        guest.get(files)
        assert ("boleh kosong" in label(guest.page, "konstruksi")) is optional, length
    last = re.sub(r"1$", "3", begin(guest))
    guest.get(last)
    assert "boleh kosong" not in label(guest.page, "nama")

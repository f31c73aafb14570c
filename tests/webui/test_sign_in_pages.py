"""Signing in by the pages: back to where one was going, never elsewhere; slowed guesses; the second factor."""

import re

import pyotp
import pytest


def test_guests_are_asked_to_sign_in_and_come_back_to_their_page(browse, registered):
    _registrar, case = registered
    guest = browse()
    answer = guest.get(case)
    assert answer.status_code == 302
    guest.get(answer.headers["Location"])
    after = re.search(r'name="lanjut" value="([^"]+)"', guest.page).group(1)
    answer = guest.post("/masuk", email="agendaris.setda@tangerangkab.example", sandi="kata sandi yang panjang", lanjut=after)
    assert answer.headers["Location"] == case


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(browse, target):
    guest = browse()
    guest.get("/masuk")
    answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="kata sandi yang panjang", lanjut=target)
    assert answer.headers["Location"] == "/pimpinan"


def test_an_absolute_address_of_this_site_is_one_of_this_site(browse):
    """A form's referrer is absolute: the operator who proved themselves stood in the inbox with nothing done."""
    for target, led in (
        ("http://localhost/cari?kata=x", "/cari?kata=x"),
        ("http://localhost.evil.example/", "/pimpinan"),
        ("http://localhost//evil", "/pimpinan"),
    ):
        guest = browse()
        guest.get("/masuk")
        answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="kata sandi yang panjang", lanjut=target)
        assert answer.headers["Location"] == led


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(browse):
    guest = browse()
    guest.get("/masuk")
    answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="salah")
    assert answer.status_code == 422
    assert "bupati@tangerangkab.example" in guest.page
    assert "tidak cocok" in guest.page


def test_guessing_passwords_is_slowed_down(browse):
    guest = browse()
    guest.get("/masuk")
    codes = [guest.post("/masuk", email="sekda@tangerangkab.example", sandi=f"coba {n}").status_code for n in range(12)]
    assert codes[:10] == [422] * 10
    assert codes[10:] == [429] * 2


def test_a_second_factor_is_set_up_asked_for_and_ended(browse, web):
    person, clock = browse("bupati"), web.harness.clock
    person.get("/akun/kode")
    secret = re.search(r'alur-mono">([A-Z2-7]{32})<', person.page).group(1)
    assert person.post("/akun/kode", kode="000000").status_code == 422
    assert person.post("/akun/kode", kode=pyotp.TOTP(secret).at(clock.moment)).status_code == 302
    guest = browse()
    guest.get("/masuk")
    answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="kata sandi yang panjang")
    assert "/masuk/kode" in answer.headers["Location"]
    assert "/masuk/kode" in guest.get("/tugas").headers["Location"]
    guest.get("/masuk/kode")
    assert guest.post("/masuk/kode", rahasia="123456").status_code == 422
    clock.forward(seconds=31)
    assert guest.post("/masuk/kode", rahasia=pyotp.TOTP(secret).at(clock.moment)).headers["Location"] == "/pimpinan"
    assert guest.get("/tugas").status_code == 200
    guest.get("/akun/kode")
    clock.forward(seconds=31)
    assert guest.post("/akun/kode", kode=pyotp.TOTP(secret).at(clock.moment)).status_code == 302
    guest.get("/akun")
    assert "Belum aktif" in guest.page

"""Somebody pays too little, too much or twice: the tracking page says so at once, with what to do, and the treasurer sends it back."""

import re

import pytest

from tests.support.cashier import AMOUNT, Cashier
from tests.support.papers import text_of
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def cashier(web, regency):
    return Cashier(Office(web.harness, regency))


@pytest.fixture
def where(cashier):
    return f"/tanda-terima/{cashier.receipt}/lacak"


def test_a_short_payment_is_told_with_what_is_missing_and_how_to_pay_it(cashier, where, browse):
    guest = browse()
    guest.get(where)
    assert "Cara membayar: Bank Contoh Banten (ATM)" in guest.page
    assert f"Masukkan {cashier.bill.va}." in guest.page
    assert "keberatan tertulis" in guest.page
    cashier.say("A", AMOUNT - 1000)
    guest.get(where)
    assert "Bayar kekurangannya Rp1.000 sebelum" in guest.page
    assert "Rp149.000 sudah kami terima, tetapi kurang." in guest.page
    assert "harus Rp1.000" in guest.page, "the steps of the bank name what is missing"
    assert "Kode QRIS tidak dapat dipakai lagi" in guest.page
    guest.client.set_cookie("bahasa", "en")
    guest.get(where)
    assert "Pay the missing Rp1,000 before" in guest.page
    guest.client.set_cookie("bahasa", "id")
    cashier.say("B", 1000)
    guest.get(where)
    assert "Lunas: Rp150.000" in guest.page
    assert re.search(r"Rp149\.000 dibayar [^<]+ dan dihitung", guest.page)


def test_money_is_asked_back_and_sent_back(cashier, where, browse):
    cashier.say("A")
    cashier.say("B")
    guest = browse()
    guest.get(where)
    assert "diterima sekali lagi, padahal tagihan ini sudah lunas" in guest.page
    form = re.search(r'href="([^"]+/pengembalian/B)"', guest.page).group(1)
    guest.get(form)
    assert "Minta Rp150.000 kembali" in guest.page
    assert guest.post(form, bank="", rekening="12", pemilik="Dewi").status_code == 422
    for field in ("bank", "rekening"):
        assert f'href="#{field}"' in guest.page
    assert 'value="Dewi"' in guest.page
    assert guest.post(form, bank="Bank Contoh", rekening="1234 5678 90", pemilik="Dewi").headers["Location"] == where
    guest.get(where)
    assert "rekening ******7890" in guest.page
    assert "1234567890" not in guest.page
    treasurer = browse("bendahara.bapenda")
    treasurer.get("/kas")
    assert "rekening 1234567890, atas nama Dewi" in treasurer.page
    assert treasurer.post("/kas/kembalikan", bukti="B", transfer="x").status_code == 422
    assert "Tulis nomor transfernya" in treasurer.page
    assert treasurer.post("/kas/kembalikan", bukti="B", transfer="TRF-001").status_code == 302
    assert treasurer.post("/kas/kembalikan", bukti="B", transfer="TRF-001").status_code == 422
    assert treasurer.post("/kas/kembalikan", bukti="?", transfer="TRF-001").status_code == 404
    guest.get(where)
    assert "nomor transfer TRF-001" in guest.page
    assert guest.get(form).status_code == 404
    assert guest.get(form.replace("/B", "/X")).status_code == 404


def test_too_much_is_accepted_on_the_treasurers_page(cashier, where, browse):
    cashier.say("A", AMOUNT + 500)
    guest, treasurer = browse(), browse("bendahara.bapenda")
    guest.get(where)
    assert "Jangan membayar lagi." in guest.page
    treasurer.get("/kas")
    assert "Terima sebagai lunas, kembalikan Rp500" in treasurer.page
    assert treasurer.post("/kas/terima", bukti="A").status_code == 302
    assert treasurer.post("/kas/terima", bukti="A").status_code == 422
    assert treasurer.post("/kas/terima", bukti="?").status_code == 404
    treasurer.get("/kas")
    assert "Kelebihan bayar" in treasurer.page
    guest.get(where)
    assert "Rp500 Anda bayar terlalu banyak." in guest.page


def test_the_assessment_and_the_proof_of_payment_can_be_kept(cashier, where, browse):
    guest = browse()
    guest.get(where)
    (assessment,) = re.findall(r'href="([^"]+/ketetapan\.pdf)"', guest.page)
    assert "bukti.pdf" not in guest.page
    assert guest.get(assessment.replace("ketetapan", "bukti")).status_code == 404
    text = text_of(guest.client.get(assessment))
    for said in ("Ketetapan", "Rp150.000", "seratus lima puluh ribu rupiah", cashier.bill.va, "keberatan tertulis", "Batas bayar"):
        assert said in text, said
    cashier.say("A")
    guest.get(where)
    (proof,) = re.findall(r'href="([^"]+/bukti\.pdf)"', guest.page)
    text = text_of(guest.client.get(proof))
    for said in ("Bukti bayar", "Rp150.000", "A", "lunas menurut kabar bank"):
        assert said in text, said
    stranger = browse()
    assert stranger.get(re.sub("tanda-terima/[^/]+", "lacak/0", proof)).status_code == 404

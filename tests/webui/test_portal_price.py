"""The last page before an application is sent says what it will cost, or that this cannot be computed; it is sent all the same."""

import re
from dataclasses import replace

import pytest

from casework.applications.queries import application_form
from engine.dmn.decision import Decision
from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from processes.izin_reklame.tests.permit import Permit
from tests.support.citizens import begin, fill
from tests.support.papers import text_of
from tests.support.tables import model
from tests.support.templates import deployed

UNKNOWN = "Perkiraan tidak dapat dihitung dari jawaban Anda. Anda tetap dapat mengirim; petugas menetapkan jumlahnya."
ENGLISH = "The estimate cannot be computed from your answers. You can send them all the same; an officer sets the amount."


@pytest.fixture
@deployed("pengaduan")
def guest(web, browse):
    web.harness.deploy("pengaduan")
    return browse()


@pytest.fixture
def priced(monkeypatch):
    """Gives the service a decision on its price: an expression over the answers."""
    opened = application_form.open_service

    def by(expression):
        decision = Decision("harga", model(f"<literalExpression><text>{expression}</text></literalExpression>", name="harga"))

        def open_priced(*given):
            loaded, service = opened(*given)
            return replace(loaded, decisions={**loaded.decisions, "harga": decision}), replace(service, preview="harga")

        monkeypatch.setattr(application_form, "open_service", open_priced)

    return by


def test_a_price(guest, priced):
    priced("750000 * 2")
    guest.get(fill(guest, begin(guest)))
    assert "Perkiraan biaya: Rp1.500.000" in guest.page
    assert UNKNOWN not in guest.page


@pytest.mark.parametrize("expression", ['"gratis" * 2', "hal + 1"])
def test_a_price_that_cannot_be_computed_is_told_and_hinders_nobody(guest, priced, expression):
    priced(expression)
    last = fill(guest, begin(guest))
    guest.get(last)
    assert UNKNOWN in guest.page
    assert "Perkiraan biaya:" not in guest.page
    assert guest.post(last, benar="ya").status_code == 302


def test_it_is_told_in_english(guest, priced):
    priced('"gratis" * 2')
    guest.get("/")
    guest.post("/bahasa", bahasa="en", lanjut="/")
    guest.get(fill(guest, begin(guest)))
    assert ENGLISH in guest.page


@deployed(*PERMIT)
def test_a_service_shows_what_usual_applications_cost_and_how_its_result_looks(web, regency, browse):
    Permit(web.harness, regency)
    guest = browse()
    page = guest.get("/layanan/izin-reklame").text
    rows = re.findall(r"<dt>([^<]+)</dt><dd>(Rp[^<]+)</dd>", page)
    assert rows == [
        ("2 × 3 m, satu sisi, jalan kabupaten, satu tahun", "Rp375.000"),
        ("4 × 6 m, satu sisi, jalan kabupaten, satu tahun", "Rp1.500.000"),
    ]
    assert 'href="/layanan/izin-reklame/contoh"' in page
    answer = guest.client.get("/layanan/izin-reklame/contoh")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer)
    for words in ("CONTOH", "IZIN PENYELENGGARAAN REKLAME", "Kedai Contoh", "tidak berlaku hukum"):
        assert words in text, words
    guest.post("/bahasa", bahasa="en", lanjut="/")
    assert "4 × 6 m, one side, regency road, one year" in guest.get("/layanan/izin-reklame").text
    # next year the tariff of that year counts, and where none is set no amount is promised
    web.harness.clock.forward(days=365 * 2)
    assert "Rp1.500.000" not in guest.get("/layanan/izin-reklame").text


def test_a_service_without_examples_has_no_table_and_no_sample(guest):
    assert "Contoh biaya" not in guest.get("/layanan/pengaduan").text
    assert "Lihat dahulu" not in guest.page
    assert guest.get("/layanan/pengaduan/contoh").status_code == 404

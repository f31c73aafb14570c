"""The last page before an application is sent says what it will cost, or that this cannot be computed; it is sent all the same."""

from dataclasses import replace

import pytest

from casework.applications.queries import application_form
from engine.dmn.decision import Decision
from tests.support.citizens import begin, fill
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

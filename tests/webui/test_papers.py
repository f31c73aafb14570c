"""Papers that an applicant may keep: they say what the page says, in the reader's language, and open nothing by themselves."""

import re

import pytest

from tests.support.papers import text_of
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def receipt(web, regency):
    return Office(web.harness, regency).send()


def test_the_receipt_as_a_pdf_has_number_dates_and_what_comes_next_but_no_pin(receipt, browse):
    guest = browse()
    guest.get(f"/tanda-terima/{receipt}")
    number, pin = re.findall(r'alur-receipt__no">([^<]+)<', guest.page)
    assert f'href="/tanda-terima/{receipt}/pdf"' in guest.page
    answer = guest.client.get(f"/tanda-terima/{receipt}/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = text_of(answer)
    for said in (number, "Tanda terima permohonan", "2026", "Selanjutnya", f"/lacak?nomor={number}", "PEMERINTAH KABUPATEN TANGERANG"):
        assert said in text, said
    assert pin not in text
    guest.client.set_cookie("bahasa", "en")
    assert "Receipt of an application" in text_of(guest.client.get(f"/tanda-terima/{receipt}/pdf"))
    assert guest.get("/tanda-terima/tidak-ada/pdf").status_code == 404

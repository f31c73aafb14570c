"""What can be read in two ways is asked back on the page: a button for each reading sends the same form, and nothing that was typed is lost."""

import html
import re

import pytest

from tests.support.citizens import FIRST, begin
from tests.support.templates import deployed
from webui.tasklist.answers import collect


@pytest.fixture
@deployed("pengaduan")
def guest(web, browse):
    web.harness.deploy("pengaduan")
    return browse()


@pytest.fixture
def clerk(browse):
    return browse("agendaris.setda")


def readings(page):
    """What each button sends and says."""
    found = re.findall(r'<button class="govuk-button govuk-button--secondary" type="submit" name="maksud" value="([^"]*)">([^<]*)<', page)
    return {html.unescape(sent): said for sent, said in found}


def second_page(guest):
    first = begin(guest)
    guest.get(first)
    where = guest.post(first, **FIRST).headers["Location"]
    guest.get(where)
    return where


def test_a_year_of_two_digits_is_asked_back_with_the_days(guest):
    where = second_page(guest)
    typed = {
        "lokasi": "Jalan Raya Serang Km 12",
        "tanggal_kejadian-day": "1",
        "tanggal_kejadian-month": "Jan",
        "tanggal_kejadian-year": "26",
    }
    assert guest.post(where, **typed).status_code == 422
    assert readings(guest.page) == {
        "tanggal_kejadian=2026-01-01": "Kamis, 1 Januari 2026",
        "tanggal_kejadian=1926-01-01": "Jumat, 1 Januari 1926",
    }
    for kept in ("Jalan Raya Serang Km 12", 'value="Jan"', 'value="26"'):
        assert kept in guest.page
    # the Enter key presses the first button of a form: it must be one that chooses nothing
    form = guest.page[guest.page.index("data-draft=") :]
    assert "name=" not in re.search(r"<button[^>]*>", form).group()
    answer = guest.post(where, **typed, maksud="tanggal_kejadian=2026-01-01")
    assert answer.status_code == 302
    guest.get(re.sub(r"\d+$", "periksa", answer.headers["Location"]))
    assert "Kamis, 1 Januari 2026" in guest.page


@pytest.mark.parametrize(
    ("typed", "shown"), [("2026-1-1", "Kamis, 1 Januari 2026"), ("5/6/2026", "Jumat, 5 Juni 2026"), ("17 Mei 2026", "Minggu, 17 Mei 2026")]
)
def test_the_check_page_shows_a_day_as_it_counts(guest, typed, shown):
    where = second_page(guest)
    # pasted whole into the first control
    answer = guest.post(where, lokasi="Jalan", **{"tanggal_kejadian-day": typed})
    assert answer.status_code == 302, guest.page
    guest.get(re.sub(r"\d+$", "periksa", answer.headers["Location"]))
    assert shown in guest.page


def test_what_was_pasted_stays_where_it_was_refused(guest):
    where = second_page(guest)
    assert guest.post(where, lokasi="Jalan", **{"tanggal_kejadian-day": "kemarin sore"}).status_code == 422
    assert 'value="kemarin sore"' in guest.page


def test_a_number_is_asked_back_and_the_case_starts_with_the_chosen_one(clerk):
    clerk.get("/mulai/surat_masuk")
    letter = {"jumlah_lampiran": "1,000"}
    assert clerk.post("/mulai/surat_masuk", **letter).status_code == 422
    assert readings(clerk.page) == {"jumlah_lampiran=1": "1", "jumlah_lampiran=1.000": "1000"}
    assert "Jumlah lampiran: 1,000 dapat berarti 1 atau 1.000. Pilih yang Anda maksud." in clerk.page
    assert clerk.post("/mulai/surat_masuk", **letter, maksud="jumlah_lampiran=1.000").status_code == 422, "others are missing"
    assert readings(clerk.page) == {}
    assert 'value="1.000"' in clerk.page


def test_a_place_that_was_pasted_into_one_field_fills_both(web):
    halves = [{"type": "number", "key": which, "decimalDigits": 6, "properties": {"appearance": which}} for which in ("lat", "lon")]
    with web.test_request_context("/", method="POST", data={"lat": "https://www.google.com/maps/@-6.1783,106.6319,17z", "lon": ""}):
        assert collect({"id": "f", "components": halves}) == ({"lat": "-6,1783", "lon": "106,6319"}, [])


@pytest.mark.parametrize(
    "meant", ["", "jumlah_lampiran", "=", "=1", "tidak_ada=1", "jumlah_lampiran=sepuluh", "berkas=x", "jumlah_lampiran=" + "9" * 5000]
)
def test_a_forged_choice_is_an_answer_like_any_other(clerk, meant):
    clerk.get("/mulai/surat_masuk")
    assert clerk.post("/mulai/surat_masuk", jumlah_lampiran="1,000", maksud=meant).status_code == 422

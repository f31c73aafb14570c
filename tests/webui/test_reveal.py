"""Hidden data on the pages: masked for whoever works on the case, shown for a reason, never cached, never to others."""

import re

import pytest

from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed

NIK, MASK = "3603121208900123", "3603********0123"


@pytest.fixture
@deployed(*OFFICE)
def case(web, regency):
    office = Office(web.harness, regency)
    return office.follow(office.send(nik=NIK)).instance


def test_it_is_shown_for_a_reason_only(web, browse, case):
    officer = browse(OFFICER)
    officer.get(f"/kasus/{case}")
    assert MASK in officer.page
    assert NIK not in officer.page
    where = re.search(r'href="(/kasus/[^"]+/rahasia/[^"]+)"', officer.page).group(1)
    officer.get(where)
    assert officer.post(where, alasan="cek").status_code == 422
    assert "10 sampai 300 huruf" in officer.page
    assert NIK not in officer.page
    answer = officer.post(where, alasan="Mencocokkan dengan KTP asli")
    assert NIK in officer.page
    assert answer.headers["Cache-Control"] == "no-store"
    for other in ("agendaris.dishub", "bupati"):
        somebody = browse(other)
        assert somebody.get(where).status_code == 404
        assert somebody.post(where, alasan="Mencocokkan dengan KTP asli").status_code == 404


def test_a_task_shows_the_mask(web, browse, case):
    officer = browse(OFFICER)
    officer.get(f"/tugas/{web.harness.task('periksa').id}")
    assert MASK in officer.page
    assert NIK not in officer.page


def test_what_is_typed_is_shown_to_who_typed_it_and_nobody_else(browse, web, case):
    citizen = browse()
    citizen.get("/layanan/izin-uji")
    first = citizen.post("/layanan/izin-uji/mulai").headers["Location"]
    citizen.get(first)
    assert citizen.post(first, jenis="biasa", nama="Siti", nik="123").status_code == 422
    assert "123" in citizen.page
    assert citizen.post(first, jenis="biasa", nama="Siti", nik=NIK).status_code == 302
    assert browse().get(first).status_code == 404

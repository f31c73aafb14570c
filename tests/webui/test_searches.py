"""Looking for a letter by a part of its number, for a service with a typing error, and what nobody found is counted."""

import pytest
from sqlalchemy import select

from casework.services.commands.record_missed_search import RecordMissedSearch
from casework.services.queries.missed_search_list import FEWEST, MissedSearchList
from casework.services.tables import MissedSearch
from engine.model.actor import GUEST
from engine.model.errors import Forbidden
from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from processes.izin_reklame.tests.permit import Permit
from tests.support.letters import ANSWERS, pdf
from tests.support.templates import deployed


@pytest.fixture
def letters(web, browse):
    registrar = browse("agendaris.setda")
    for subject, number, sender in (
        ("Permintaan data drainase", "B/1187/300.2.3/2026", "Sutrisno Contoh"),
        ("Undangan rapat", "B/22/100.3/2026", "Dinas Perhubungan Provinsi"),
    ):
        registrar.get("/mulai/surat_masuk")
        answer = registrar.post(
            "/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "hal": subject, "nomor_surat": number, "pengirim": sender}
        )
        assert answer.status_code == 302, registrar.page
    web.harness.run_jobs()
    return registrar


def test_a_part_of_a_number_or_name_and_a_typing_error_find_a_letter(letters, browse):
    for typed, found, alike in (
        ("1187", True, False),
        ("1187/300", True, False),
        ("Sutris", True, False),
        ("drainase", True, False),
        ("drianase", True, True),
        ("data drainasse", True, True),
        ("qqqqqq", False, False),
        ("%", False, False),
    ):
        letters.get("/cari", query_string={"kata": typed})
        assert ("Permintaan data drainase" in letters.page) is found, typed
        assert ("Undangan rapat" in letters.page) is False, typed
        assert ("tulisannya mirip" in letters.page) is alike, typed
    stranger = browse("agendaris.dinkes")
    for typed in ("1187", "drianase"):
        stranger.get("/cari", query_string={"kata": typed})
        assert "Permintaan data drainase" not in stranger.page


@pytest.fixture
@deployed(*PERMIT, "pengaduan")
def guest(web, regency, browse):
    Permit(web.harness, regency)
    web.harness.deploy("pengaduan")
    return browse()


def links(page):
    return page.partition("<section")[2].partition("Tidak ditemukan")[0]


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("jalan berlubang", "pengaduan"),
        ("ijin reklame", "izin-reklame"),
        ("sapnduk", "izin-reklame"),
        ("cara pasang spanduk", "izin-reklame"),
        ("pajak", "izin-reklame"),
        ("lapor jalan yang berlubang", "pengaduan"),
    ],
)
def test_services_are_found_as_people_write(guest, typed, service):
    guest.get("/layanan", query_string={"cari": typed})
    assert f'href="/layanan/{service}"' in links(guest.page)


def test_what_is_not_done_here_is_answered_with_where(guest):
    guest.get("/layanan?cari=KTP")
    assert "diurus di loket kecamatan mana pun" in guest.page
    guest.client.set_cookie("bahasa", "en")
    guest.get("/layanan?cari=ktp")
    assert "done at any district counter" in guest.page


def test_what_nobody_found_is_counted_without_anything_personal(web, guest, browse, regency):
    for typed in (
        "Beasiswa",
        "beasiswa ",
        "BEASISWA",
        "zakat",
        "3603121208900123",
        "rumah pak budi di cikupa rt 3",
        "a@b.example",
        "x" * 90,
    ):
        guest.get("/layanan", query_string={"cari": typed})
    rows = {row.text: row.count for row in web.harness._all(select(MissedSearch))}
    assert rows == {"beasiswa": 3, "zakat": 1}
    analyst = browse("kabid.diskominfo.1")
    analyst.get("/perancang/pencarian")
    assert "beasiswa" in analyst.page
    assert "zakat" not in analyst.page, f"fewer than {FEWEST} could be one person"
    with pytest.raises(Forbidden):
        web.harness.ask(MissedSearchList(), GUEST)
    web.harness.clock.forward(days=181)
    assert web.harness.execute(RecordMissedSearch(text="zakat"), GUEST) == {"counted": True}
    assert {row.text for row in web.harness._all(select(MissedSearch))} == {"zakat"}

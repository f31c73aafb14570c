"""First days of the people who draw the procedures. Told in docs/stories.md."""

import re

import pytest

from tests.support.analyst import BPMN, NOTE, SECOND, WRITER, renamed
from tests.support.templates import deployed

KIND = "application/xml"


@pytest.fixture
@deployed("kelengkapan")
def sari(web, story):
    web.harness.deploy("kelengkapan")
    return story(WRITER).goes("/perancang")


def begin(somebody):
    """A draft of the package that everybody has."""
    with somebody.page.expect_navigation(wait_until="load"):
        somebody.page.locator("form[action*='kelengkapan/mulai'] button").first.click()
    return somebody


def new_draft(somebody, name, starter):
    somebody.presses("Paket baru").fills(nama=name).page.locator(f"input[value={starter}]").check(force=True)
    return somebody.presses("Buat draf")


def test_her_first_service_is_not_ready_and_she_is_told_why(sari):
    new_draft(sari, "Izin keramaian", "layanan").reads("Standar pelayanan belum memuat: Persyaratan, Prosedur")
    sari.reads("Setiap tugas ada yang mengembannya : belum")
    if sari.page.locator("#catatan").count():
        sari.fills(catatan=NOTE).presses("Usulkan").reads("Ada yang perlu diperbaiki")
    sari.goes("/perancang").reads("Izin keramaian", "Belum pernah", "Dikerjakan")


def test_her_first_procedure_is_used_on_the_same_day(web, sari, story):
    where = new_draft(sari, "Izin lembur", "permohonan").path
    sari.presses("Uji jalan").reads_nowhere("merah").goes(where).fills(catatan=NOTE).presses("Usulkan")
    tono = story(SECOND).goes(where).presses("Lihat perubahan").reads(NOTE)
    web.harness.clock.forward(minutes=1)
    tono.presses("Setujui dan terbitkan").reads("Diterbitkan")
    story("kabid.dbmsda.2").presses("Izin lembur").reads("Izin lembur")


def test_she_cannot_approve_what_she_wrote(sari):
    begin(sari).takes("berkas", "kelengkapan.bpmn", renamed(), KIND).presses("Simpan ke draf").reads("Berubah: Periksa kelengkapan berkas")
    sari.fills(catatan="x").presses("Usulkan").reads("10 sampai 2000 huruf").fills(catatan=NOTE).presses("Usulkan")
    sari.reads("menunggu persetujuan").reads_nowhere("Setujui dan terbitkan")


def test_the_change_was_a_mistake_and_is_taken_back(web, sari, story):
    where = begin(sari).path
    sari.takes("berkas", "kelengkapan.bpmn", renamed(), KIND).presses("Simpan ke draf").fills(catatan=NOTE).presses("Usulkan")
    tono = story(SECOND).goes(where).presses("Lihat perubahan")
    web.harness.clock.forward(minutes=1)
    tono.presses("Setujui dan terbitkan").goes(where)
    web.harness.clock.forward(minutes=1)
    with tono.page.expect_navigation(wait_until="load"):
        tono.page.locator("form[action*='/berlakukan'] button").first.click()
    tono.goes("/perancang").reads("Versi 3")
    story("bupati").goes("/perubahan").reads(NOTE)


def test_a_file_that_is_no_diagram_changes_nothing(sari):
    begin(sari).takes("berkas", "kelengkapan.bpmn", b"<html/>", KIND).presses("Simpan ke draf").reads("Berkas tidak disimpan", "BPMN 2.0")
    assert sari.eye.context.request.get(f"{sari.page.url.removesuffix('/berkas')}/berkas/kelengkapan.bpmn").body() == BPMN


def test_a_typing_error_in_a_formula_is_shown_with_its_place(sari):
    wrong = BPMN.replace(b"percobaan + 1", b"percobaan +")
    begin(sari).takes("berkas", "kelengkapan.bpmn", wrong, KIND).presses("Simpan ke draf").reads("Rumus FEEL salah tulis")
    sari.takes("berkas", "kelengkapan.bpmn", BPMN, KIND).presses("Simpan ke draf").reads_nowhere("Rumus FEEL salah tulis")


def test_her_colleague_only_reads_while_she_writes(sari, story):
    where = begin(sari).takes("berkas", "kelengkapan.bpmn", renamed(), KIND).presses("Simpan ke draf").path
    tono = story(SECOND).goes(where).reads("sedang mengubah draf ini", "Anda dapat membacanya.").reads_nowhere("Simpan ke draf")
    tono.goes("/perancang").reads("oleh ")


def test_a_trial_stops_and_says_where(sari):
    begin(sari).presses("Uji jalan").fills(nama="Tanpa pemeriksa").presses("Mulai uji").fills(lain="{rusak").presses("Mulai kasus uji")
    sari.reads("Ada yang perlu diperbaiki" if "Ada yang" in sari.text else "Langkah itu tidak dapat diambil")
    sari.fills(lain='{pemeriksa: "kabid@bidang.diskominfo.2"}').presses("Mulai kasus uji").reads("Kepala Bidang Aplikasi Informatika")
    sari.fills(kelengkapan="lengkap").presses("Selesaikan tugas ini").reads("Selesai.")
    sari.presses("Ulangi dari awal").reads("Belum ada langkah.")


def test_what_people_looked_for_and_did_not_find(sari, story):
    for _ in range(3):
        story().goes("/layanan").fills(cari="beasiswa").presses("Cari")
    sari.goes("/perancang").presses("Yang dicari warga dan tidak ditemukan").reads("beasiswa")


def test_who_has_no_business_in_the_workshop_is_led_home(story, registered):
    bupati = story("bupati", width=360).goes("/perancang").reads("Halaman tidak ditemukan")
    bupati.presses("Kembali ke kotak tugas").reads("Kotak tugas")


def test_two_begin_a_draft_of_the_same_procedure(sari, story):
    tono = story(SECOND).goes("/perancang")
    begin(sari)
    begin(tono).reads("Draf")
    assert re.sub(r".*/draf/", "", tono.path) == re.sub(r".*/draf/", "", sari.path), "one draft, not two"

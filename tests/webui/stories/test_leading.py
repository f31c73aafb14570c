"""First days of those who lead and of those who share a queue. Told in docs/stories.md."""

from uuid import uuid4

import pytest

from casework.figures.count_figures import count_figures
from demo.organisation import identifier
from engine.persistence.tables.identity import Holding, Person, Position
from engine.testing.harness import NOON
from tests.support.letters import ANSWERS, pdf
from tests.support.permit_office import OFFICER, PACKAGES, Office
from tests.support.templates import deployed


@pytest.fixture
def letters(web, browse):
    """Two letters wait for the bupati: one that everybody may know of, and a secret one."""
    registrar = browse("agendaris.setda")
    for number, changes in enumerate(({"hal": "Perbaikan jembatan"}, {"hal": "Laporan intelijen", "sifat": "R"})):
        registrar.get("/mulai/surat_masuk")
        letter = {**ANSWERS, **changes, "nomor_surat": f"B/{number}/2026"}
        assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **letter).status_code == 302
    web.harness.run_jobs()


def test_three_taps_from_the_first_page_and_a_reminder_after_a_week(web, letters, story):
    bupati = story("bupati", width=360).goes("/pimpinan").reads("2 perlu Anda", "0 terlambat", "Tangani (2)")
    bupati.presses("Perbaikan jembatan").presses("Disposisikan")
    bupati.ticks("Sekretaris Daerah").ticks("Hadiri").presses("Kirim disposisi").reads("Terkirim", "1 perlu Anda")
    web.harness.run_jobs()
    bupati.goes("/pimpinan").reads("Sudah Anda teruskan", "belum dibaca")
    web.harness.clock.forward(days=7)
    bupati = story("bupati", width=360).goes("/pimpinan").reads("1 terlambat", "Sekretariat Daerah", "Terlambat 1")
    bupati.page.locator("section[aria-labelledby=b2] a").first.click()
    bupati.page.wait_for_url("**/pohon")
    bupati.presses("Ingatkan yang belum (1)")
    bupati.reads("1 tugas diingatkan.", "oleh H. Contoh Wijaya")
    web.harness.run_jobs()
    secretary = story("sekda", width=360).goes("/pimpinan").reads("Diingatkan").reads_nowhere("intelijen")
    secretary.presses("Perbaikan jembatan").reads("Anda diingatkan akan tugas ini oleh H. Contoh Wijaya, Bupati Tangerang")
    nobody = story("kepala.dishub", width=360).goes("/pimpinan").reads("Tidak ada yang menunggu Anda.")
    nobody.reads_nowhere("intelijen", "jembatan")


@deployed(*PACKAGES)
def test_the_queue_is_shared_out_in_the_morning(web, regency, story):
    office = Office(web.harness, regency)
    unit, post, person = identifier("unit", "diskominfo"), uuid4(), uuid4()
    web.harness.add(
        Person(id=person, name="Rekan Contoh", email="rekan@tangerangkab.example", language="id"),
        Position(
            id=post, code="agendaris.2", title="Pencatat Kedua", unit_id=unit, role="agendaris", permissions=[], valid_from=NOON.date()
        ),
    )
    web.harness.add(Holding(id=uuid4(), person_id=person, position_id=post, kind="DEFINITIF", valid_from=NOON, decree="SK"))
    for name in ("Ani", "Budi", "Citra"):
        office.send(nama=name)
    officer = story(OFFICER).goes("/tugas?tab=unit").presses("Pilih beberapa")
    officer.page.get_by_label("Pilih Izin uji Ani").check(force=True)
    officer.page.get_by_label("Pilih Izin uji Budi").check(force=True)
    officer.presses("Ambil untuk saya").reads("2 tugas diambil").presses("Pilih beberapa")
    officer.page.get_by_label("Pilih Izin uji Citra").check(force=True)
    officer.page.select_option("#kepada", label="Rekan Contoh, Pencatat Kedua")
    officer.presses("Serahkan").reads("1 tugas diserahkan.", "Tidak ada.")
    assert officer.page.locator(".alur-nav .alur-count").first.inner_text() == "2"
    officer.goes("/tugas?cari=Ani").fills(nama="Yang Ani").presses("Simpan saringan").goes("/tugas")
    officer.presses("Yang Ani").reads("Izin uji Ani").reads_nowhere("Izin uji Budi")


@deployed(*PACKAGES)
def test_how_the_month_went_is_read_in_figures(web, regency, story):
    office = Office(web.harness, regency)
    for name in ("Ani", "Budi"):
        office.send(nama=name)
    web.harness.complete(web.harness.tasks("periksa")[0].id, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    count_figures(web.harness.engine)
    head = (
        story("kepala.diskominfo", width=360)
        .goes("/statistik")
        .reads("2 kasus masuk", "Izin uji", "Tiap unit", "Dinas Komunikasi dan Informatika 1 0 kurang dari 1 jam")
    )
    head.presses("Izin uji").reads("Masuk dan selesai tiap minggu", "Periksa kelengkapan").unfolds("Angkanya dalam tabel")
    head.reads("23 November 2026 2 0")
    with head.page.expect_download() as file:
        head.page.locator("a", has_text="Unduh CSV").click()
    assert file.value.path().read_text("utf-8-sig").splitlines()[-1] == "2026-11-23,2,0"
    story("kepala.dishub", width=360).goes("/statistik").reads("2 kasus masuk").reads_nowhere("Tiap unit")

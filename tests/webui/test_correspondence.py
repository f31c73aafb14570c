"""What the pages show of a case that is written, corrected, signed, sent and answered; on a phone and on a desktop, with axe."""

import re

import pytest

from processes.surat_keluar.tests.letter import ANSWERS, DRAFTER, HEAD, PACKAGES, PHRASE, TEAM, Letter, position
from tests.support.templates import deployed

THERE = "kepala.dishub"


@pytest.fixture
@deployed(*PACKAGES)
def letter(web, regency):
    return Letter(web.harness, regency)


def test_a_letter_and_its_answer_on_the_pages(web, browse, letter, story):
    drafter = story(DRAFTER).goes("/mulai/surat_keluar")
    drafter.ticks("Surat dinas").fills(perihal=ANSWERS["perihal"], isi=ANSWERS["isi"]).ticks("Kepala Dinas Komunikasi")
    drafter.fills(klasifikasi="000.9")
    drafter.eye.look("menulis konsep")
    drafter.page.locator("details:has(input[name=kepada]) > summary").click()
    drafter.page.locator(f"input[name=kepada][value='{position(THERE)}']").check(force=True)
    drafter.presses("Buat konsep")
    web.harness.run_jobs()
    (case,) = [item for item in web.harness.instances() if item.process_key == "surat_keluar"]
    letter.case = case.id
    drafter.goes(f"/tugas/{letter.task('periksa_konsep').id}").reads("Periksa konsep", "Kirim untuk paraf")
    assert drafter.page.locator("img.alur-page").count() == 1, "the page as it will be"
    drafter.eye.look("periksa konsep")
    letter.send().do(TEAM, "paraf", paraf="perbaiki", catatan_paraf="Sebut tenggatnya.")
    drafter.goes(f"/tugas/{letter.task('periksa_konsep').id}").reads("Sebut tenggatnya.")
    letter.do(DRAFTER, "periksa_konsep", tindakan="ubah")
    # what was written stands in the form, and only what is changed has to be typed
    drafter.goes(f"/tugas/{letter.task('ubah_konsep').id}").fills(isi="Mohon data sebelum 10 Desember 2026.").presses(
        "Simpan dan lihat lagi"
    )
    web.harness.run_jobs()
    drafter.goes(f"/kasus/{letter.case}").presses("Bandingkan versi").reads("Bandingkan versi", "Isi", "sebelum 10 Desember 2026.")
    assert drafter.page.locator("ins").count()
    drafter.eye.look("versi")
    letter.send().initialled()
    head = story(HEAD, width=360).goes(f"/tugas/{letter.task('tanda_tangan').id}?putusan=setuju").reads("B/1/000.9/2026")
    person = letter.actor(HEAD)
    web.harness.signer.enrol(person.person, person.name, PHRASE)
    head.fills(frasa=PHRASE).presses("Tandatangani")
    web.harness.run_jobs()
    assert [incident.message for incident in web.harness.incidents()] == []
    drafter.goes(f"/kasus/{letter.case}").reads("Pengiriman", "Kepala Dinas Perhubungan", "Sampai", "Agenda 0001/2026")
    drafter.eye.look("terkirim")
    there = web.harness.instance(web.harness.task("baca").instance_id)
    reader = story(THERE, width=360).goes(f"/kasus/{there.id}").reads(ANSWERS["perihal"]).presses("Balas")

    reader.reads("Menjawab", "Agenda 0001/2026")
    assert reader.page.input_value("#perihal") == "Jawaban atas surat B/1/000.9/2026"
    assert reader.page.locator(f"input[name=kepada][value='{position(HEAD)}']").is_checked()
    reader.eye.look("balas")


def test_a_case_that_is_not_open_is_not_named(web, browse, letter):
    letter.draft(sifat="T").send().initialled().sign()
    there = next(item for item in web.harness.instances() if item.process_key == "surat_masuk")
    page = browse(THERE)
    page.get(f"/kasus/{there.id}")
    assert "Kasus yang tidak terbuka bagi Anda" in page.page
    assert str(letter.case) not in re.sub(r"\s", "", page.page)
    assert page.get(f"/kasus/{letter.case}").status_code == 404
    assert page.get(f"/dokumen/{letter.document}/versi").status_code == 404
    own = browse(DRAFTER)
    assert own.get(f"/dokumen/{letter.document}/versi?dari=1&ke=1").status_code == 200
    assert "Kedua versi berisi sama." in own.page
    assert own.get(f"/dokumen/{letter.document}/versi?dari=77").status_code == 404
    assert own.get(f"/kasus/{letter.case}/jawab/surat_keluar").status_code == 404

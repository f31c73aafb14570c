"""First days of people who complain, and of those who answer them. Told in docs/stories.md."""

from uuid import UUID

import pytest

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from engine.model.actor import GUEST
from processes.pengaduan.tests.complaint import ANSWERS
from tests.support.templates import deployed

WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
COORDINATOR = "agendaris.diskominfo"


@pytest.fixture
@deployed("pengaduan")
def receipt(web, regency):
    web.harness.deploy("pengaduan")
    begun = web.harness.execute(BeginApplication(service="pengaduan"), GUEST)
    held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
    web.harness.execute(SaveApplication(**held, answers=ANSWERS), GUEST)
    receipt = web.harness.execute(SubmitApplication(**held), GUEST)["receipt"]
    web.harness.run_jobs()
    return f"/tanda-terima/{receipt}/lacak"


@pytest.fixture
def closed(web, regency, receipt):
    task = web.harness.task("verifikasi").id
    web.harness.complete(task, regency(COORDINATOR), putusan="bukan_kewenangan", jawaban="Jalan itu jalan nasional. Hubungi 158.")
    web.harness.run_jobs()
    return receipt


def test_a_complaint_comes_to_the_wrong_agency_and_back(web, receipt, story):
    coordinator = story(COORDINATOR).goes(f"/tugas/{web.harness.task('verifikasi').id}").presses("Teruskan")
    if not coordinator.page.locator(".govuk-radios__item:visible", has_text="Perhubungan").count():
        coordinator.unfolds("Pilihan lain")
    coordinator.ticks("Perhubungan").presses("Teruskan")
    web.harness.run_jobs()
    officer = story("agendaris.dishub").goes(f"/tugas/{web.harness.task('tangani').id}").presses("Kembalikan")
    officer.page.locator("main button[type=submit]").first.click()
    officer.page.wait_for_load_state()
    officer.reads("Ada yang perlu diperbaiki").fills(alasan="Ini jalan desa, bukan jalan kami.")
    officer.page.locator("main form button[type=submit]").first.click()
    officer.page.wait_for_url("**/tugas")
    web.harness.run_jobs()
    coordinator.goes(f"/tugas/{web.harness.task('verifikasi').id}").reads("Ini jalan desa, bukan jalan kami.")
    story().goes(receipt).reads("Sekarang di Dinas Komunikasi dan Informatika").reads_nowhere("jalan desa")


@WITH_OR_WITHOUT
def test_he_is_not_content_and_has_it_reopened_once(web, closed, story, scripts):
    eko = story(scripts=scripts).goes(closed).reads("Jalan itu jalan nasional. Hubungi 158.", "dapat dibuka kembali satu kali")
    eko.fills(alasan="Belum").presses("Buka kembali").reads("Tulis alasannya, 10 sampai 2000 huruf.")
    assert eko.page.input_value("#alasan") == "Belum"
    eko.fills(alasan="Jalan ini jalan kabupaten.").presses("Buka kembali").reads("dibuka kembali dan diperiksa lagi")
    story(COORDINATOR).goes(f"/tugas/{web.harness.task('verifikasi').id}").reads("Jalan ini jalan kabupaten.")
    eko.goes(closed).reads_nowhere("dapat dibuka kembali satu kali")


@WITH_OR_WITHOUT
def test_what_is_written_after_the_end_is_read_by_somebody(web, closed, story, scripts):
    web.harness.clock.forward(days=31)  # the complaint can no longer be reopened, and has ended
    web.harness.sweep()
    web.harness.run_jobs()
    eko = story(scripts=scripts).goes(closed).reads("Pesan Anda dibaca oleh Dinas Komunikasi dan Informatika")
    eko.fills(pesan="Terima kasih, tetapi nomor 158 tidak diangkat.").presses("Kirim pesan").reads("Pesan Anda terkirim")
    web.harness.run_jobs()
    officer = story(COORDINATOR).reads("Pesan yang menunggu jawaban")
    officer.page.locator("section[aria-labelledby=pesan-warga] a").first.click()
    officer.page.wait_for_url("**/kasus/**")
    officer.reads("nomor 158 tidak diangkat")


@WITH_OR_WITHOUT
def test_she_does_not_give_her_name(web, story, receipt, scripts):
    siti = story(scripts=scripts).goes("/layanan/pengaduan").presses("Mulai pengaduan")
    siti.fills(jenis="pengaduan", hal="Pungutan di loket kecamatan", isi="Petugas meminta uang untuk surat yang gratis.")
    siti.presses("Simpan dan lanjut").presses("Simpan dan lanjut").ticks("Tanpa nama").presses("Simpan dan lanjut")
    siti.page.check("#benar", force=True)
    siti.presses("Kirim pengaduan").presses("Lacak").reads("Diperiksa")
    web.harness.run_jobs()
    (task,) = [task for task in web.harness.tasks("verifikasi") if "Pungutan" in web.harness.instance(task.instance_id).title]
    story(COORDINATOR).goes(f"/tugas/{task.id}").reads("Pungutan di loket kecamatan", "Tanpa nama")


def test_the_phone_that_nobody_gave_is_asked_nowhere(receipt, story):
    story().goes(receipt).unfolds("Pemberitahuan kepada Anda").reads("Anda tidak memberi e-mail atau nomor telepon.")

"""First days of whoever keeps the agenda book. Told in docs/stories.md."""

from tests.support.browser import check
from tests.support.letters import ANSWERS, pdf

REGISTRAR = "agendaris.setda"


def test_the_agenda_book_is_turned_narrowed_and_printed(web, browse, story):
    desk = browse(REGISTRAR)
    for number, sender in enumerate(("BPBD Provinsi Banten", "Dinas Sosial")):
        desk.get("/mulai/surat_masuk")
        letter = {"pengirim": sender, "nomor_surat": f"N/{number}", "hal": f"Perihal {sender}"}
        assert desk.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, **letter}).status_code == 302, desk.page
        web.harness.run_jobs()  # numbers are given in the order in which jobs are done
    registrar = story(REGISTRAR).presses("Buku agenda").reads("Buku agenda surat masuk", "0002/2026", "Perihal BPBD Provinsi Banten")
    check(registrar.page, "the book")
    registrar.page.fill("#f-pengirim", "sosial")
    registrar.presses("Terapkan").reads("0002/2026").reads_nowhere("BPBD Provinsi Banten")
    with registrar.page.expect_download() as file:
        registrar.page.locator("main a", has_text="Unduh XLSX").click()
    assert file.value.suggested_filename == "buku-surat_masuk-semua.xlsx"
    registrar.presses("Cetak").reads("1 baris.", "Dinas Sosial").reads_nowhere("BPBD")
    check(registrar.page, "the printed book")
    registrar.page.emulate_media(media="print")
    assert not registrar.page.locator("header, main button").locator("visible=true").count()
    registrar.page.emulate_media(media="screen")
    phone = story(REGISTRAR, width=360).goes("/buku/surat_masuk").reads("0001/2026")
    check(phone.page, "the book on a phone")

"""A citizen with a cheap phone: finds the service, complains, follows, and reads the answer; with JavaScript and without."""

import pytest

from tests.support.files import file

SUBJECT = "Jembatan kayu di Kampung Rawa mulai lapuk"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_citizen_complains_and_reads_the_answer(citizen, person, stack, tmp_path, scripts):
    subject = f"{SUBJECT} {scripts}"
    somebody = citizen(scripts=scripts)
    page = somebody.page
    page.fill("#cari", "jembatan lapor")
    page.click(".alur-search button")
    somebody.look("cari-layanan")
    page.click("a[href='/layanan/pengaduan']")
    somebody.look("layanan")
    somebody.send("Mulai pengaduan")
    somebody.look("permohonan-1")
    somebody.send("Simpan dan lanjut")
    somebody.look("permohonan-1-salah")
    assert page.locator(".govuk-error-summary a").count() == 3
    somebody.tick("Pengaduan")
    page.fill("#hal", subject)
    page.fill("input#isi, textarea#isi", "Papan jembatan patah di dua tempat, dan anak-anak lewat tiap pagi.")
    somebody.send("Simpan dan lanjut")
    page.fill("#lokasi", "Kampung Rawa, Mauk")
    page.set_input_files(
        "#foto", [file(tmp_path, "jembatan.jpg", *((4000, 3000) if scripts else (1200, 900))), file(tmp_path, "papan.png", 300, 200)]
    )
    if scripts:
        page.wait_for_selector("text=Terunggah >> nth=1")
        page.set_input_files("#foto", {"name": "catatan.txt", "mimeType": "text/plain", "buffer": b"bukan foto"})
        page.wait_for_selector("text=catatan.txt bukan PDF atau foto")
        assert page.locator("[data-files] input:checked").count() == 2
    somebody.look("permohonan-2")
    if scripts:  # who presses is told once of the file that was refused; then the page goes without it
        page.locator("main button:visible", has_text="Simpan dan lanjut").first.click()
        page.wait_for_selector(".govuk-error-summary")
    somebody.send("Simpan dan lanjut")
    somebody.tick("Tanpa nama")
    somebody.look("permohonan-3")
    somebody.send("Simpan dan lanjut")
    somebody.look("periksa-jawaban")
    assert page.locator("dd a", has_text="jembatan.jpg").count() == 1
    assert page.locator("dd a", has_text="papan").count() == 1
    page.click("text=Kembali")
    page.click("text=Lanjutkan di perangkat lain")
    somebody.look("kode-isian")
    page.click("text=Kembali ke isian")
    page.wait_for_url("**/1")
    page.goto(page.url.removesuffix("1") + "periksa")
    somebody.send("Kirim pengaduan")
    somebody.look("periksa-jawaban-salah")
    page.check("#benar", force=True)
    somebody.send("Kirim pengaduan")
    somebody.look("tanda-terima")
    number, pin = page.locator(".alur-receipt__no").all_inner_texts()
    page.goto(f"{stack.address}/lacak")
    somebody.look("lacak")
    page.fill("#nomor", number)
    page.fill("#pin", "0000")
    somebody.send("Lacak")
    somebody.look("lacak-salah")
    page.fill("#pin", pin)
    somebody.send("Lacak")
    somebody.look("dilacak")
    assert "Sekarang di Dinas Komunikasi dan Informatika" in page.inner_text("main")
    where = page.url

    coordinator = person("agendaris.diskominfo")
    coordinator.open(subject, "unit")
    coordinator.press("Teruskan ke penghubung")
    name = stack.query(
        "select p.name from person p join holding h on h.person_id = p.id join position s on s.id = h.position_id where s.code = 'agendaris.dbmsda'"
    )[0][0]
    if not coordinator.page.locator(".govuk-radios__item:visible", has_text=name).count():
        coordinator.page.locator("summary:visible", has_text="Pilihan lain").first.click()
    coordinator.tick(name)
    coordinator.look("teruskan-pengaduan")
    coordinator.send("Teruskan")
    officer = person("agendaris.dbmsda")
    officer.open(subject)
    officer.press("Jawab")
    officer.page.fill("#jawaban", "Papan diganti pada 27 November 2026. Pagar menyusul pekan depan.")
    officer.look("jawab-pengaduan")
    officer.send("Kirim jawaban")

    page.goto(where)
    somebody.look("dijawab")
    assert "Papan diganti pada 27 November 2026." in page.inner_text("main")

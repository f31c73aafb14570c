"""The advertising permit, whole, on phones of 360 px: a citizen without JavaScript, the counter, the team, the revenue agency, the bank,
the chain of initials, the head, and the citizen again with a document that anybody verifies."""

import shutil
import subprocess
import time
import urllib.parse

from playwright.sync_api import expect

from demo.accounts import PASSPHRASE
from tests.support.browser import HOME
from tests.support.files import file

PAGES = (
    {
        "nama": "Yusuf Maulana",
        "nik": "3603 1212 0890 0123",
        "nama_usaha": "Kedai Tepi Cisadane",
        "npwp": "09.987.654.2-451.000",
        "surel": "yusuf@contoh.example",
        "telepon": "0812 3456 7890",
    },
    {"jenis": "papan", "sifat": "Niaga", "tulisan": "Kedai Tepi Cisadane, buka pukul 07.00-22.00"},
    {"panjang": "4", "lebar": "6", "sisi": "1", "unit": "1", "mulai": ("20", "12", "2027"), "hari": "365"},
    {
        "lokasi": "Jalan Raya Serang Km 12, Cikupa",
        "kelas_jalan": "Jalan kabupaten",
        "lat": "-6,2241",
        "lon": "106,5107",
        "nop": "36.03.120.008.012.0342.0",
    },
)
FILES = ("ktp", "rancangan", "foto_lokasi", "lahan", "pbb", "konstruksi")


def fill(somebody, answers):
    page = somebody.page
    for key, value in answers.items():
        if isinstance(value, tuple):
            for part, text in zip(("day", "month", "year"), value, strict=True):
                page.fill(f"#{key}-{part}", text)
        elif page.locator(f"select#{key}").count():
            page.select_option(f"#{key}", value)
        elif page.locator(f"input#{key}, textarea#{key}").count():
            page.fill(f"#{key}", value)
        else:
            somebody.tick(value)


def until(page, text, address=None):
    """Loads the page until what a worker does in the background is there."""
    for _ in range(60):
        page.goto(address or page.url)
        if page.locator(f"text={text}").count():
            return
        time.sleep(0.5)
    raise AssertionError(f"'{text}' did not come: {page.inner_text('main')[:500]}")


def decide(person, code, subject, step, decision, name, *, tab="untuk-saya", before=None):
    """An officer opens the case from the inbox, decides, fills in what that needs, and sends."""
    officer = person(code)
    for _ in range(60):
        officer.page.goto(f"{officer.stack.address}/tugas?{urllib.parse.urlencode({'tab': tab, 'cari': subject})}")
        if officer.page.locator(".alur-inbox__subject").count():
            break
        time.sleep(0.5)
    officer.look(f"{name}-kotak")
    with officer.page.expect_navigation(wait_until="load"):
        officer.page.locator(".alur-inbox__subject").first.click()
    officer.look(f"{name}-tugas")
    if decision:
        officer.press(decision)
    if before:
        before(officer)
    officer.look(f"{name}-putusan")
    officer.send(step)
    assert HOME.search(officer.page.url), officer.page.inner_text("main")[:800]
    officer.close()


def test_a_permit_from_the_phone_to_the_signed_document(citizen, person, stack, tmp_path):
    somebody = citizen(scripts=False)
    page = somebody.page
    page.fill("#cari", "baliho")
    page.click(".alur-search button")
    page.click("a[href='/layanan/izin-reklame']")
    somebody.look("layanan")
    somebody.send("Mulai permohonan")
    for number, answers in enumerate(PAGES, 1):
        if number == 3:
            somebody.send("Simpan dan lanjut")
            somebody.look("permohonan-3-salah")
        fill(somebody, answers)
        somebody.look(f"permohonan-{number}")
        somebody.send("Simpan dan lanjut")
    for name in FILES:
        page.set_input_files(f"#{name}", file(tmp_path, f"{name}.jpg", 400, 300))
    somebody.look("permohonan-5")
    somebody.send("Simpan dan lanjut")
    somebody.look("periksa")
    assert "Perkiraan pajak: Rp1.500.000" in page.inner_text("main")
    page.check("#benar", force=True)
    somebody.send("Kirim permohonan")
    somebody.look("tanda-terima")
    number = page.locator(".alur-receipt__no").first.inner_text()
    somebody.send("Lacak permohonan")
    follow, subject = page.url, number

    def ask_again(officer):
        officer.page.locator("input[value=rancangan]").check(force=True)
        officer.page.select_option("#dikembalikan-reason-rancangan", "UNREADABLE")
        officer.page.fill("#dikembalikan-note-rancangan", "Ukurannya tidak terbaca.")

    decide(person, "staf.dpmptsp.3.2", subject, "Kirim kepada pemohon", "Minta dilengkapi", "loket", tab="unit", before=ask_again)
    until(page, "Lengkapi sekarang", follow)
    somebody.look("lacak-menunggu")
    somebody.send("Lengkapi sekarang")
    page.set_input_files("#rancangan", file(tmp_path, "rancangan-baru.jpg", 500, 400))
    somebody.look("lengkapi")
    somebody.send("Kirim perbaikan")
    somebody.look("lengkapi-terkirim")
    decide(person, "staf.dpmptsp.3.2", subject, "Nyatakan lengkap", "Lengkap", "loket-lagi")

    def visit(officer):
        officer.context.grant_permissions(["geolocation"])
        officer.context.set_geolocation({"latitude": -6.2242, "longitude": 106.5108})
        officer.page.click("text=Pakai lokasi ponsel ini")
        expect(officer.page.locator("#lon_lapangan")).to_have_value("106,510800")
        officer.page.set_input_files("#foto_lapangan", file(tmp_path, "lapangan.jpg", 600, 400))
        officer.page.fill("#berita_acara", "Lokasi sesuai, tiang di luar ruang milik jalan.")

    decide(person, "tim.dtrb.3.2", subject, "Selesaikan", None, "tim", tab="unit", before=visit)
    decide(
        person,
        "tim.satpolpp.1.1",
        subject,
        "Selesaikan",
        None,
        "satpol",
        tab="unit",
        before=lambda officer: officer.page.fill("#pendapat_satpol", "Tidak mengganggu."),
    )
    decide(person, "tim.dpmptsp.3.1", subject, "Rekomendasikan", "Layak", "rekomendasi", tab="unit")
    decide(person, "tim.bapenda.2.2", subject, "Tetapkan", "Tetapkan menurut hitungan", "pajak", tab="unit")

    until(page, "Bayar Rp1.500.000 sebelum", follow)
    somebody.look("lacak-bayar")
    page.click("text=Bayar di bank demo")
    with page.expect_navigation():  # whoever leaves before the bank has answered has not paid
        page.click("text=Bayar, kabar dikirim dua kali")
    until(page, "Lunas: Rp1.500.000", follow)
    somebody.look("lacak-lunas")

    decide(person, "kabid.dpmptsp.3", subject, "Paraf", "Paraf", "paraf-kabid", tab="unit")
    decide(person, "sekretaris.dpmptsp", subject, "Paraf", "Paraf", "paraf-sekretaris", tab="unit")
    decide(
        person,
        "kepala.dpmptsp",
        subject,
        "Tandatangani",
        "Tandatangani",
        "tanda-tangan",
        before=lambda officer: officer.page.fill("#frasa", PASSPHRASE),
    )

    until(page, "Unduh PDF", follow)
    somebody.look("lacak-terbit")
    with page.expect_download() as download:
        page.click("text=Unduh PDF")
    permit = tmp_path / "izin.pdf"
    download.value.save_as(permit)
    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", "-nocert", str(permit)], capture_output=True, text=True, check=True).stdout
        assert "Signature is Valid" in said
    somebody.send("Periksa keasliannya")
    somebody.look("verifikasi-sah")
    assert "Dokumen asli dan masih berlaku" in page.inner_text("main")
    altered = bytearray(permit.read_bytes())
    altered[len(altered) // 2] ^= 1
    page.set_input_files("#berkas", {"name": "izin.pdf", "mimeType": "application/pdf", "buffer": bytes(altered)})
    somebody.send("Periksa berkas")
    somebody.look("verifikasi-berubah")
    assert "Berkas ini berubah sejak ditandatangani" in page.inner_text("main")
    page.goto(follow)
    somebody.send("Isi survei")
    somebody.look("survei")
    somebody.send("Kirim jawaban")
    somebody.look("survei-salah")
    for score in page.locator("input[value='4']").all():
        score.check(force=True)
    somebody.send("Kirim jawaban")
    assert "Terima kasih" in page.inner_text("main")
    page.goto(f"{stack.address}/survei")
    somebody.look("kepuasan")

"""The analysts' handbook as a test: a new service from its starter to citizens, changed, tried, compared, replayed, moved and taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.analyst import SECOND, WRITER
from tests.support.browser import SHOTS
from tests.support.editor import needs_editors
from tests.support.files import picture
from tests.support.templates import deployed
from webui.settings import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), needs_editors]
GROUP = "kabid@bidang.diskominfo.2"
NOTE = "Layanan baru: izin keramaian, dengan batas waktu dua hari bila mendesak."


class Desk:
    """Somebody at a desk, whose screen is kept for the analysts' handbook when pictures are asked for."""

    def __init__(self, eye, code):
        self.eye = eye().sign_in(code)
        self.page = self.eye.page
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.eye.address + path)

    def press(self, text):
        self.eye.press(text)

    def keep(self, name, *, whole=False):
        if SHOTS:
            folder = ROOT / "docs" / "images" / "perancang"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("window.scrollTo(0, 0)")
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=folder / f"{name}.jpg", full_page=whole, type="jpeg", quality=60)

    def edit(self, draft, path):
        self.go(f"{draft}/sunting/{path}")
        self.page.wait_for_selector("body[data-ready]")

    def until(self, draft, path, holds):
        for _ in range(60):
            text = self.eye.context.request.get(f"{draft}/berkas/{path}").text()
            if holds(text):
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(text)


@pytest.fixture
@deployed("kelengkapan", "pembayaran")
def sari(web, eye):
    for package in ("kelengkapan", "pembayaran"):
        web.harness.deploy(package)
    return Desk(eye, WRITER)


@pytest.fixture
def tono(eye, sari):
    return Desk(eye, SECOND)


def approve(web, sari, tono, draft, note):
    sari.go(draft)
    sari.eye.fill({"catatan": note})
    sari.press("Usulkan")
    tono.go(draft)
    tono.press("Lihat perubahan")
    tono.keep("bandingkan", whole=True)
    web.harness.clock.forward(minutes=1)
    tono.press("Setujui dan terbitkan")
    expect(tono.page.locator("main")).to_contain_text("Diterbitkan")


def apply(web, eye, kind):
    """A citizen applies on a phone."""
    guest = eye()
    guest.page.goto(f"{guest.address}/layanan/izin-keramaian")
    guest.press("Mulai permohonan")
    guest.fill({"nama": "Dewi", "nik": "3603011508900001", "telepon": "081234567890"})
    guest.press("Simpan dan lanjut")
    guest.fill({"jenis": kind, "uraian": "Pentas musik di lapangan desa."})
    guest.page.set_input_files("#berkas", {"name": "denah.png", "mimeType": "image/png", "buffer": picture("PNG")})
    guest.press("Simpan dan lanjut")
    guest.page.check("#benar", force=True)
    guest.press("Kirim")
    guest.context.close()


def officer(web, regency, decision):
    """What the officers would do, at the engine's door."""
    person = regency("kabid.diskominfo.2")
    web.harness.run_jobs()
    web.harness.complete(web.harness.task("periksa").id, person, kelengkapan="lengkap")
    web.harness.run_jobs()
    answers = {"putusan": decision} | ({"alasan_penolakan": "Bukan kewenangan kabupaten."} if decision == "tolak" else {})
    web.harness.complete(web.harness.task("putuskan").id, person, **answers)
    web.harness.run_jobs()


def test_from_a_starter_to_citizens_and_through_every_change(web, eye, regency, sari, tono):
    page = sari.page
    # 1. a new package
    sari.go("/perancang")
    sari.press("Paket baru")
    sari.eye.fill({"nama": "Izin keramaian"})
    page.locator("input[value=layanan]").check(force=True)
    sari.keep("paket-baru")
    sari.press("Buat draf")
    draft = page.url
    sari.keep("draf", whole=True)
    # 2. what citizens read: the fourteen parts
    sari.go(f"{draft}/keterangan")
    for field in page.locator("textarea[name*='.standard.']").all():
        field.fill("Menurut peraturan bupati.")
    for part, text in (("summary", "Untuk acara yang mengundang banyak orang."), ("result", "Surat izin")):
        page.fill(f"input[name='service.0.{part}']", text)
    sari.keep("keterangan")
    sari.press("Simpan ke draf")
    # 3. the diagram: who does what
    sari.edit(draft, "izin_keramaian.bpmn")
    page.locator("#langkah button", has_text="Putuskan").click()
    page.locator("#alur-groups").fill(GROUP)
    page.locator("#alur-groups").blur()
    sari.keep("diagram")
    page.locator("#langkah button", has_text="Periksa kelengkapan").click()
    page.locator("#sifat .bio-properties-panel-group-header", has=page.get_by_text("Masukan", exact=True)).click()
    page.locator("#sifat .bio-properties-panel-collapsible-entry-header", has_text="pemeriksa").click()
    editor = page.locator("#sifat [data-entry-id$='source'] .cm-content").first
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(f'"{GROUP}')
    editor.blur()
    sari.until(draft, "izin_keramaian.bpmn", lambda text: f'candidateGroups="{GROUP}"' in text and "pelaksana@unit" not in text)
    expect(page.locator("#temuan-jumlah")).to_contain_text("Tidak ada kesalahan", timeout=10_000)
    # 4. the table: an urgent one within two days
    sari.edit(draft, "izin_keramaian.dmn")
    page.locator("#kanvas td.output-cell .content-editable").nth(1).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.locator("#kanvas td.input-cell").first.click()
    sari.until(draft, "izin_keramaian.dmn", lambda text: "<text>2</text>" in text)
    sari.keep("tabel")
    sari.go(f"{draft}/uji-keputusan/izin_keramaian.dmn?coba=1&n.jenis=mendesak")
    expect(page.locator("tr.is-matched")).to_contain_text("mendesak")
    sari.keep("uji-tabel")
    # 5. the form: one more field, seen as on a phone
    sari.edit(draft, "forms/izin_keramaian_putusan.form")
    page.locator(".fjs-palette-field[data-field-type=alur-nip]").focus()
    page.keyboard.press("Enter")
    expect(page.frame_locator("#pratinjau").locator("label", has_text="NIP")).to_be_visible(timeout=15_000)
    page.locator("#alur-retention").fill("5 musnah")
    page.locator("#alur-retention").blur()
    sari.until(draft, "forms/izin_keramaian_putusan.form", lambda text: '"retention": "5 musnah"' in text)
    sari.keep("formulir")
    # 6. try it: the starter's ways are still green, and one more is gone
    sari.go(f"{draft}/uji")
    expect(page.locator("main")).not_to_contain_text("merah")
    sari.eye.fill({"nama": "Mendesak dan dikabulkan"})
    sari.press("Mulai uji")
    sari.eye.fill({"nama": "Dewi", "nik": "3603011508900001", "telepon": "081234567890", "jenis": "mendesak", "uraian": "Pentas."})
    sari.press("Mulai kasus uji")
    page.locator("[name='n.kelengkapan']").fill("lengkap")
    sari.keep("uji-layanan", whole=True)
    sari.press("Layanan menjawab")
    expect(page.locator("main")).to_contain_text("Kepala Bidang Aplikasi Informatika")
    sari.keep("uji-tugas", whole=True)
    sari.eye.fill({"putusan": "kabulkan"})
    sari.press("Selesaikan tugas ini")
    sari.press("Layanan menjawab")
    expect(page.locator("main")).to_contain_text("Selesai.")
    sari.go(f"{draft}/uji")
    sari.keep("uji", whole=True)
    # 7. a second person publishes it
    sari.go(draft)
    expect(page.locator("#siap + .alur-checks .alur-mark--error")).to_have_count(0)
    approve(web, sari, tono, draft, NOTE)
    # 8. a citizen applies from the portal, and gets a decision
    apply(web, eye, "biasa")
    officer(web, regency, "kabulkan")
    assert [case.status for case in web.harness.instances() if case.process_key == "izin_keramaian"] == ["COMPLETED"]
    # 9. another one is under way when the procedure changes
    apply(web, eye, "biasa")
    web.harness.run_jobs()
    sari.go("/perancang")
    page.locator("form[action='/perancang/izin_keramaian/mulai'] button").first.click()
    page.wait_for_load_state()
    changed = page.url
    sari.edit(changed, "izin_keramaian.dmn")
    page.locator("#kanvas td.output-cell .content-editable").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("5")
    page.locator("#kanvas td.input-cell").first.click()
    sari.until(changed, "izin_keramaian.dmn", lambda text: "<text>5</text>" in text)
    sari.edit(changed, "izin_keramaian.bpmn")
    page.locator("#langkah button", has_text="Dikabulkan?").click()
    page.locator("#alat-tambah").click()
    page.locator(".djs-popup input").press_sequentially("Tugas rumus")
    expect(page.locator(".djs-popup .entry", has_text="Tugas rumus").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#langkah button", has_text="Beri tahu pemohon").click()
    page.locator("#sifat .bio-properties-panel-group-header-title", has_text="Umum").click()
    page.locator("#sifat [data-entry-id=name] textarea").fill("Kabari pemohon")
    page.locator("#sifat [data-entry-id=name] textarea").blur()
    sari.until(changed, "izin_keramaian.bpmn", lambda text: "Kabari pemohon" in text)
    # 10. what would it have done to past cases
    sari.go(f"{changed}/kasus-lama")
    expect(page.locator("main")).to_contain_text("0 dari 1 kasus akan menempuh jalan lain")
    sari.keep("kasus-lama")
    # 11. the difference, cell by cell; published
    sari.go(f"{changed}/bandingkan")
    expect(page.locator("main del", has_text=re.compile(r"^7$"))).to_be_visible()
    expect(page.locator("main ins", has_text=re.compile(r"^5$"))).to_be_visible()
    approve(web, sari, tono, changed, "Permohonan biasa selesai dalam lima hari kerja.")
    # 12. the running case moves to the new version
    sari.go("/perancang/izin_keramaian/pindahkan")
    sari.press("Lihat apa yang terjadi")
    expect(page.locator("main")).to_contain_text("1 kasus dapat dipindahkan")
    sari.keep("pindahkan")
    sari.press("Pindahkan 1 kasus")
    web.harness.run_jobs()
    sari.go(page.url)
    expect(page.locator("main")).to_contain_text("Pemindahan selesai")
    officer(web, regency, "tolak")
    assert {case.status for case in web.harness.instances() if case.process_key == "izin_keramaian"} == {"COMPLETED"}
    # 13. and the earlier version comes back with one press
    web.harness.clock.forward(minutes=1)
    tono.go(changed)
    tono.press("Berlakukan lagi")
    expect(tono.page.locator("main")).to_contain_text("Versi 3")
    tono.go("/perubahan")
    tono.keep("perubahan")

"""What is typed survives in a real browser: the end of a session, a line that is down, a closed window, a refused file. Nothing says "saved" too early."""

import pytest
from playwright.sync_api import expect

from tests.support.analyst import SECOND, WRITER
from tests.support.citizens import FIRST
from tests.support.editor import needs_editors, until
from tests.support.files import picture
from tests.support.templates import deployed

STATE = "[data-draft-state]"


@pytest.fixture
def leader(web, eye, registered):
    someone = eye().sign_in("bupati")
    someone.page.goto(f"{someone.address}/tugas/{web.harness.task('baca').id}?putusan=selesai")
    return someone


@pytest.fixture
@deployed("pengaduan")
def guest(web, eye):
    web.harness.deploy("pengaduan")
    someone = eye()
    someone.page.goto(f"{someone.address}/layanan/pengaduan")
    someone.press("Mulai pengaduan")
    return someone


def storage(page):
    return page.evaluate("JSON.stringify(localStorage)")


def test_a_session_that_ends_while_somebody_types_is_told_and_the_text_comes_back(web, leader):
    page = leader.page
    page.fill("#laporan", "Sudah ditindaklanjuti.")
    expect(page.locator(STATE)).to_contain_text("Tersimpan pukul")
    web.harness.clock.forward(hours=3)
    page.fill("#laporan", "Sudah ditindaklanjuti kemarin.")
    expect(page.locator(STATE)).to_contain_text("sesi Anda sudah berakhir. Tulisan Anda ada di peramban ini")
    leader.look("sesi berakhir")
    assert "alur-isian" in storage(page)
    assert "kemarin" not in storage(page)  # sealed
    # signing in again in another tab is all that it takes
    other = leader.context.new_page()
    leader.page, there = other, page
    leader.sign_in("bupati")
    other.close()
    leader.page = there
    there.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(there.locator(STATE)).to_contain_text("Tersimpan pukul")
    there.reload()
    assert there.input_value("#laporan") == "Sudah ditindaklanjuti kemarin."


def test_a_closed_window_loses_nothing_and_nobody_else_is_offered_it(web, leader):
    page, where = leader.page, leader.page.url
    web.harness.clock.forward(hours=3)
    page.fill("#laporan", "Rahasia rapat.")
    expect(page.locator(STATE)).to_contain_text("Belum tersimpan")
    leader.sign_in("sekda")
    page.goto(where)
    assert page.locator("text=belum tersimpan").count() == 0
    assert "Rahasia" not in page.content()
    leader.sign_in("bupati")
    page.goto(where)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("#laporan")).to_have_value("Rahasia rapat.")
    expect(page.locator(STATE)).to_contain_text("Tersimpan pukul")
    page.goto(f"{leader.address}/tugas")
    page.locator("form[data-sign-out] button").click()
    page.wait_for_load_state()
    assert "alur-isian" not in storage(page)


def test_a_line_that_is_down_never_says_saved(guest):
    page = guest.page
    expect(page.locator(STATE)).to_contain_text("Yang sudah tersimpan")
    guest.context.set_offline(True)
    guest.fill(FIRST)
    expect(page.locator(STATE)).to_contain_text("Belum tersimpan: sambungan terputus")
    guest.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(STATE)).to_contain_text("Tersimpan pukul")
    page.reload()
    assert page.input_value("#hal") == FIRST["hal"]


def test_a_form_that_did_not_arrive_is_offered_again_and_one_that_did_is_not(web, eye):
    registrar = eye().sign_in("agendaris.setda")
    page = registrar.page
    page.goto(f"{registrar.address}/mulai/surat_masuk")
    page.fill("#pengirim", "BPBD Banten")
    page.locator("main button[type=submit]").first.click()  # refused: the rest is missing
    page.wait_for_load_state()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert page.input_value("#pengirim") == "BPBD Banten"
    page.goto(f"{registrar.address}/mulai/surat_masuk")  # back, to the page before the error
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("#pengirim")).to_have_value("BPBD Banten")
    registrar.look("isian dikembalikan")


def test_a_refused_file_is_an_error_and_a_second_file_says_what_it_replaces(guest):
    page = guest.page
    guest.fill(FIRST)
    guest.press("Simpan dan lanjut")
    field = page.locator("input[type=file][data-upload]").first
    field.evaluate("field => { field.multiple = false }")
    field.set_input_files({"name": "lagu.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3" + b"\0" * 500})
    expect(page.locator(".govuk-error-summary a")).to_contain_text("lagu.mp3")
    guest.look("berkas ditolak")
    identifier = field.get_attribute("id")
    assert page.locator(".govuk-error-summary a").get_attribute("href") == f"#{identifier}"
    field.set_input_files({"name": "satu.png", "mimeType": "image/png", "buffer": picture("PNG")})
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    field.set_input_files({"name": "dua.png", "mimeType": "image/png", "buffer": picture("PNG")})
    expect(page.locator("[data-files]")).to_contain_text("dua.png menggantikan satu.png.")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("[data-files] label", has_text="satu.png").locator("..").locator("input")).to_be_checked()
    expect(page.locator("[data-files] input:checked")).to_have_count(1)


@needs_editors
def test_an_editor_keeps_its_text_over_the_end_of_a_session_and_a_reader_reads(web, editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page = sari.page
    web.harness.clock.forward(hours=3)
    page.locator("#langkah button", has_text="Periksa kelengkapan").click()
    page.locator("#sifat .bio-properties-panel-group-header-title", has_text="Umum").click()
    name = page.locator("#sifat [data-entry-id=name] textarea")
    name.fill("Periksa semua berkas")
    name.blur()
    expect(page.locator("#tersimpan")).to_contain_text("sesi Anda sudah berakhir")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh perubahan").click()
    assert "Periksa semua berkas" in taken.value.path().read_text()
    where = page.url
    page.on("dialog", lambda dialog: dialog.accept())
    sari.sign_in(WRITER)
    page.goto(where)
    page.get_by_role("button", name="Kembalikan").click()
    until(sari, "kelengkapan.bpmn", lambda text: "Periksa semua berkas" in text)
    expect(page.locator("#tersimpan")).to_contain_text("Tersimpan pukul")
    # a colleague, while it is being changed
    sari.sign_in(SECOND)
    page.goto(where)
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#tersimpan")).not_to_contain_text("Tersimpan")
    assert page.locator(".djs-palette:visible, .bio-properties-panel:visible, #simpan").count() == 0

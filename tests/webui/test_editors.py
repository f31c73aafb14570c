"""The editors in a real browser: drawn with mouse and keyboard, saved by themselves, checked while drawing, read on a phone."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import check
from tests.support.editor import BUILT, needs_editors, until, upload
from tests.support.odd_files import DIAGRAMS
from tests.support.saved_models import SUITES, content
from webui.settings import ROOT
from webui.workshop.editors.feel_functions import FUNCTIONS, LINES

pytestmark = needs_editors
BOOK = (ROOT / "processes/izin_reklame/izin_reklame.bpmn").read_text()
#: what is drawn by the editors themselves; everything around it is ours
DRAWN = ["#kanvas", "#sifat"]


def test_a_step_is_chosen_and_renamed_with_the_keyboard_and_undone(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page = sari.page
    page.locator("#langkah button", has_text="Periksa kelengkapan").focus()
    page.keyboard.press("Enter")
    page.locator("#sifat .bio-properties-panel-group-header-title", has_text="Umum").click()
    name = page.locator("#sifat [data-entry-id=name] textarea")
    name.fill("Periksa semua berkas")
    name.blur()
    expect(page.locator("#langkah")).to_contain_text("Periksa semua berkas")
    until(sari, "kelengkapan.bpmn", lambda text: "Periksa semua berkas" in text)
    expect(page.locator("#tersimpan")).to_contain_text("Tersimpan pukul")
    page.locator("#alat-urungkan").click()
    expect(page.locator("#langkah")).not_to_contain_text("Periksa semua berkas")
    until(sari, "kelengkapan.bpmn", lambda text: "Periksa semua berkas" not in text)


def test_a_finding_leads_to_its_element_and_is_marked_on_it(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page = sari.page
    page.locator("#langkah button", has_text="Periksa kelengkapan").click()
    page.locator("#alat-tambah").click()
    page.locator(".djs-popup input").press_sequentially("Tugas otomatis")
    page.locator(".djs-popup .entry", has_text="Tugas otomatis").first.click()
    expect(page.locator("#temuan-jumlah")).to_contain_text("perlu diperbaiki", timeout=10_000)
    page.locator("#temuan button").first.click()
    expect(page.locator("#kanvas .djs-element.selected")).to_have_count(1)
    expect(page.locator("#kanvas .alur-mark--error").first).to_be_visible()
    while page.locator("#alat-urungkan").is_enabled():
        page.locator("#alat-urungkan").click()
    expect(page.locator("#temuan-jumlah")).to_contain_text("Tidak ada kesalahan", timeout=10_000)
    expect(page.locator("#kanvas .alur-mark--error")).to_have_count(0)


def test_a_payment_is_put_in_from_the_list_and_filled_in(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page = sari.page
    page.locator("#langkah button", has_text="Periksa kelengkapan").click()
    page.locator("#alat-tambah").click()
    page.locator(".djs-popup input").press_sequentially("Tagih")
    page.locator(".djs-popup .entry", has_text="Tagih pembayaran").first.click()
    expect(page.locator("#langkah")).to_contain_text("panggil proses")
    expect(page.locator("#sifat")).to_contain_text("Jumlah dalam rupiah bulat")
    until(sari, "kelengkapan.bpmn", lambda text: 'processId="pembayaran"' in text and 'target="hari_bayar"' in text)


def test_whom_form_and_due_date_are_chosen_from_what_exists(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page = sari.page
    page.locator("#langkah button", has_text="Periksa kelengkapan").click()
    page.locator("#sifat #alur-groups").fill("kabid aplikasi")
    expect(page.locator("#alur-groups-found option[value='kabid@bidang.diskominfo.2']")).to_have_count(1)
    page.locator("#sifat #alur-groups").fill("kabid@bidang.diskominfo.2")
    page.locator("#sifat #alur-groups").blur()
    page.locator("#sifat [data-entry-id=alur-days] input").fill("3")
    page.locator("#sifat [data-entry-id=alur-days] input").blur()
    until(
        sari,
        "kelengkapan.bpmn",
        lambda text: 'candidateGroups="kabid@bidang.diskominfo.2"' in text and 'dueDate="=tambah hari kerja(now(), 3)"' in text,
    )


def test_the_token_can_be_watched(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    sari.page.locator("#alat-simulasi").click()
    expect(sari.page.locator("#kanvas .simulation")).to_have_count(1)
    sari.page.locator("#alat-simulasi").click()
    expect(sari.page.locator("#kanvas .simulation")).to_have_count(0)


@pytest.mark.parametrize("path", ["izin_reklame.bpmn", "pajak_reklame.dmn", "forms/izin_reklame_pajak.form"])
def test_each_editor_at_each_width_shows_who_made_it_and_no_fault(editor, path):
    sari = editor("izin_reklame", path)
    for width in (360, 768, 1280):
        sari.page.set_viewport_size({"width": width, "height": 900})
        sari.page.reload()
        if width >= 992 or not path.endswith(".form"):
            sari.page.wait_for_selector("body[data-ready]")
            mark = sari.page.locator("#kanvas :is(.bjs-powered-by, .dmn-js-logo, .fjs-powered-by-link, a[href*='bpmn.io'])").first
            mark.scroll_into_view_if_needed()
            expect(mark).to_be_visible()
            box = mark.bounding_box()
            on_top = "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest(\"a[href*='bpmn.io'], .bjs-powered-by, .fjs-powered-by-link\"))"
            assert sari.page.evaluate(on_top, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]), (path, width)
        check(sari.page, f"{path} at {width} px", without=DRAWN)


def test_the_first_view_of_the_modeler_weighs_little():
    weight = sum(len(gzip.compress((BUILT / f"modeler.{kind}").read_bytes())) for kind in ("js", "css"))
    assert weight < 1_200_000


def test_the_feel_editor_knows_what_forms_have_asked(editor):
    sari = editor("izin_reklame", "izin_reklame.bpmn")
    page = sari.page
    page.locator("#langkah button", has_text="Cari reklame berdekatan").click()
    page.locator("#sifat .bio-properties-panel-group-header-title", has_text="Masukan").first.click()
    page.locator("#sifat .bio-properties-panel-collapsible-entry-header", has=page.get_by_text("lat", exact=True)).click()
    editor = page.locator("#sifat .cm-content:visible").first
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("kelas_j")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("kelas_jalan")
    page.keyboard.press("Control+a")
    page.keyboard.type("tambah h")
    expect(page.locator(".cm-tooltip-autocomplete [aria-selected=true]")).to_have_text("tambah hari kerja(tanggal, jumlah)")
    expect(page.locator(".cm-completionInfo")).to_have_text("tanggal sesudah sekian hari kerja; jumlah negatif: sebelumnya")
    page.keyboard.press("Control+a")
    page.keyboard.type("rand")  # `random number` is Camunda's, and refused here
    expect(page.locator(".cm-tooltip-autocomplete", has_text="random number")).to_have_count(0)


def test_each_function_is_offered_with_what_it_gives_and_no_other():
    assert LINES.keys() == FUNCTIONS.keys()
    assert all(line.id and line.en for line in LINES.values())


def test_diagrams_of_other_modelers_open_and_survive_a_save(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page, opened, lost = sari.page, 0, {}
    for path in sorted((SUITES / "bpmn-miwg").rglob("*.bpmn")):
        before = path.read_bytes()
        upload(sari, "asing.bpmn", before)
        page.goto(f"{sari.draft}/sunting/asing.bpmn")
        page.wait_for_selector("body[data-ready], #tersimpan.alur-bad")
        assert page.locator("#tersimpan.alur-bad").count() == 0, (path, page.locator("#tersimpan").inner_text())
        with page.expect_response(lambda answer: "/simpan/" in answer.url) as answer:
            page.locator("#simpan").click()
        assert answer.value.status == 200, path
        after = sari.context.request.get(f"{sari.draft}/berkas/asing.bpmn").body()
        if missing := content(before) - content(after):
            lost[path.name] = list(missing)[:3]
        opened += 1
    assert lost == {}
    assert opened >= 20 or not SUITES.exists()


def test_odd_diagrams_are_drawn_and_what_was_put_straight_for_that_is_not_saved(editor):
    sari = editor("kelengkapan", "kelengkapan.bpmn")
    page = sari.page
    for odd, before in DIAGRAMS.items():
        upload(sari, "aneh.bpmn", before)
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"{sari.draft}/sunting/aneh.bpmn")
        page.wait_for_selector("body[data-ready]", timeout=10_000)
        assert page.locator("#kanvas .djs-element[data-element-id=t]").count() == 1, odd
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{sari.draft}/sunting/aneh.bpmn")
        page.wait_for_selector("body[data-ready]", timeout=10_000)
        page.locator("#langkah button", has_text="Periksa").click()
        page.locator("#sifat .bio-properties-panel-group-header-title", has_text="Umum").click()
        name = page.locator("#sifat [data-entry-id=name] textarea")
        shown = name.input_value()
        name.fill(f"{shown}!")
        name.blur()
        after = until(sari, "aneh.bpmn", lambda text, odd=odd: "!" in text)
        name_before = re.search(r'id="t" name="([^"]*)"', re.sub(r"^<\?xml.*?\?>", "", decoded(before)))[1]
        assert shown == name_before, odd
        wanted = content(before) - content(after.encode())
        assert {key[1] for key in wanted} == {"name"}, (odd, wanted)
    upload(
        sari,
        "aneh.bpmn",
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><message id="m"/></definitions>',
    )
    page.goto(f"{sari.draft}/sunting/aneh.bpmn")
    expect(page.locator("#tersimpan.alur-bad")).to_have_text("Berkas ini tidak dapat dibuka: tidak ada proses di dalamnya.")


def decoded(data):
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252" if b"windows-1252" in data[:60] else "utf-8-sig")


def test_a_service_ends_with_the_survey_from_the_list(editor):
    sari = editor("izin_reklame", "izin_reklame.bpmn")
    page = sari.page
    warned = []
    page.on("console", lambda message: warned.append(message.text) if message.type in ("error", "warning") else None)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert not [text for text in warned if "template" in text.lower()], warned  # each template is one that the editor takes
    page.locator("#langkah button", has_text="Siapkan pemeriksaan").click()
    page.locator("#alat-tambah").click()
    page.locator(".djs-popup input").press_sequentially("survei")
    page.locator(".djs-popup .entry", has_text="Selesai, dengan survei kepuasan").first.click()
    until(
        sari,
        "izin_reklame.bpmn",
        lambda text: text.count('name="public_stage" value="terbit"') == BOOK.count('name="public_stage" value="terbit"') + 1,
    )

"""The editor of decisions in a real browser: cells, formulas in steps, and how decisions hang together."""

from playwright.sync_api import expect

from tests.support.editor import needs_editors, until, upload
from tests.support.odd_files import DECISIONS
from tests.support.saved_models import content

pytestmark = needs_editors


def test_a_table_is_edited_and_saved(editor):
    sari = editor("izin_reklame", "pajak_reklame.dmn")
    page = sari.page
    cell = page.locator("#kanvas td.input-cell .content-editable").first
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("[1..40]")
    page.locator("#kanvas td.output-cell").first.click()
    until(sari, "pajak_reklame.dmn", lambda text: "[1..40]" in text)
    expect(page.locator("#temuan")).to_contain_text("Baris 1 dan 2 tabel 'Golongan reklame' sama-sama cocok", timeout=10_000)


def test_a_formula_in_steps_is_edited_and_told_to_who_approves(editor):
    sari = editor("izin_reklame", "pajak_reklame.dmn")
    page = sari.page
    steps = page.locator("#rumus .alur-formulas__step")
    steps.nth(2).locator("textarea").fill("if bebas then 0 else round half up(0.20 * nsr, 0)")
    until(sari, "pajak_reklame.dmn", lambda text: "0.20 * nsr" in text)
    page.locator("#rumus button", has_text="Tambah langkah hitung").click()
    page.keyboard.type("jatuh_tempo")
    page.keyboard.press("Tab")
    page.keyboard.type('duration("P30D"')
    expect(page.locator("#temuan-jumlah")).to_contain_text("perlu diperbaiki", timeout=10_000)
    page.keyboard.type(")")
    expect(page.locator("#temuan-jumlah")).to_contain_text("Tidak ada kesalahan", timeout=10_000)
    steps.nth(4).locator("button", has_text="Hapus langkah").click()
    until(sari, "pajak_reklame.dmn", lambda text: "jatuh_tempo" not in text)
    page.goto(f"{sari.draft}/bandingkan")
    expect(page.locator("main del")).to_have_text("if bebas then 0 else round half up(0.25 * nsr, 0)")
    expect(page.locator("main ins")).to_have_text("if bebas then 0 else round half up(0.20 * nsr, 0)")


def test_decisions_without_a_drawing_are_drawn_in_levels(editor):
    sari = editor("izin_reklame", "pajak_reklame.dmn")
    page = sari.page
    page.locator("#pandangan button", has_text="Hubungan antarkeputusan").click()
    expect(page.locator("#kanvas .djs-connection")).to_have_count(11)
    top = "id => document.querySelector(`#kanvas [data-element-id=${id}]`).getBoundingClientRect().top"
    heights = [page.evaluate(top, name) for name in ("pajak_reklame", "nilai_sewa", "in_mulai")]
    assert heights == sorted(set(heights))


def test_a_new_decision_is_worked_out_in_steps(editor):
    sari = editor("izin_reklame", "pajak_reklame.dmn")
    page = sari.page
    page.locator("#pandangan button", has_text="Hubungan antarkeputusan").click()
    page.locator(".djs-palette .entry[data-action='create.decision']").click()
    canvas = page.locator("#kanvas").bounding_box()
    page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] - 120)
    page.locator("#rumus button", has_text="Hitung langkah demi langkah").click()
    page.keyboard.type("biaya")
    page.keyboard.press("Tab")
    page.keyboard.type("1000 * 2")
    text = until(sari, "pajak_reklame.dmn", lambda text: "<text>1000 * 2</text>" in text)
    assert '<variable name="biaya"/>' in text


def test_a_table_of_another_version_of_dmn_is_edited_and_keeps_its_version(editor):
    sari = editor("izin_reklame", "pajak_reklame.dmn")
    page = sari.page
    for version, before in DECISIONS.items():
        upload(sari, "lain.dmn", before.encode())
        page.goto(f"{sari.draft}/sunting/lain.dmn")
        page.wait_for_selector("body[data-ready]")
        page.locator("#kanvas td.output-cell .content-editable").first.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("2500")
        page.locator("#kanvas td.input-cell").first.click()
        after = until(sari, "lain.dmn", lambda text: "2500" in text)
        changed = (content(before.encode()) - content(after.encode())).keys()
        assert [key[2] for key in changed if key[1] == "text"] == ["1000.0"], (version, changed)
        assert before.partition('xmlns="')[2].partition('"')[0] in after, version
        assert "20191111/MODEL" not in after, version

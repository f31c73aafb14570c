"""Who only reads a file of a draft changes nothing in the browser and is told so, on a desktop and on a phone (finding: people A4)."""

import pytest
from playwright.sync_api import expect

from tests.support.analyst import SECOND
from tests.support.editor import needs_editors, until

pytestmark = needs_editors


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_changes_neither_a_table_nor_a_form(editor, eye, width):
    sari = editor("izin_reklame", "forms/izin_reklame_pajak.form")
    sari.page.locator(".fjs-palette-field[data-field-type=textfield]").focus()
    sari.page.keyboard.press("Enter")
    before = until(sari, "forms/izin_reklame_pajak.form", lambda text: '"textfield"' in text)
    tono = eye().sign_in(SECOND)
    page = tono.page
    page.set_viewport_size({"width": width, "height": 900})
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    page.goto(f"{tono.address}{sari.draft.removeprefix(sari.address)}/sunting/pajak_reklame.dmn")
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#tersimpan")).to_have_text("Hanya dibaca")
    assert page.locator("#kanvas [contenteditable=true], #kanvas input:enabled, #kanvas textarea:enabled").count() == 0
    cell = page.locator("#kanvas td").first
    if cell.count():
        cell.click(force=True)
        page.keyboard.type("99")
        expect(page.locator("#kanvas")).not_to_contain_text("99", timeout=500)
    page.goto(f"{tono.address}{sari.draft.removeprefix(sari.address)}/sunting/forms/izin_reklame_pajak.form")
    expect(page.locator("#kanvas")).to_be_hidden()
    expect(page.locator("#pratinjau")).to_be_visible()
    assert page.locator("main button", has_text="Simpan").count() == 0
    assert "Tersimpan pukul" not in page.inner_text("main")
    page.wait_for_timeout(1500)
    assert until(sari, "forms/izin_reklame_pajak.form", lambda text: True) == before
    assert [url for url in sent if "/sunting/" in url or "/berkas/" in url] == []

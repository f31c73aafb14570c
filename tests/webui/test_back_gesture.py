"""Whoever goes back after an error finds the page with what was typed: the browser never asks to send a form once more."""

import pytest

from tests.support.templates import deployed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@deployed("pengaduan")
def test_the_way_back_leads_over_the_page_with_the_error(web, eye):
    web.harness.deploy("pengaduan")
    reader = eye()
    reader.page.goto(f"{reader.address}/layanan/pengaduan")
    reader.press("Mulai pengaduan")
    reader.page.fill("[name=hal]", "Lampu padam")
    reader.press("Simpan dan lanjut")
    assert reader.page.locator(".govuk-error-summary").count() == 1
    assert reader.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    reader.page.locator("input[name=jenis]").first.check(force=True)
    reader.page.fill("[name=isi]", "Sejak Senin malam sepuluh lampu padam di jalan ini.")
    reader.press("Simpan dan lanjut")
    assert reader.page.url.endswith("/2")
    reader.page.go_back()
    assert reader.page.input_value("[name=hal]") == "Lampu padam"
    assert reader.page.locator(".govuk-error-summary").count() == 0, "nothing is wrong with it any more"

"""An analyst before the editors of a draft's file, in a real browser."""

import pytest

from tests.support.analyst import WRITER
from tests.support.browser import REQUIRED
from tests.support.templates import deployed
from webui.settings import ROOT

BUILT = ROOT / "webui" / "static" / "built"
needs_editors = pytest.mark.skipif(not (BUILT / "stamp").exists() and not REQUIRED, reason="the editors are not built (./run setup)")


@pytest.fixture
@deployed("kelengkapan", "pembayaran", "pemeriksaan_data", "izin_reklame")
def editor(web, eye):
    for package in ("kelengkapan", "pembayaran", "pemeriksaan_data", "izin_reklame"):
        web.harness.deploy(package)
    sari = eye().sign_in(WRITER)
    sari.page.set_viewport_size({"width": 1280, "height": 1000})

    def opened(package, path):
        sari.page.goto(f"{sari.address}/perancang")
        sari.page.locator(f"form[action='/perancang/{package}/mulai'] button").first.click()
        sari.page.wait_for_load_state()
        sari.draft = sari.page.url
        sari.page.goto(f"{sari.draft}/sunting/{path}")
        sari.page.wait_for_selector("body[data-ready]")
        return sari

    return opened


def until(sari, path, holds):
    """The draft's file, once it is as `holds` says: editors save a moment after the last change."""
    for _ in range(50):
        text = sari.context.request.get(f"{sari.draft}/berkas/{path}").text()
        if holds(text):
            return text
        sari.page.wait_for_timeout(200)
    raise AssertionError(text)


def upload(sari, name, data):
    """Puts a file into the draft, as its page does."""
    token = sari.page.evaluate("JSON.parse(document.getElementById('bahan').textContent).token")
    file = {"name": name, "mimeType": "application/xml", "buffer": data}
    sent = sari.context.request.post(f"{sari.draft}/berkas", multipart={"csrf_token": token, "berkas": file}, max_redirects=0)
    assert sent.status == 302, (name, data)

"""The workshop's pages in their states, in a real browser at 360 and 1,280 px."""

import pytest

from tests.webui.test_designer import BPMN, NOTE, SECOND, WRITER, renamed
from tests.webui.test_page_states import LONG, pytestmark  # noqa: F401 (marks this module too)


@pytest.fixture
def writer(web, regency, eye):
    web.harness.deploy("kelengkapan")
    return eye().sign_in(WRITER)


def save(somebody, name, content):
    somebody.page.set_input_files("#berkas", {"name": name, "mimeType": "application/xml", "buffer": content})


def test_the_workshop(web, writer, eye):
    writer.go("/perancang", "perancang")
    with writer.page.expect_navigation(wait_until="load"):
        writer.page.locator("form[action*=kelengkapan] button").first.click()
    writer.look("draf fresh")
    draft = writer.page.url
    writer.press("Simpan ke draf", "draf without a file")
    save(writer, "kelengkapan.bpmn", b"<html/>")
    writer.press("Simpan ke draf", "draf refused")
    save(
        writer,
        "kelengkapan.bpmn",
        BPMN.replace(b"percobaan + 1", b"percobaan +").replace(b'name="Periksa kelengkapan"', f'name="{LONG}"'.encode()),
    )
    writer.press("Simpan ke draf", "draf with errors")
    writer.press("Usulkan", "draf not proposed")
    save(writer, "kelengkapan.bpmn", renamed())
    writer.press("Simpan ke draf", "draf changed")
    for fold in writer.page.locator("summary:visible").all():
        fold.click()
    writer.look("draf unfolded")
    second = eye().sign_in(SECOND)
    second.page.goto(draft)
    second.look("draf read by another")
    writer.fill({"catatan": NOTE})
    writer.press("Usulkan", "draf proposed")
    second.page.goto(draft)
    second.look("draf to approve")
    web.harness.clock.forward(minutes=1)
    second.press("Setujui", "draf published")
    second.go("/perancang", "perancang afterwards")

"""What can be pressed in a row is pressed where it stands, and is not covered by the row's own link (finding: people A7)."""

import pytest

from tests.support.analyst import WRITER

pytestmark = pytest.mark.browser
#: the controls of rows at whose middle something else would be pressed
COVERED = """() => [...document.querySelectorAll('.alur-inbox tbody :is(a, button)')].filter(control => {
    control.scrollIntoView({ block: 'center' });
    const box = control.getClientRects()[0];
    return !control.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}).map(control => control.textContent.trim())"""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_running_cases_of_a_package_with_a_draft_are_reached(eye, registered, width):
    sari = eye().sign_in(WRITER)
    sari.page.set_viewport_size({"width": width, "height": 800})
    sari.page.goto(f"{sari.address}/perancang")
    sari.page.locator("form[action='/perancang/surat_masuk/mulai'] button").first.click()
    sari.page.goto(f"{sari.address}/perancang")
    assert sari.page.evaluate(COVERED) == []
    link = sari.page.locator(".alur-inbox tbody a[href$='/pindahkan'], .alur-inbox tbody td a").first
    wanted = link.get_attribute("href")
    link.click()
    assert sari.page.url.endswith(wanted)

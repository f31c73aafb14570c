"""Letters of twice their size on a phone (WCAG 1.4.4): no word is broken, nothing scrolls sideways. axe does not see it."""

import pytest

from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from processes.izin_reklame.tests.permit import Permit
from tests.support.cashier import AMOUNT, Cashier
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
#: words of letters whose beginning and end stand on different lines; long ones (addresses, numbers) may break
BROKEN = """() => {
  document.documentElement.style.fontSize = "200%";
  const broken = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (parent.closest("script, style, pre, .alur-mono, .govuk-visually-hidden, .govuk-skip-link") || !parent.checkVisibility()) continue;
    for (const word of node.data.matchAll(/[^\\s–/-]+/g)) {
      if (word[0].length > 15 || /[@_.\\d]./.test(word[0])) continue;
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
      if (lines.size > 1) broken.push(`${parent.tagName}: ${word[0]}`);
    }
  }
  return [document.documentElement.scrollWidth, broken];
}"""


@deployed(*OFFICE, *PERMIT)
def test_letters_of_twice_their_size_break_no_word_on_a_phone(web, regency, eye):
    cashier = Cashier(Office(web.harness, regency))
    cashier.say("A", AMOUNT - 1000)
    Permit(web.harness, regency)
    reader = eye()
    receipt = f"/tanda-terima/{cashier.receipt}"
    paths = (
        "/",
        "/layanan/izin-reklame",
        "/kontak",
        "/aksesibilitas",
        "/lacak/pin",
        receipt,
        f"{receipt}/lacak",
        f"{receipt}/pengembalian/A",
    )
    for path in paths:
        reader.page.goto(reader.address + path)
        assert reader.page.evaluate(BROKEN) == [360, []], path
    reader.page.goto(f"{reader.address}/layanan/izin-reklame")
    reader.press("Mulai permohonan")
    assert reader.page.evaluate(BROKEN) == [360, []]
    draft = reader.page.url.rpartition("/")[0]
    for step in range(2, 6):
        reader.page.goto(f"{draft}/{step}")
        assert reader.page.evaluate(BROKEN) == [360, []], step

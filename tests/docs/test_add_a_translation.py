"""The page that tells how to add a translation has one that keeps the rules of tests/webui/test_translations.py."""

import re
from io import BytesIO

from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.docs.blocks import block
from webui.settings import ROOT

PAGE = "add-a-translation.md"
ADDED = {entry.id: entry.string for entry in read_po(BytesIO(block(PAGE, "webui/locale/en.po").encode())) if entry.id}


def test_the_sentence_that_the_page_says_is_the_one_that_it_translates():
    (said,) = re.findall(r"^ +(translate\(.+)$", (ROOT / "docs/develop" / PAGE).read_text(), re.MULTILINE)
    found = {text for _line, text, *_rest in extract("python", BytesIO(said.encode()), keywords={"translate": None})}
    assert found == set(ADDED)


def test_it_is_new_and_has_the_same_places_to_fill():
    with (ROOT / "webui/locale/en.po").open("rb") as file:
        known = {entry.id for entry in read_po(file)}
    for original, translated in ADDED.items():
        assert original not in known
        assert translated != original
        assert sorted(re.findall(r"{\w+}", original)) == sorted(re.findall(r"{\w+}", translated))


def test_the_order_that_it_asks_for_is_the_order_there_is():
    """Mostly: a few sentences were moved."""
    with (ROOT / "webui/locale/en.po").open("rb") as file:
        ids = [str(entry.id) for entry in read_po(file) if entry.id]
    in_order = sum(first <= second for first, second in zip(ids, ids[1:], strict=False))
    assert in_order / (len(ids) - 1) > 0.9

"""Every sentence of the pages has an English one, with the same places to fill; none is translated that nobody says."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from tests.support.sentences import sentences
from webui.settings import ROOT


def english():
    with Path(ROOT / "webui/locale/en.po").open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file) if entry.id}


def test_each_sentence_is_translated_and_each_translation_is_used():
    assert sentences() == set(english())


def test_translations_have_the_same_places_to_fill():
    for original, translated in english().items():
        assert translated, original
        assert sorted(re.findall(r"{\w+}", original)) == sorted(re.findall(r"{\w+}", translated)), original

"""Every sentence of the pages has an English one, with the same places to fill; none is translated that nobody says."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from casework.composition import STEPS
from webui.settings import ROOT
from webui.workshop.editors.step_templates import step_texts

METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]


def sentences():
    found = set()
    for folder in ("webui", "demo"):
        extracted = extract_from_dir(str(ROOT / folder), METHODS, keywords={"_": None, "translate": None})
        found |= {message for _file, _line, message, _comments, _context in extracted if isinstance(message, str)}
    # the words of the platform's own steps stand in their declarations
    return found | set(step_texts(STEPS))


def english():
    with Path(ROOT / "webui/locale/en.po").open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file) if entry.id}


def test_each_sentence_is_translated_and_each_translation_is_used():
    assert sentences() == set(english())


def test_translations_have_the_same_places_to_fill():
    for original, translated in english().items():
        assert translated, original
        assert sorted(re.findall(r"{\w+}", original)) == sorted(re.findall(r"{\w+}", translated)), original

"""The analysts' handbook speaks of buttons and pictures that are there, in both languages, and of what its test goes through."""

import re

import pytest

from tests.support.sentences import sentences
from webui.i18n import translations
from webui.settings import ROOT

FOLDER = ROOT / "docs" / "analysts"
BOOKS = {"id": FOLDER / "buku-analis.md", "en": FOLDER / "analysts-handbook.md"}


@pytest.mark.parametrize("language", BOOKS)
def test_every_word_of_the_screen_is_on_a_screen(language):
    known = sentences() if language == "id" else {translations().gettext(text) for text in sentences()}
    named = {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", BOOKS[language].read_text())}
    assert named
    assert named <= known, named - known


@pytest.mark.parametrize("book", BOOKS.values())
def test_every_picture_is_there(book):
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", book.read_text())
    assert len(pictures) >= 10
    for picture in pictures:
        assert (FOLDER / picture).resolve().stat().st_size > 5_000, picture


def test_the_story_goes_through_every_chapter():
    story = (ROOT / "tests/webui/test_workshop_story.py").read_text()
    told = [int(number) for number in re.findall(r"^ +# (\d+)\. ", story, re.M)]
    assert told == list(range(1, 14))
    for book in BOOKS.values():
        assert [int(number) for number in re.findall(r"^## (\d+)\. ", book.read_text(), re.M)] == told

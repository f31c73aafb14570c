"""What `check` of the tests' browser finds: it must go on finding it, however little it carries out of the browser."""

from urllib.parse import quote

import pytest

from tests.support.browser import check

PAGE = "<!doctype html><html lang=id><head><title>Halaman</title></head><body><main><h1>Halaman</h1>{}</main></body></html>"


@pytest.fixture
def page(contexts):
    return contexts(viewport={"width": 360, "height": 800}).new_page()


def test_a_good_page_is_good_and_is_looked_at_twice(page):
    page.set_content(PAGE.format("<p>Isi</p>"))
    check(page, "good")
    check(page, "good again")


def test_the_next_page_of_a_tab_is_looked_at_as_the_first(page):
    """The browser holds axe ready for it, and runs it when somebody looks; a colour that comes again is the same colour."""
    page.goto("data:text/html," + quote(PAGE.format("<p style='color: #3cf; background: #000'>Isi</p>" * 3)))
    check(page, "good")
    page.goto("data:text/html," + quote(PAGE.format("<p style='color: #ccc; background: #fff'>Pucat</p><p style='color: #111'>Isi</p>")))
    assert page.evaluate("['loadAxe' in window, 'axe' in window]") == [True, False]
    with pytest.raises(AssertionError, match=r"(?s)pale: Found 1 accessibility violations.*color-contrast"):
        check(page, "pale")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color: #ccc; background: #fff'>Pucat</p>", "color-contrast"),
        ("<input type=text>", "label"),
        ("<p id=a>Satu</p><h4>Dua</h4>", "heading-order"),
    ],
)
def test_a_violation_is_told_with_its_place(page, content, rule):
    page.set_content(PAGE.format(content))
    with pytest.raises(AssertionError, match=f"(?s)place: Found 1 accessibility violations.*{rule}"):
        check(page, "place")


def test_what_is_not_ours_to_draw_is_left_out(page):
    page.set_content(PAGE.format("<div class=theirs><input type=text></div>"))
    with pytest.raises(AssertionError, match="label"):
        check(page, "all of it")
    check(page, "ours", without=(".theirs", ".not-there"))


def test_a_page_that_scrolls_sideways_is_told(page):
    page.set_content(PAGE.format("<p style='width: 800px'>Lebar</p>"))
    with pytest.raises(AssertionError, match="scrolls sideways"):
        check(page, "wide")

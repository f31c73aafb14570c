"""Somebody whose first day is told (docs/stories.md): a person with a real browser, on a phone or at a desk, with scripts or without.

The steps are short, for stories are many: what a page looks like to axe is the matter of tests/webui/test_page_states.py."""

import re

import pytest

from tests.support.eye import CONTROLS

PHONE, DESK = 360, 1280
#: whether something stands beyond the right edge
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Somebody:
    def __init__(self, eye, app):
        self.eye, self.app, self.page, self.address = eye, app, eye.page, eye.address

    def goes(self, path):
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self

    def presses(self, text):
        """The link or button of the page with this text, or else one that contains it; the next page is there when it returns."""
        offered = self.page.locator("main :is(a, button):visible")
        exactly = offered.filter(has_text=re.compile(rf"^\s*{re.escape(text)}\s*$", re.IGNORECASE))
        with self.page.expect_navigation(wait_until="load"):
            (exactly if exactly.count() else offered.filter(has_text=text)).first.click()
        return self

    def fills(self, **answers):
        """Fields of the page, which must be there."""
        missing = [key for key, control in self.page.evaluate(CONTROLS, list(answers)).items() if control is None]
        assert missing == [], f"{self.page.url} asks for no {missing}"
        self.eye.fill(answers)
        return self

    def ticks(self, text):
        """A radio or a checkbox, by its label."""
        self.page.locator(".govuk-radios__item:visible, .govuk-checkboxes__item:visible", has_text=text).first.locator("input").check(
            force=True
        )
        return self

    def unfolds(self, text):
        self.page.locator("summary:visible", has_text=text).first.click()
        return self

    def takes(self, field, name, content, kind="application/octet-stream"):
        """A file of the own device."""
        self.page.set_input_files(f"#{field}", {"name": name, "mimeType": kind, "buffer": content})
        return self

    def reads(self, *sentences):
        """What stands on the page, which is no wider than the screen."""
        text = self.text
        for sentence in sentences:
            assert sentence in text, f"{self.page.url}: no '{sentence}' in: {text[:3000]}"
        assert not self.page.evaluate(WIDE), f"{self.page.url} scrolls sideways"
        return self

    def reads_nowhere(self, *sentences):
        for sentence in sentences:
            assert sentence not in self.text, f"{self.page.url}: '{sentence}'"
        return self

    @property
    def text(self):
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def closes_the_browser(self):
        """As a crash does: no page is left in peace, and cookies stay on the disk."""
        cookies = self.eye.context.storage_state()
        self.eye.context.close()
        return cookies


@pytest.fixture
def story(web, eye):
    """Opens the browser of one more person of a story."""

    def arrive(code=None, *, width=None, scripts=True, **options):
        """`code`: of the position of somebody of the staff, who has signed in; they sit at a desk, others hold a phone."""
        size = {"width": width or (DESK if code else PHONE), "height": 800}
        somebody = Somebody(eye(viewport=size, java_script_enabled=scripts, **options), web)
        if code:
            somebody.eye.sign_in(code)
        return somebody

    return arrive

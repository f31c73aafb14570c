"""Somebody with a browser before the pages of a test: each page that they look at is checked on a phone and on a desktop."""

import logging
import re
import threading

import pytest
from werkzeug.serving import make_server

from tests.support.browser import SHOTS, check
from tests.support.failures import FAILED
from tests.support.files import picture
from tests.support.signing_in import cookie_of
from webui.settings import ROOT

#: which control the page has for each key, asked at once; null: none
CONTROLS = """keys => Object.fromEntries(keys.map(key => [key, [
    ["date", `#${key}-day`], ["select", `select#${key}`], ["radio", `input[type=radio][name=${key}]`],
    ["file", `input[type=file]#${key}`], ["text", `#${key}`],
].find(([_control, selector]) => document.querySelector(selector))?.[0] ?? null]))"""


class Eye:
    """Looks at pages as somebody with a browser; a page is named by its state."""

    def __init__(self, context, app, address):
        self.context = context
        self.page, self.app, self.address, self.seen = self.context.new_page(), app, address, 0
        self.page.set_default_timeout(15_000)
        #: what scripts of any page have thrown and nobody caught
        self.thrown = []
        self.page.on("pageerror", lambda error: self.thrown.append(f"{self.page.url}: {error}"))

    def go(self, path, state="", *, status=200):
        answer = self.page.goto(self.address + path)
        assert answer.status == status, (path, answer.status)
        self.look(state or path)

    def look(self, state):
        self.page.wait_for_load_state()
        headings, language = self.page.evaluate("[document.querySelectorAll('h1').length, document.documentElement.lang]")
        assert headings == 1, state
        assert language == "id"
        for width in (1280, 360):
            self.page.set_viewport_size({"width": width, "height": 800})
            if SHOTS:
                folder = ROOT / "var" / "screenshots" / "keadaan"
                folder.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9]+', '-', state)}-{width}.png", full_page=True)
            check(self.page, f"{state} at {width} px")
        self.seen += 1

    def press(self, text, state=""):
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main :is(a, button):visible", has_text=text).first.click()
        if state:
            self.look(state)

    def fill(self, answers):
        """Each by what its field is."""
        page = self.page
        for key, control in page.evaluate(CONTROLS, list(answers)).items():
            value = answers[key]
            match control:
                case "date":
                    year, month, day = value.split("-")
                    for part, text in (("day", day), ("month", month), ("year", year)):
                        page.fill(f"#{key}-{part}", text)
                case "select":
                    page.select_option(f"#{key}", value)
                case "radio":
                    page.locator(f"input[name={key}][value='{value}']").check(force=True)
                case "file":
                    page.set_input_files(f"#{key}", {"name": "berkas.png", "mimeType": "image/png", "buffer": picture("PNG")})
                case "text":
                    page.fill(f"#{key}", value)

    def sign_in(self, code):
        """As somebody who has just signed in and is before the inbox."""
        self.context.add_cookies([{"name": "alur", "value": cookie_of(self.app, code), "url": self.address}])
        self.page.goto(f"{self.address}/tugas")
        return self


@pytest.fixture
def eye(web, contexts, request):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, web, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))  # how often it looks whether it shall end
    thread.start()
    eyes = []

    def opened(**options):
        """`options` of the context: another size than a phone's, no scripts."""
        context = contexts(**{"viewport": {"width": 360, "height": 800}, "locale": "id-ID", **options})
        eyes.append(Eye(context, web, f"http://127.0.0.1:{server.port}"))
        return eyes[-1]

    yield opened
    thrown = [text for one in eyes for text in one.thrown]
    request.node.stash[FAILED] = request.node.stash.get(FAILED, False) or bool(thrown)
    for one in () if request.node.stash[FAILED] else eyes:  # of a failed test the pages are kept first
        one.page.close()
    server.shutdown()
    thread.join()
    server.server_close()
    assert thrown == []

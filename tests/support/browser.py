"""A real Chromium, and what every page must fulfil in it: no violation of axe, no sideways scrolling, the language told."""

import os
import shutil
from ctypes.util import find_library

import pytest

CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("ALUR_BROWSER_TESTS") == "required"
#: pictures of the pages are kept in var/screenshots for those who look
SHOTS = bool(os.environ.get("ALUR_SCREENSHOTS"))
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()


@pytest.fixture(scope="session")
def chromium():
    if not (CHROMIUM and find_library("atomic")) and not REQUIRED:
        pytest.skip("a browser is missing (sudo apt-get install chromium libatomic1)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def check(page, place, *, without=()):
    """`without`: selectors of what is not ours to draw."""
    from axe_playwright_python.sync_playwright import Axe

    context = {"exclude": [[selector] for selector in without if page.locator(selector).count()]} if without else None
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{place}: {found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{place}: the page scrolls sideways"

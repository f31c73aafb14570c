"""A real Chromium, and what every page must fulfil in it: no violation of axe, no sideways scrolling, the language told."""

import os
import re
import shutil
from ctypes.util import find_library

import pytest

from tests.support import axe
from tests.support.failures import FAILED, PASSED
from webui.settings import ROOT

#: without the windows around the page, if it is there: they take more of the processor than the pages do
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
REQUIRED = os.environ.get("ALUR_BROWSER_TESTS") == "required"
#: pictures of the pages are kept in var/screenshots for those who look
#: where a member of the staff begins: who leads with figures, everybody else with tasks
HOME = re.compile(r"/(tugas|pimpinan)(\?|$)")
SHOTS = bool(os.environ.get("ALUR_SCREENSHOTS"))
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()
#: no script of a test runs so long that the threads that optimize it would be worth their time
FLAGS.append("--js-flags=--no-opt --no-maglev")
#: what a browser did in a test that failed: `playwright show-trace FILE` shows it
TRACES = ROOT / "var" / "traces"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    if report.when == "call" and report.passed:
        item.stash[PASSED] = not hasattr(report, "wasxfail")
    return report


@pytest.fixture(scope="session")
def chromium():
    if not (CHROMIUM and find_library("atomic")) and not REQUIRED:
        pytest.skip("a browser is missing (sudo apt-get install chromium-headless-shell libatomic1)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def contexts(chromium, request):
    """Opens contexts of the browser (each has cookies of its own), and closes them. Of a test that fails their traces are kept."""
    opened = []

    def new(**options):
        context = chromium.new_context(**options)
        # without a snapshot of the page at every action, which costs a seventh of a test: the last state of a failed one is kept instead
        context.tracing.start(snapshots=False, screenshots=False)
        opened.append(context)
        context.on("close", lambda closed: opened.remove(closed))
        return context

    yield new
    name = re.sub(r"\W+", "-", request.node.nodeid).strip("-")
    for number, context in enumerate(list(opened), 1):
        if request.node.stash.get(FAILED, False):
            context.tracing.stop(path=TRACES / f"{name}-{number}.zip")
            for tab, page in enumerate(context.pages, 1):
                keep_last_state(page, TRACES / f"{name}-{number}-{tab}")
        else:
            context.tracing.stop()
        context.close()


def keep_last_state(page, path):
    """The page as its markup and as a picture."""
    path.with_name(f"{path.name}.html").write_text(page.content())
    page.screenshot(path=path.with_name(f"{path.name}.png"), full_page=True)


#: what is only read aloud lies absolutely, and can make a page longer than all that is seen of it
BELOW_FOOTER = """() => {
    const footer = document.querySelector("body > footer"), page = document.documentElement;
    return footer !== null && page.scrollHeight > Math.max(footer.getBoundingClientRect().bottom + window.scrollY + 2, page.clientHeight);
}"""


def check(page, place, *, without=()):
    """`without`: selectors of what is not ours to draw."""
    from axe_playwright_python.base import AxeResults

    context = {"exclude": [[selector] for selector in without if page.locator(selector).count()]} if without else None
    found, wide = axe.run(page, context)
    violations = AxeResults({"violations": found})
    assert violations.violations_count == 0, f"{place}: {violations.generate_report()}"
    assert not wide, f"{place}: the page scrolls sideways"
    assert not page.evaluate(BELOW_FOOTER), f"{place}: the page goes on below its footer"

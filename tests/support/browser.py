"""A real Chromium, and what every page must fulfil in it: no violation of axe, no sideways scrolling, the language told."""

import os
import re
import shutil
from ctypes.util import find_library

import pytest

from tests.support.failures import FAILED, PASSED
from webui.settings import ROOT

#: without the windows around the page, if it is there: they take more of the processor than the pages do
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
REQUIRED = os.environ.get("ALUR_BROWSER_TESTS") == "required"
#: pictures of the pages are kept in var/screenshots for those who look
SHOTS = bool(os.environ.get("ALUR_SCREENSHOTS"))
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()
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


#: runs axe where it is loaded; gives its violations, whether the page is wider than its window, and whether it goes on below its footer. Nothing else is carried out of the
#: browser: what passed is a hundred kilobytes of every page, which nobody reads and which took longer to carry than to find
RUN_AXE = """async ([context, options]) => {
    if (!("axe" in window)) return null;
    const found = await axe.run(context ?? document, options);
    const page = document.documentElement;
    const footer = document.querySelector("body > footer")?.getBoundingClientRect().bottom + window.scrollY;
    return [found.violations, page.scrollWidth > page.clientWidth, page.scrollHeight > Math.max(footer + 2, page.clientHeight)];
}"""
AXE_OPTIONS = {"reporter": "no-passes", "resultTypes": ["violations"], "preload": False}


def check(page, place, *, without=()):
    """`without`: selectors of what is not ours to draw."""
    from axe_playwright_python.base import AXE_SCRIPT, AxeResults

    context = {"exclude": [[selector] for selector in without if page.locator(selector).count()]} if without else None
    found = page.evaluate(RUN_AXE, [context, AXE_OPTIONS])
    if found is None:  # half a megabyte of script, which a page that was looked at already holds
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN_AXE, [context, AXE_OPTIONS])
    violations, wide, long = AxeResults({"violations": found[0]}), found[1], found[2]
    assert violations.violations_count == 0, f"{place}: {violations.generate_report()}"
    assert not wide, f"{place}: the page scrolls sideways"
    assert not long, f"{place}: the page goes on below its footer"

"""The whole platform as a user starts it: the supervisor with its servers, web, workers, clock and mailbox, and a real Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request

import pytest

from tests.support.browser import HOME, SHOTS, check
from tests.support.stack import Stack
from webui.settings import ROOT


def pytest_itemcollected(item):
    """One worker runs them all, on one running platform (tests.support.scheduling)."""
    item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def guest_book(tmp_path_factory):
    """The small package, installed with pip into a folder of its own."""
    target = tmp_path_factory.mktemp("site")
    source = tmp_path_factory.mktemp("source") / "buku_tamu"
    shutil.copytree(ROOT / "tests/packages/buku_tamu", source)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def stack(tmp_path_factory, guest_book):
    running = Stack(tmp_path_factory.mktemp("stack"), packages=guest_book)
    yield running
    running.stop()


class Visitor:
    """Somebody with a browser; every page that they pass is checked with axe and for sideways scrolling."""

    def __init__(self, contexts, stack, *, width=360, scripts=True, shots=None, seen=None):
        self.seen = seen if seen is not None else set()
        self.stack, self.shots, self.width, self.scripts = stack, shots, width, scripts
        self.context = contexts(viewport={"width": width, "height": 800}, locale="id-ID", java_script_enabled=scripts)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)

    def look(self, name):
        """Check the page, once; tests/webui/test_page_states.py looks at each on a phone and on a desktop. Pictures are kept of both."""
        self.page.wait_for_load_state()
        if name in self.seen:
            return
        self.seen.add(name)
        for width in ((1280, 360) if self.width == 360 else (360, 1280)) if self.shots else ():
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=self.shots / f"{name}-{width}.png", full_page=True)
        if self.scripts:
            check(self.page, f"{name} at {self.width} px")

    def press(self, text):
        """Follow the visible link or send with the visible button that has this text; the next page is loaded whole, with its styles."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main :is(a, button):visible", has_text=text).first.click()

    def tick(self, text):
        self.page.locator(".govuk-radios__item:visible, .govuk-checkboxes__item:visible", has_text=text).first.locator("input").check(
            force=True
        )

    def send(self, text):
        self.press(text)

    def close(self):
        self.context.close()


class Person(Visitor):
    """Somebody of the staff, who signs in first."""

    def __init__(self, contexts, stack, code, **options):
        super().__init__(contexts, stack, **options)
        self.page.goto(f"{stack.address}/masuk")
        self.look("masuk")
        self.page.fill("#email", f"{code}@tangerangkab.example")
        self.page.fill("#sandi", "alur-demo-2026")
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(HOME)

    def inbox(self, tab="untuk-saya"):
        self.page.goto(f"{self.stack.address}/tugas?tab={tab}")
        self.look(f"kotak-{tab}")
        return self.page.locator(".alur-inbox__subject").all_inner_texts()

    def open(self, subject, tab="untuk-saya"):
        self.inbox(tab)
        # searched for in the inbox, for other tests may have filled its first page
        self.page.goto(f"{self.stack.address}/tugas?{urllib.parse.urlencode({'tab': tab, 'cari': subject})}")
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(".alur-inbox__subject", has_text=subject).first.click()
        self.look("tugas")


@pytest.fixture()
def opened(contexts, stack, request):
    """Opens browsers; with ALUR_SCREENSHOTS=1 pictures are kept in var/screenshots for those who look."""
    seen = set()
    shots = ROOT / "var" / "screenshots" / re.sub(r"\W+", "-", request.node.name)
    if SHOTS:
        shots.mkdir(parents=True, exist_ok=True)

    def begin(kind, *arguments, **options):
        return kind(contexts, stack, *arguments, shots=shots if SHOTS else None, seen=seen, **options)

    return begin


@pytest.fixture()
def person(opened):
    """Signs a person of the staff in."""
    return lambda code, **options: opened(Person, code, **options)


@pytest.fixture()
def citizen(opened, stack):
    """Somebody without an account, on the first page."""

    def arrive(**options):
        somebody = opened(Visitor, **options)
        somebody.page.goto(stack.address)
        somebody.look("beranda")
        return somebody

    return arrive

"""The workers of a test run: one platform for all that need it, long tests before short ones, the order of chance within a stage."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.support.scheduling import OnePlatform, pytest_xdist_make_scheduler
from tests.support.stages import LongestFirst
from webui.settings import ROOT

RECORD = """import os, pathlib, pytest

@pytest.mark.parametrize("number", range(6))
def test_it(number):
    with pathlib.Path(os.environ["RECORD"]).open("a") as record:
        record.write(f"{__name__.rpartition('.')[2]} {number} {os.environ['PYTEST_XDIST_WORKER']}\\n")
"""


def run(folder, *options):
    """Who ran which test: pairs of a module's name and the worker's, in their order."""
    (folder / "conftest.py").write_text("pytest_plugins = ('tests.support.scheduling',)\n")
    (folder / "setup.cfg").write_text("[tool:pytest]\n")
    for name in ("acceptance/test_a", "acceptance/test_b", "unit/test_c"):
        path = folder / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORD)
    record = folder / "record.txt"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV_"))}
    environment |= {"PYTHONPATH": str(ROOT), "RECORD": str(record)}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "3", "-p", "no:randomly", "-p", "no:cacheprovider", *options, "tests"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [(line.split()[0], line.split()[2]) for line in record.read_text().splitlines()]


def test_one_worker_gets_all_acceptance_tests(tmp_path):
    ran = run(tmp_path, "--dist", "loadscope", "--no-loadscope-reorder")
    assert len(ran) == 18
    assert len({worker for name, worker in ran if name != "test_c"}) == 1
    assert len({worker for name, worker in ran if name == "test_c"}) > 1, "other tests of one file go to whoever is free"


def test_another_distribution_is_left_to_xdist():
    asked = SimpleNamespace(getoption=lambda name: "load")
    assert pytest_xdist_make_scheduler(asked, None) is None


class Worker:
    """A worker of xdist that writes down what it is sent."""

    shutting_down = False

    def __init__(self, name):
        self.gateway = SimpleNamespace(id=name)
        self.sent = []

    def send_runtest_some(self, indices):
        self.sent += indices

    def shutdown(self):
        self.shutting_down = True


def test_what_comes_first_begins_first():
    """A worker gets its first two scopes at once, so the longest must stand before them in the collection."""
    collection = [
        "tests/unit/t.py::long",
        *(f"tests/acceptance/t.py::{number}" for number in range(4)),
        *(f"tests/x.py::{n}" for n in range(9)),
    ]
    option = SimpleNamespace(loadscopereorder=False)
    scheduler = OnePlatform(SimpleNamespace(getvalue=lambda name: ["popen"] * 2, option=option, getoption=lambda name: None))
    first, second = Worker("gw0"), Worker("gw1")
    for worker in (first, second):
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, collection)
    scheduler.schedule()
    assert (first.sent, second.sent) == ([0, 5], [1, 2, 3, 4])


@pytest.mark.parametrize("seed", range(3))
def test_the_platform_and_the_long_tests_come_first_and_chance_orders_the_rest(seed):
    def item(name, fixtures=(), *, long=False):
        return SimpleNamespace(name=name, fixturenames=fixtures, get_closest_marker=lambda _: long or None, path=ROOT / "tests/unit/t.py")

    shuffled = [
        item("f1"),
        item("d1", ["database_url"]),
        item("long", long=True),
        item("b", ["chromium"]),
        item("p", ["stack"]),
        item("f0"),
    ]
    if seed:
        shuffled.reverse()
    names = [one.name for one in shuffled]
    LongestFirst().pytest_collection_modifyitems(shuffled)
    found = [one.name for one in shuffled]
    assert found[:4] == ["p", "long", "b", "d1"]
    assert found[4:] == [name for name in names if name.startswith("f")], "the shuffle is left alone within a stage"

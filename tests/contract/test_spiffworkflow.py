"""Alur builds on SpiffWorkflow by inheritance only, and knows when what it builds on changes."""

import subprocess
import sys
from importlib.metadata import version

from tests.contract import spiffworkflow
from webui.settings import ROOT

UNTOUCHED = """
from tests.contract.spiffworkflow import belongings, modules
before = belongings()
for module in modules("engine"): pass
from engine.testing.play import Play
from engine.testing.drawing import diagram, event, task
Play(diagram(event("start", "s"), task("a"), event("end", "e"), "s > a > e")).complete("a")
after = belongings()
changed = sorted(name for name in before if after.get(name) != before[name]) + sorted(set(after) - set(before))
assert len(before) > 1000, len(before)
assert not changed, changed
"""


def test_nothing_of_the_library_is_replaced():
    """So its own test suite gives the same with and without Alur in the process: there is nothing in it that Alur has changed."""
    done = subprocess.run([sys.executable, "-c", UNTOUCHED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_stands_underneath_is_what_was_read():
    """A failure here is no fault: read each method that it names, then follow docs/how-to/upgrade-spiffworkflow.md."""
    known = spiffworkflow.known()
    now = spiffworkflow.sources()
    changed = sorted(name for name in known["sources"].keys() | now.keys() if known["sources"].get(name) != now.get(name))
    assert changed == []
    assert version("SpiffWorkflow") == known["version"]


def test_what_ours_replace_is_on_the_list():
    assert sorted(spiffworkflow.overridden()) == spiffworkflow.known()["overridden"]


def test_the_version_is_pinned():
    assert f"\nspiffworkflow=={version('SpiffWorkflow')} \\" in (ROOT / "requirements.lock").read_text()

"""Every command of ./run works: each is run in a short form, for `bench` once stood broken for weeks and nobody saw it."""

import importlib.machinery
import importlib.util
import subprocess
import sys

import pytest

from webui.settings import ROOT

#: command -> its short form, and what it says. None: what runs it instead
SHORT = {
    "setup": (["setup"], "ready: ./run serves"),
    "editors": (["editors"], ""),
    "test": (["test", "-n0", "--collect-only", "tests/unit/test_file_titles.py"], "test_file_titles.py"),
    "check": None,  # .ci/run
    "fix": (["fix", "webui/settings.py"], "All checks passed"),
    "bench": (["bench", "--short"], "disposition page"),
    "conformance": (["conformance", "--help"], "where the suites are"),
    "fuzz": (["fuzz", "1"], ""),
    "chaos": None,  # tests/chaos/test_smallest.py
    "docs": (["docs"], ""),
    "alur": (["alur", "--version"], "alur 0.2.0"),
    "lock": (["lock", "--check"], "the locks hold everything"),
    "help": (["help"], "set up, then serve"),
}


def commands():
    loader = importlib.machinery.SourceFileLoader("alur_run", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("alur_run", loader))
    loader.exec_module(module)
    return module.COMMANDS


def test_every_command_has_a_short_form():
    assert set(commands()) == set(SHORT)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [name for name, form in SHORT.items() if form])
def test_the_command_runs(name):
    form, said = SHORT[name]
    done = subprocess.run([sys.executable, str(ROOT / "run"), *form], cwd=ROOT, capture_output=True, text=True, check=False, timeout=550)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert said in done.stdout

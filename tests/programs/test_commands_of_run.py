"""Every command of ./run works: each is run in a short form, for `bench` once stood broken for weeks and nobody saw it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.run_command import run_module
from webui.settings import ROOT

#: command -> its short forms, each with what it says
SHORT = {
    "setup": [(["setup"], "ready: ./run serves")],
    "editors": [(["editors"], "")],
    "test": [(["test", "-n0", "--collect-only", "tests/unit/test_file_titles.py"], "test_file_titles.py")],
    "fix": [(["fix", "webui/settings.py"], "All checks passed")],
    "bench": [
        (["bench", "peers", "--short"], "alur, letters from registration to filing"),
        (["bench", "engine", "--short"], "whole repetition"),
        (["bench", "pages", "--short"], "disposition page"),
        (["bench", "growth", "--short"], "storage of an ended case"),
        (["bench", "year", "--short"], "10 years, cold storage"),
        (["bench", "memory", "--short"], "programs of ours"),
        (["bench", "jobs", "--short"], "timers at once, pages p95"),
        (["bench", "feel", "--short"], "hostile expressions"),
        (["bench", "migration", "20"], "20 cases"),
    ],
    "conformance": [(["conformance", "FOLDER", "--suite", "bpmn-moddle", "--only", "pembayaran"], "1 of     1")],
    "fuzz": [(["fuzz", "1"], ""), (["fuzz", "bpmn", "1"], "[100%]"), (["fuzz", "values", "50"], "[100%]")],
    "docs": [(["docs"], "")],
    "alur": [(["alur", "--version"], "alur 0.2.0"), (["alur", "packages", "check", "pembayaran"], "nothing is wrong")],
    "lock": [(["lock", "--check"], "the locks hold everything")],
    "help": [(["help"], "set up, then serve")],
}
FORMS = [item for forms in SHORT.values() for item in forms]
#: command -> the file that runs it, and the words by which it does
ELSEWHERE = {"check": (".ci/run", "stage ./run check"), "chaos": ("tests/chaos/test_smallest.py", '"-m", "tests.chaos.main", "--smoke"')}


def test_compiled_files_stand_in_the_environment_where_they_may_not_stand_beside_the_sources(monkeypatch):
    run = run_module()
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    run.keep_compiled()
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert Path(os.environ["PYTHONPYCACHEPREFIX"]).parent == ROOT / ".venv"


def commands():
    return run_module().COMMANDS


def without_form(names):
    """Commands that nothing here runs, and forms of commands that are not there."""
    return sorted(set(names) ^ {*SHORT, *ELSEWHERE})


def test_every_command_has_a_short_form():
    assert without_form(commands()) == []
    assert all(SHORT.values())
    assert without_form([*commands(), "deploy"]) == ["deploy"]
    assert without_form([name for name in commands() if name != "bench"]) == ["bench"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_runs_elsewhere_is_run_there(name):
    file, words = ELSEWHERE[name]
    lines = [line.strip() for line in (ROOT / file).read_text().splitlines()]
    assert any(words in line for line in lines if not line.startswith("#"))


@pytest.fixture
def suites(tmp_path):
    """A suite of one file, so that the command judges something also where the suites of others are not there."""
    (tmp_path / "bpmn-moddle").mkdir()
    shutil.copy(ROOT / "processes/pembayaran/pembayaran.bpmn", tmp_path / "bpmn-moddle")
    return tmp_path


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("form", "said"), FORMS, ids=["-".join(form[:2]) for form, _said in FORMS])
def test_the_command_runs(form, said, suites):
    form = [str(suites) if word == "FOLDER" else word for word in form]
    done = subprocess.run([sys.executable, str(ROOT / "run"), *form], cwd=ROOT, capture_output=True, text=True, check=False, timeout=550)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert said in done.stdout

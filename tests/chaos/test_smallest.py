"""The chaos in its smallest form; `./run chaos` plays the whole fault table."""

import subprocess
import sys

import pytest

from webui.settings import ROOT


@pytest.mark.long
def test_the_chaos_in_its_smallest_form():
    command = [sys.executable, "-m", "tests.chaos.main", "--smoke", "--only", "host", "--seed", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "lost 0 / doubled 0 / stuck 0" in done.stdout

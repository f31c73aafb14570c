"""`./run test` with a package's folder records what its tests have reached: the fixture `harness` does it, after a test that has passed."""

import subprocess
import sys

from engine.packages.reached_ends import RECORD, TESTS, ends_of_tests
from tests.support.catalogues import OURS, packages_of
from webui.settings import ROOT


def test_a_test_of_a_package_that_passes_is_recorded_with_its_end():
    package = packages_of(OURS).get("pembayaran")
    (package.folder / TESTS / RECORD).unlink(missing_ok=True)
    command = [sys.executable, str(ROOT / "run"), "test", "-q", "-n0", "processes/pembayaran", "-k", "what_is_paid"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert ("pembayaran.bpmn", "lunas") in ends_of_tests(package)

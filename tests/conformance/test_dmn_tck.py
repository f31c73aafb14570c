"""The DMN Technology Compatibility Kit, where it lies beside the project: no case may fail that is not on the list."""

import pytest

from tests.conformance.dmn_tck import LEFT_OUT, run
from tests.conformance.main import FOLDER, failing_cases, missing_decisions, unexpected

SUITE = FOLDER / "dmn-tck"


@pytest.mark.skipif(not SUITE.is_dir(), reason="the kit is not beside the project")
def test_no_case_fails_that_is_not_on_the_list():
    cases = list(run(SUITE))
    assert not unexpected(cases)
    assert not missing_decisions(cases)


def test_only_what_calls_java_is_on_the_list():
    assert all(name.startswith(LEFT_OUT) for name in failing_cases())

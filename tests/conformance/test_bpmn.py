"""BPMN cases of others, where they lie beside the project: none may fail that is not on the list."""

import pytest

from tests.conformance.bpmn import SUITES, judge, surprises
from tests.conformance.main import FOLDER


@pytest.mark.skipif(not (FOLDER / "operaton").is_dir(), reason="the suites are not beside the project")
@pytest.mark.parametrize("suite", SUITES)
def test_no_case_fails_that_is_not_on_the_list(suite):
    verdicts, _lines = judge(FOLDER, suite)
    assert len(verdicts) > 20
    assert list(surprises(verdicts)) == []

"""BPMN cases of others, where they lie beside the project: none may fail that is not on the list."""

import itertools
import random

import pytest

from tests.conformance.bpmn import SUITES, judge, missing, surprises
from tests.conformance.main import FOLDER
from tests.conformance.mutations import mutations, survive, trees


@pytest.mark.skipif(not (FOLDER / "operaton").is_dir(), reason="the suites are not beside the project")
@pytest.mark.parametrize("suite", SUITES)
def test_no_case_fails_that_is_not_on_the_list(suite):
    judgement = judge(FOLDER, suite)
    assert list(surprises(judgement.verdicts)) == []
    assert list(missing(suite, judgement)) == []


@pytest.mark.skipif(not (FOLDER / "operaton").is_dir(), reason="the suites are not beside the project")
def test_foreign_diagrams_that_are_broken_a_little_are_survived():
    """Read or refused with sentences in both languages, nothing else; `python -m tests.conformance.mutations` tries more."""
    told = [survive(content) for content in itertools.islice(mutations(trees(FOLDER), random.Random(7)), 400)]
    assert sum(any(problem.severity == "error" for problem in problems) for problems in told) > 50

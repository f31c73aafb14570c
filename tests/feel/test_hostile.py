"""Hostile expressions give a value, null or a syntax error, soon and in little memory; `./run bench feel` has the seconds."""

import pytest

from engine.feel import FeelSyntaxError, compile
from tests.feel.hostile import expressions
from tests.support.effort import calls, peak

HOSTILE = list(expressions())
#: the dearest of them take 170,000 calls, which are 50 ms, and 5.4 MB
CALLS, BYTES = 1_000_000, 10_000_000


def evaluate(text):
    try:
        compile(text).evaluate({"x": [1, 2, 3], "self": 1})
    except FeelSyntaxError:
        pass


def test_there_are_two_hundred():
    assert len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("part", range(8))
def test_nothing_hangs_the_process(part):
    for text in HOSTILE[part::8]:
        assert calls(lambda text=text: evaluate(text)) < CALLS, text[:200]


@pytest.mark.parametrize("part", range(8))
def test_nothing_fills_the_memory(part):
    for text in HOSTILE[part::8]:
        assert peak(lambda text=text: evaluate(text)) < BYTES, text[:200]

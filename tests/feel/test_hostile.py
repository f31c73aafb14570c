"""Hostile expressions give a value, null or a syntax error, soon and in little memory; `./run bench feel` has the figures."""

import gc
import tracemalloc
from time import process_time

import pytest

from engine.feel import FeelSyntaxError, compile
from tests.feel.hostile import expressions

HOSTILE = list(expressions())
#: what the promise says; a test on a busy machine needs air, the figures are the bench's
SECONDS, BYTES = 0.05, 10_000_000
AIR = 6


def test_there_are_two_hundred():
    assert len(set(HOSTILE)) >= 200


@pytest.fixture
def no_collection():
    """The garbage of the whole test run is not the expression's to collect."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("part", range(8))
def test_nothing_hangs_the_process(part, no_collection):
    for text in HOSTILE[part::8]:
        began = process_time()
        try:
            compile(text).evaluate({"x": [1, 2, 3], "self": 1})
        except FeelSyntaxError:
            pass
        assert process_time() - began < SECONDS * AIR, text[:200]


@pytest.mark.parametrize("part", range(8))
def test_nothing_fills_the_memory(part):
    for text in HOSTILE[part::8]:
        tracemalloc.start()
        try:
            compile(text).evaluate({"x": [1, 2, 3], "self": 1})
        except FeelSyntaxError:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < BYTES, (peak, text[:200])

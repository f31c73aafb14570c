"""Hostile expressions give a value, null or a syntax error, soon and in little memory; `./run bench feel` has the seconds."""

import pytest

from engine.feel import FeelSyntaxError, compile
from engine.feel.expression import FUNCTIONS
from tests.feel.hostile import expressions
from tests.feel.hostile_calls import CONTEXT
from tests.feel.hostile_calls import calls as hostile_calls
from tests.support.effort import calls, peak

HOSTILE = list(expressions())
#: the dearest of them take 170,000 calls, which are 50 ms, and 5.4 MB
CALLS, BYTES = 1_000_000, 10_000_000
#: of some 12,000, which take minutes; `./run bench feel` tries them all
SAMPLE = sorted(set(hostile_calls()))[::29]


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


def test_every_function_is_called_with_hostile_arguments():
    everything = "\n".join(hostile_calls())
    assert [name for name in FUNCTIONS if f"{name}(" not in everything] == []


@pytest.mark.parametrize("part", range(4))
def test_no_function_hangs_or_breaks_with_hostile_arguments(part):
    for text in SAMPLE[part::4]:
        assert calls(lambda text=text: compile(text).evaluate(CONTEXT)) < CALLS, text[-200:]


@pytest.mark.parametrize("part", range(4))
def test_no_function_fills_the_memory_with_hostile_arguments(part):
    for text in SAMPLE[part::4]:
        assert peak(lambda text=text: compile(text).evaluate(CONTEXT)) < BYTES, text[-200:]

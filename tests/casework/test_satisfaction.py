"""The satisfaction index of PermenPANRB 14/2017, with exact weights (docs/law/satisfaction-survey.md)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.survey.satisfaction import ELEMENTS, index_of


def test_an_index_with_exact_weights():
    # the averages sum to 30.1: ten answers whose scores sum to 301
    found = index_of([33, 33, 33, 33, 33, 34, 34, 34, 34], 10)
    assert (found.index, found.grade) == (Decimal("83.61"), "B")
    assert sum(found.averages) == Decimal("30.1")


@pytest.mark.parametrize(("score", "index", "grade"), [(4, "100.00", "A"), (3, "75.00", "C"), (2, "50.00", "D"), (1, "25.00", "D")])
def test_the_ends_are_reached(score, index, grade):
    found = index_of([score * 7] * 9, 7)
    assert (str(found.index), found.grade) == (index, grade)


@pytest.mark.parametrize(
    ("total", "index", "grade"),
    [
        (11_127, "88.31", "A"),
        (11_126, "88.30", "B"),
        (9_653, "76.61", "B"),
        (9_652, "76.60", "C"),
        (8_190, "65.00", "C"),
        (8_189, "64.99", "D"),
    ],
)
def test_grades_begin_where_the_regulation_says(total, index, grade):
    share, rest = divmod(total, 9)
    found = index_of([share + (number < rest) for number in range(9)], 350)
    assert (str(found.index), found.grade) == (index, grade)


def test_nobody_answered():
    assert index_of([0] * 9, 0) is None


@given(st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=30))
def test_it_lies_between_the_ends_and_counts_each_element_alike(answers):
    totals = [sum(column) for column in zip(*answers, strict=True)]
    found = index_of(totals, len(answers))
    assert 25 <= found.index <= 100
    assert found.index == index_of(totals[::-1], len(answers)).index
    assert len(found.averages) == len(ELEMENTS)

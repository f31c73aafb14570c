"""Overlaps and gaps of a table, over the cases of its columns. Sets of rules and of cases are the bits of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.dmn.columns import Column, bits


class TooLarge(Exception):
    """The table has too many combinations to be looked through."""


class Budget:
    """How many combinations may be looked at."""

    def __init__(self, left: int = 300_000) -> None:
        self.left = left

    def spend(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise TooLarge


def clashing_rules(columns: Sequence[Column], rule: int, others: int, budget: Budget) -> int:
    """Which of the others certainly accept something that a rule accepts, too."""
    for column in columns:
        if not column.certain_rules >> rule & 1:
            return 0
        others &= column.certain_rules
        if column.cases_by_rule[rule] == column.everything:
            # the whole column: who accepts anything at all
            others &= _any_of(column, column.everything, others, budget) if 0 in column.cases_by_rule else others
            continue
        others &= _any_of(column, column.cases_by_rule[rule], others, budget)
    return others


def _any_of(column: Column, cases: int, wanted: int, budget: Budget) -> int:
    """The rules that accept one of the cases."""
    found = 0
    for case in bits(cases):
        budget.spend(1)
        found |= column.rules_by_case[case]
        if found & wanted == wanted:
            break
    return found


def shared_example(columns: Sequence[Column], first: int, second: int) -> list[Any]:
    """What two rules that clash both accept: a value a column."""
    return [_first(column, column.cases_by_rule[first] & column.cases_by_rule[second]) for column in columns]


def uncovered_examples(columns: Sequence[Column], space: Sequence[int], rules: int, budget: Budget) -> Iterator[list[Any]]:
    """Examples in the space, given as cases a column, that certainly none of the rules accepts. Raises TooLarge."""
    known: set[tuple[int, int]] = set()

    def search(place: int, candidates: int, example: list[Any]) -> Iterator[list[Any]]:
        if not candidates:
            yield example + [_first(column, space[place + number]) for number, column in enumerate(columns[place:])]
            return
        if place == len(columns) or (place, candidates) in known:
            return
        known.add((place, candidates))
        column = columns[place]
        seen: set[int] = set()
        for case in bits(space[place]):
            budget.spend(1)
            left = candidates & column.rules_by_case[case]
            if left not in seen:
                seen.add(left)
                yield from search(place + 1, left, [*example, column.examples[case]])

    yield from search(0, rules, [])


def _first(column: Column, cases: int) -> Any:
    return column.examples[(cases & -cases).bit_length() - 1] if cases else None

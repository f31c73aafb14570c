"""Overlaps and gaps of a table, over the cases of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.dmn.columns import Column

#: how many combinations are looked at before one gives up
MAX_VISITS = 20_000


class TooLarge(Exception):
    """The table has too many combinations to be looked through."""


def common(columns: Sequence[Column], first: int, second: int) -> list[Any] | None:
    """An example that two rules certainly accept both, a value a column; None where there is none."""
    example = []
    for column in columns:
        if not (column.sure[first] and column.sure[second]):
            return None
        shared = column.masks[first] & column.masks[second]
        if not shared:
            return None
        example.append(column.examples[(shared & -shared).bit_length() - 1])
    return example


def uncovered(columns: Sequence[Column], space: Sequence[int], rules: Sequence[int]) -> Iterator[list[Any]]:
    """Examples in the space, given as cases a column, that certainly none of the rules accepts. Raises TooLarge."""
    visits = 0
    known: set[tuple[int, frozenset[int]]] = set()

    def search(place: int, candidates: frozenset[int], example: list[Any]) -> Iterator[list[Any]]:
        nonlocal visits
        if not candidates:
            rest = [_example(column, space[place + number]) for number, column in enumerate(columns[place:])]
            yield example + rest
            return
        if place == len(columns) or (place, candidates) in known:
            return
        visits += 1
        if visits > MAX_VISITS:
            raise TooLarge
        known.add((place, candidates))
        column = columns[place]
        seen: set[frozenset[int]] = set()
        for case, value in enumerate(column.examples):
            if not space[place] >> case & 1:
                continue
            left = frozenset(rule for rule in candidates if column.masks[rule] >> case & 1)
            if left not in seen:
                seen.add(left)
                yield from search(place + 1, left, [*example, value])

    yield from search(0, frozenset(rules), [])


def _example(column: Column, space: int) -> Any:
    """The first case of a column that the space holds."""
    return column.examples[(space & -space).bit_length() - 1] if space else None

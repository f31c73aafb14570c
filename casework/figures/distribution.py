"""Reads medians and other shares out of counted values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def value_at(counts: Mapping[int, int], share: Fraction) -> int | None:
    """Returns the smallest value at or below which this share of what was counted lies; None where nothing was."""
    total = sum(counts.values())
    reached = 0
    for value in sorted(counts):
        reached += counts[value]
        if reached >= share * total > 0:
            return value
    return None


def median(counts: Mapping[int, int]) -> int | None:
    """The lower one of two."""
    return value_at(counts, Fraction(1, 2))

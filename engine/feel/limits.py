"""Limits of an expression, so that none can hang the process or fill its memory."""

from __future__ import annotations

from engine.feel.errors import FeelLimitExceeded

#: about one step for each node that is evaluated and each item that is looked at
MAX_STEPS = 100_000
#: seconds that all regular expressions of an evaluation may search
MAX_SEARCH = 0.02
MAX_ITEMS = 10_000
MAX_STRING = 1_000_000
MAX_CALLS = 60
MAX_WARNINGS = 50


def check_items(count: int) -> None:
    """Refuse a list of this length while it is made."""
    if count > MAX_ITEMS:
        raise FeelLimitExceeded(f"a list may have {MAX_ITEMS} items")


def check_length(length: int) -> None:
    """Refuse a text of this length before it is made."""
    if length > MAX_STRING:
        raise FeelLimitExceeded(f"a text may have {MAX_STRING} characters")

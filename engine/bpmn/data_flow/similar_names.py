"""Finds the names that may have been meant by one that nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

#: names that are offered, and how alike they must be
_MOST_SIMILAR, _ALIKE = 3, 0.7
#: characters of a name with which another one may begin
_LONG_ENOUGH = 4


def similar_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The most alike first; it compares with each known name, so that only what is shown is looked for."""
    names = sorted(set(known))
    longer = [other for other in names if min(len(name), len(other)) >= _LONG_ENOUGH and (other.startswith(name) or name.startswith(other))]
    return tuple(dict.fromkeys([*difflib.get_close_matches(name, names, _MOST_SIMILAR, _ALIKE), *longer]))[:_MOST_SIMILAR]

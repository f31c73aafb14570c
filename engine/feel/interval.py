"""Ranges as values (DMN 1.5, 10.3.2.7)."""

from __future__ import annotations

from typing import Any, NamedTuple


class Range(NamedTuple):
    """An interval. `sign` is that of a unary test such as `> 5`, which is a range, too: its other end is open (None).

    Of `!= 5` both ends are 5: it contains everything else. Without a sign an end that is null makes every comparison null.
    """

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True
    sign: str = ""

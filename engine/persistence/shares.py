"""Shares of a work that processes divide among themselves: numbers, each held by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, text

_LOCK = text("select pg_try_advisory_xact_lock(hashtext(:work), :share)")


@contextmanager
def hold_shares(database: Engine, work: str, shares: Sequence[int], *, most: int) -> Iterator[set[int]]:
    """Holds up to `most` of these shares that nobody else holds, in their order, until the block ends or the process does.

    They are advisory locks of a transaction that reads and writes nothing.
    """
    with database.connect() as connection:
        held: set[int] = set()
        for share in shares:
            if len(held) < most and connection.execute(_LOCK, {"work": work, "share": share}).scalar_one():
                held.add(share)
        yield held

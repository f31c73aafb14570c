"""pyHanko runs an event loop of its own for each call, which no thread with a running one allows: it gets a thread to itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def in_own_thread(call: Callable[[], Result]) -> Result:
    """What the call gives, or raises."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call).result()

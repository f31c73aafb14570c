"""Caches results that were computed from files: a page of a draft asks for the same at each request.

A result is kept under everything that it follows from (contents by their digest), so that none can be out of date; what was not asked
for the longest is forgotten first. What is kept is read-only for everybody who gets it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

#: results: a handful of drafts, each with some ten files and some twenty scenarios. A diagram's tree takes ten times its file
CAPACITY = 400
T = TypeVar("T")


class ContentCache:
    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, sure: Callable[[T], bool] = lambda _made: True) -> T:
        """Returns the cached value of this key, or the result of `make`. Two threads may compute it at once.

        What fails is not kept, nor what is not `sure` to come out the same another time.
        """
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                known: T = self._results[key]
                return known
        made = make()
        if not sure(made):
            return made
        with self._lock:
            self._results[key] = made
            while len(self._results) > self._capacity:
                self._results.popitem(last=False)
        return made


def digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def digests(files: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    """Returns path and digest of each file, in their order: where two files define one id, the later one counts."""
    return tuple((path, digest(content)) for path, content in files.items())

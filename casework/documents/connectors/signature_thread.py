"""Makes signatures one after the other in a process, each in a new thread; they are checked in children (decoding/signature_reports.py).

pyHanko runs an event loop for each call, which no thread with a running one allows. asn1crypto, below it, builds its classes when they are
first used, without a lock: two threads that begin at once leave them half built, and a good signature then reads as a broken one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
_one_at_a_time = threading.Lock()


def run_in_new_thread(call: Callable[[], Result]) -> Result:
    """Returns or raises the result of a call. Everything that uses pyHanko or asn1crypto is called through it."""
    with _one_at_a_time, ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call).result()

"""Counts of one process, kept by each thread for itself: no lock is taken where something is counted.

A lock that another thread holds at the moment of a fork stays locked in the copy for ever; workers fork for handlers. A count costs less
than a microsecond.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Mapping

from webui.observation.families import BUCKETS

#: name of the family and values of its labels
Key = tuple[str, ...]


class _Tally:
    """What one thread has counted. A histogram is a list: the count of each bucket, of what is above them all, and the sum."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.counts: dict[Key, float] = {}
        self.histograms: dict[Key, list[float]] = {}

    def take_over(self, counts: Mapping[Key, float], histograms: Mapping[Key, list[float]]) -> None:
        for key, amount in counts.items():
            self.counts[key] = self.counts.get(key, 0.0) + amount
        for key, values in histograms.items():
            before = self.histograms.get(key)
            self.histograms[key] = [one + other for one, other in zip(before, values, strict=True)] if before else values


class Tallies:
    def __init__(self) -> None:
        self._own = threading.local()
        self._tallies: list[_Tally] = []
        self._ended = _Tally()
        self._reading = threading.Lock()

    def count(self, key: Key, amount: float = 1.0) -> None:
        counts = self._mine().counts
        counts[key] = counts.get(key, 0.0) + amount

    def observe(self, key: Key, seconds: float) -> None:
        histograms = self._mine().histograms
        values = histograms.get(key)
        if values is None:
            values = histograms[key] = [0.0] * (len(BUCKETS) + 2)
        values[bisect_left(BUCKETS, seconds)] += 1
        values[-1] += seconds

    def _mine(self) -> _Tally:
        try:
            found: _Tally = self._own.tally
        except AttributeError:
            found = self._own.tally = _Tally()
            self._tallies.append(found)
        return found

    def read(self) -> tuple[dict[Key, float], dict[Key, list[float]]]:
        """Returns what all threads have counted. Each copy is made in one step of the interpreter: who counts need not wait."""
        with self._reading:
            return self._read()

    def _read(self) -> tuple[dict[Key, float], dict[Key, list[float]]]:
        for tally in [tally for tally in self._tallies if not tally.thread.is_alive()]:
            self._ended.take_over(tally.counts, tally.histograms)
            self._tallies.remove(tally)
        total = _Tally()
        for tally in (self._ended, *self._tallies):
            total.take_over(dict(tally.counts), {key: list(values) for key, values in list(tally.histograms.items())})
        return total.counts, total.histograms

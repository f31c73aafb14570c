"""The part of the platform that reports what this process has counted, and reads what all have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from redis import Redis
from redis.exceptions import RedisError

from webui.observation.observer import Observer
from webui.observation.snapshots import Report, Reporter, read_reports, report_of


class Observation:
    def __init__(self, observer: Observer, redis: Redis, connections: Callable[[], Mapping[str, int]], slow_seconds: float) -> None:
        """`redis` must have short time-outs: whoever asks for metrics waits for it. `connections`: of the pool, by their state."""
        self.observer = observer
        self._slow_seconds = slow_seconds
        self._redis = redis
        self._reporter = Reporter(redis, lambda: report_of(observer.tallies, connections()))

    def go_on(self, program: str) -> None:
        """Reports from now on, every few seconds, as this program, and tells of slow turns. A command line has no log for them."""
        self.observer.slow_seconds = self._slow_seconds
        self._reporter.go_on(program)

    def stop(self) -> None:
        self._reporter.stop()

    def reports(self, program: str) -> Mapping[str, Report]:
        """Returns the reports of all processes, with a fresh one of this one; where Redis is away, this one's alone."""
        own = self._reporter.report(program)
        try:
            return read_reports(self._redis)
        except (RedisError, OSError):
            return {program: own}

"""Reports of all processes: each lays what it has counted into Redis every few seconds; whoever is asked for metrics reads them all.

A report that nobody has renewed for a minute is of a process that has ended. Losing Redis loses counts, which Prometheus bears.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import structlog
from redis import Redis
from redis.exceptions import RedisError

from webui.observation.tallies import Tallies

KEY = "alur-metrics"
PERIOD_SECONDS = 5.0
#: seconds after which a report counts no more, and after which Redis drops them all
OLD_SECONDS, KEPT_SECONDS = 60, 3600
#: values by family and labels: what a process reports
Report = dict[str, list[Any]]
log = structlog.get_logger()


def report_of(tallies: Tallies, connections: Mapping[str, int]) -> Report:
    counts, histograms = tallies.read()
    memory, seconds = resources()
    sizes = [[["alur_database_connections", state], number] for state, number in connections.items()]
    return {
        "values": [
            *([list(key), amount] for key, amount in counts.items()),
            *sizes,
            [["alur_process_memory_bytes"], memory],
            [["alur_process_cpu_seconds"], seconds],
        ],
        "histograms": [[list(key), values] for key, values in histograms.items()],
    }


def resources() -> tuple[int, float]:
    """Returns resident bytes and processor seconds of this process; zeros where the system does not tell them."""
    used = os.times()
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0, used.user + used.system
    return pages * os.sysconf("SC_PAGE_SIZE"), used.user + used.system


class Reporter:
    """Reports what this process has counted, from the start of `go_on` to its end."""

    def __init__(self, redis: Redis, make: Callable[[], Report]) -> None:
        self._redis = redis
        self._make = make
        self._process = 0
        self._silent = False
        self._stopped = threading.Event()

    def go_on(self, program: str) -> None:
        """Reports from now on in the background; once a process, and anew in a copy of one that reported already."""
        if self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._repeat, args=(program,), name=f"metrics of a {program}", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def report(self, program: str) -> Report:
        """Lays a report into Redis and returns it, also where Redis is away."""
        made = self._make()
        try:
            now = _time(self._redis)
            with self._redis.pipeline(transaction=False) as pipeline:
                pipeline.hset(KEY, f"{program} {socket.gethostname()} {os.getpid()}", json.dumps({"at": now, **made}))
                pipeline.expire(KEY, KEPT_SECONDS)
                pipeline.execute()
            self._silent = False
        except (RedisError, OSError) as error:
            if not self._silent:
                log.info("metrics are not reported for now", error=type(error).__name__)
            self._silent = True
        return made

    def _repeat(self, program: str) -> None:
        while not self._stopped.wait(PERIOD_SECONDS):
            self.report(program)


def read_reports(redis: Redis) -> dict[str, Report]:
    """Returns process -> its report. Those of processes that have ended are removed. Raises RedisError."""
    now, found = _time(redis), {}
    for name, text in cast("dict[bytes, bytes]", redis.hgetall(KEY)).items():
        report = json.loads(text)
        if now - report.pop("at") > OLD_SECONDS:
            redis.hdel(KEY, name.decode())
        else:
            found[name.decode()] = report
    return found


def _time(redis: Redis) -> int:
    """The time of Redis, which all processes share."""
    return int(redis.time()[0])

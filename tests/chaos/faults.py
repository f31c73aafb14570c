"""What is done to a running platform on purpose."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping

from redis import Redis
from redis.exceptions import RedisError

from tests.support.stack import Stack


class Faults:
    def __init__(self, stack: Stack, environment: Mapping[str, str], chance: random.Random) -> None:
        self.stack = stack
        self.environment = environment
        self.random = chance

    def kill(self, program: str) -> None:
        for pid in self.stack.named(program)[:2]:
            _kill(pid, signal.SIGKILL)

    def restart_postgres(self) -> None:
        for pid in self.stack.processes("bin/postgres -D"):
            _kill(pid, signal.SIGQUIT)  # at once, in the middle of transactions

    def flush_redis(self) -> None:
        try:
            Redis.from_url(self.environment["ALUR_REDIS_URL"], socket_timeout=2).flushall()
        except RedisError:
            pass

    def stop_redis(self, seconds: float) -> None:
        pids = self.stack.processes("valkey-server")
        for pid in pids:
            _kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in pids:
            _kill(pid, signal.SIGCONT)

    def break_things(self, done: threading.Event, told: Counter[str], *, redis_away: float, restarts: int) -> None:
        """One fault after the other until the work is done; PostgreSQL is restarted just so often."""
        named: list[tuple[str, Callable[[], None]]] = [
            ("worker killed", lambda: self.kill("webui.worker")),
            ("web killed", lambda: self.kill("gunicorn")),
            ("clock killed", lambda: self.kill("webui.clock")),
            ("Redis flushed", self.flush_redis),
        ]
        once: list[tuple[str, Callable[[], None]]] = [("PostgreSQL restarted", self.restart_postgres)] * restarts
        once.append((f"Redis away {redis_away:.0f} s", lambda: self.stop_redis(redis_away)))
        while not done.wait(self.random.uniform(2, 6)):
            chosen = once.pop() if once and self.random.random() < 0.35 else self.random.choice(named)
            try:
                chosen[1]()
                told[chosen[0]] += 1
            except AssertionError:
                continue  # what shall be killed is just coming back


def _kill(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass

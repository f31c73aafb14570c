"""Waits for a ring at the queues of a worker. It takes the message off its RQ queue and needs nothing else of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DequeueTimeout
from rq.job import Job

from engine.jobs.rq_doorbell import PREFIX, queue_of

#: seconds for which a worker waits, and then looks for jobs all the same
PATIENCE = 5
#: while Redis is away: seconds until it looks again
BLIND_SECONDS = 0.5
log = structlog.get_logger()


class RingListener:
    def __init__(self, redis: Redis, queues: Sequence[str], stopped: threading.Event) -> None:
        self._redis, self._stopped = redis, stopped
        self._keys = [queue_of(name, redis).key for name in queues]
        self._away = self._waits = False

    def leave(self) -> None:
        """Called by a signal's handler in the middle of a wait: ends it. Raises SystemExit then."""
        if self._waits:
            raise SystemExit(0)

    def wait(self) -> str:
        """Returns the name of the queue that was rung at; "" where nobody rang for a while, or Redis is away."""
        try:
            self._waits = True
            if self._stopped.is_set():
                return ""
            key, message = Queue.lpop(self._keys, PATIENCE, connection=self._redis)
            self._waits = False
            self._redis.delete(Job.key_for(message.decode()))
        except DequeueTimeout:
            self._away = False
            return ""
        except (RedisError, OSError) as error:
            if not self._away:
                log.warning("Redis does not answer: jobs are looked for without a ring", error=type(error).__name__)
            self._away = True
            self._stopped.wait(BLIND_SECONDS)
            return ""
        finally:
            self._waits = False
        self._away = False
        return str(key.decode()).removeprefix(Queue.redis_queue_namespace_prefix + PREFIX)

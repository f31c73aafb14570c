"""Rings at an RQ queue: its worker works off the queue's jobs in the database. The sweeper finds a queue whose ring was lost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

PREFIX = "alur-"
#: the name that a message carries; workers of ours only see that there is one
RING = "engine.jobs.worker_entry.run"
#: seconds after which a ring that nobody took is forgotten
RING_SECONDS = 3600
#: seconds without a try after Redis did not answer: thirty recipients must not mean thirty time-outs
PAUSE_SECONDS = 5.0


class RqDoorbell:
    def __init__(self, redis: Redis) -> None:
        """`redis` must have short timeouts: a person waits while it is rung."""
        self.redis = redis
        self._silent_until = 0.0
        #: RQ examines its serializer anew for each object that it makes, which takes as long as the question to Redis
        self._queues: dict[str, Queue] = {}

    def _queue(self, name: str) -> Queue:
        if name not in self._queues:
            self._queues[name] = queue_of(name, self.redis)
        return self._queues[name]

    def ring(self, queue: str, job: UUID) -> None:
        """Sends the job's id, unless a ring waits in the queue: whoever takes that one looks for jobs after this one was committed.

        A failed ring loses no job: the sweeper finds it, and no further ring is tried for a while.
        """
        if time.monotonic() < self._silent_until:
            return
        try:
            bell = self._queue(queue)
            if not bell.count:
                bell.enqueue(RING, str(job), result_ttl=0, failure_ttl=RING_SECONDS, ttl=RING_SECONDS)
        except (RedisError, OSError):
            self._silent_until = time.monotonic() + PAUSE_SECONDS

    def answers(self) -> bool:
        try:
            return bool(self.redis.ping())
        except (RedisError, OSError):
            return False

    def lengths(self, queues: Iterable[str]) -> Mapping[str, int] | None:
        try:
            return {queue: self._queue(queue).count for queue in queues}
        except (RedisError, OSError):
            return None

    def ring_if_silent(self, queue: str, jobs: Sequence[UUID]) -> int:
        """Rings for jobs of which nobody has heard. Returns how many they were; 0 where a ring waits, for it is for all of them."""
        try:
            if self._queue(queue).count:
                return 0
        except (RedisError, OSError):
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            return 0
        self.ring(queue, jobs[0])
        return len(jobs)


def queue_of(name: str, redis: Redis) -> Queue:
    return Queue(PREFIX + name, connection=redis, serializer="json")

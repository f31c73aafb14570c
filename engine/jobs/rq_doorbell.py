"""Sends a job's id to its RQ queue. The sweeper finds a job whose message was lost in the database."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError

PREFIX = "alur-"
RING = "engine.jobs.worker_entry.run"
TIME_LIMIT = 600
#: seconds in which one job is rung for once: who took it from the queue may be at it, or dead
RING_SLOT_SECONDS = 30
#: seconds without a try after Redis did not answer: thirty recipients must not mean thirty time-outs
PAUSE_SECONDS = 5.0


class RqDoorbell:
    def __init__(self, redis: Redis) -> None:
        """`redis` must have short timeouts: a person waits while it is rung."""
        self.redis = redis
        self._silent_until = 0.0

    def ring(self, queue: str, job: UUID) -> None:
        """Sends the job's id. A failed ring loses no job: the sweeper finds it, and no further ring is tried for a while."""
        if time.monotonic() < self._silent_until:
            return
        slot = int(time.time()) // RING_SLOT_SECONDS
        try:
            Queue(PREFIX + queue, connection=self.redis, serializer="json").enqueue(
                RING, str(job), job_id=f"{job}_{slot}", unique=True, job_timeout=TIME_LIMIT, result_ttl=0, failure_ttl=3600, ttl=3600
            )
        except DuplicateJobError:
            pass  # it was rung for in this slot
        except (RedisError, OSError):
            self._silent_until = time.monotonic() + PAUSE_SECONDS

    def answers(self) -> bool:
        try:
            return bool(self.redis.ping())
        except (RedisError, OSError):
            return False

    def lengths(self, queues: Iterable[str]) -> Mapping[str, int] | None:
        try:
            return {queue: Queue(PREFIX + queue, connection=self.redis, serializer="json").count for queue in queues}
        except (RedisError, OSError):
            return None

    def ring_if_silent(self, queue: str, jobs: Sequence[UUID]) -> int:
        """Rings for jobs that are not in the queue: repeated ids would fill a slow queue with jobs that are done already."""
        try:
            waiting = {name.partition("_")[0] for name in Queue(PREFIX + queue, connection=self.redis, serializer="json").job_ids}
        except (RedisError, OSError):
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            return 0
        unheard = [job for job in jobs if str(job) not in waiting]
        for job in unheard:
            self.ring(queue, job)
        return len(unheard)

"""RQ as a doorbell: a message carries one job id. What is not heard, the sweeper finds in the database."""

from __future__ import annotations

import contextlib
import time
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError

PREFIX = "alur-"
RING = "engine.jobs.worker_entry.run"
TIME_LIMIT = 600
#: seconds in which one job is rung for once: a long queue must not grow by being swept
SLOT = 30


class RqWakeUp:
    def __init__(self, redis: Redis) -> None:
        self.redis = redis

    def ring(self, queue: str, job: UUID) -> None:
        """Losing Redis loses nothing: a ring that fails is left to the sweeper."""
        slot = int(time.time()) // SLOT
        with contextlib.suppress(RedisError, DuplicateJobError, OSError):
            Queue(PREFIX + queue, connection=self.redis, serializer="json").enqueue(
                RING, str(job), job_id=f"{job}_{slot}", unique=True, job_timeout=TIME_LIMIT, result_ttl=0, failure_ttl=3600, ttl=3600
            )

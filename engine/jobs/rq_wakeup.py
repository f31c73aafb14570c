"""RQ as a doorbell: a message carries one job id. What is not heard, the sweeper finds in the database."""

from __future__ import annotations

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
#: seconds without a try after Redis did not answer: thirty recipients must not mean thirty time-outs
SILENCE = 5.0


class RqWakeUp:
    def __init__(self, redis: Redis) -> None:
        """`redis` must have short timeouts: a person waits while it is rung."""
        self.redis = redis
        self._silent_until = 0.0

    def ring(self, queue: str, job: UUID) -> None:
        """Losing Redis loses nothing: a ring that fails is left to the sweeper, and so are the next ones for a while."""
        if time.monotonic() < self._silent_until:
            return
        slot = int(time.time()) // SLOT
        try:
            Queue(PREFIX + queue, connection=self.redis, serializer="json").enqueue(
                RING, str(job), job_id=f"{job}_{slot}", unique=True, job_timeout=TIME_LIMIT, result_ttl=0, failure_ttl=3600, ttl=3600
            )
        except DuplicateJobError:
            pass  # it was rung for in this slot
        except (RedisError, OSError):
            self._silent_until = time.monotonic() + SILENCE

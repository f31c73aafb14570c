"""A worker's shift: works off the due jobs of its queues, one after the other, each report claiming the next job."""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.claim_job import ClaimJob
from engine.core.engine import Engine
from engine.jobs.heartbeat import LeaseKeeper
from engine.jobs.isolation import Isolation
from engine.jobs.lease import Lease, read_lease
from engine.jobs.run_job import run_leased
from engine.model.actor import SYSTEM
from engine.queries.jobs.troubled_jobs import TroubledJobs

#: seconds after which a worker that always finds a job looks around: for rings at its other queues, and for jobs in trouble
SHIFT_SECONDS = 5.0


class Shift:
    def __init__(self, engine: Engine, queues: Sequence[str], *, isolation: Isolation) -> None:
        self._engine, self._isolation = engine, isolation
        self._queues = tuple(queues)
        self._keeper = LeaseKeeper(engine)
        self._ending = False

    def end(self) -> None:
        """No further job is begun."""
        self._ending = True

    def work_off(self, *, seconds: float = SHIFT_SECONDS) -> bool:
        """Runs jobs until none is due, or the time is over. Returns whether there may be more."""
        if not self._queues or self._ending:
            return False
        ends = time.monotonic() + seconds
        lease = self._claim()
        while lease is not None:
            over = self._ending or time.monotonic() >= ends
            # by turns: a queue that is always full hides no other
            self._queues = (*self._queues[1:], self._queues[0])
            lease = run_leased(self._engine, lease, isolation=self._isolation, keeper=self._keeper, then=() if over else self._queues) or (
                None if over else self._claim()
            )
        self._settle()
        return time.monotonic() >= ends and not self._ending

    def _claim(self) -> Lease | None:
        answer = self._engine.execute(ClaimJob(queues=self._queues), actor=SYSTEM)
        if answer["more"]:
            # another worker of the queue may be idle
            self._engine.platform.doorbell.ring(answer["more"]["queue"], UUID(answer["more"]["job"]))
        return read_lease(answer["next"])

    def _settle(self) -> None:
        """Jobs that no claim takes: of a disabled package, or whose workers died."""
        for job in self._engine.ask(TroubledJobs(queues=self._queues), actor=SYSTEM):
            lease = read_lease(self._engine.execute(AcquireJob(job=job), actor=SYSTEM))
            if lease is not None:
                run_leased(self._engine, lease, isolation=self._isolation, keeper=self._keeper)

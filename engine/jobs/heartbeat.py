"""Renews a job's lease while its handler runs. After a crash the lease runs out and another worker takes the job."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import structlog

from engine.commands.jobs.extend_lease import ExtendLease
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

#: seconds between two beats: a third of the lease
HEARTBEAT_SECONDS = 10.0
log = structlog.get_logger()


@dataclass
class _Held:
    job: UUID
    fencing_token: int
    #: of the monotonic clock, as is `until`
    next_beat: float
    until: float


class LeaseKeeper:
    """One thread for all jobs of a worker, which has one at a time: a thread for each would cost more than a quick job."""

    def __init__(self, engine: Engine, *, beat: float = HEARTBEAT_SECONDS) -> None:
        self._engine, self._beat = engine, beat
        self._held: _Held | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def holding(self, job: UUID, fencing_token: int, *, limit: float) -> Iterator[None]:
        """Renews the lease until the block ends, for at most `limit` seconds: a handler that never ends loses its job."""
        now = time.monotonic()
        self._held = _Held(job, fencing_token, now + self._beat, now + limit)
        if self._thread is None:
            self._thread = threading.Thread(target=self._repeat, name="leases", daemon=True)
            self._thread.start()
        try:
            yield
        finally:
            self._held = None
            # a beat under way ends first, or the database is away
            if self._lock.acquire(timeout=1.0):
                self._lock.release()

    def stop(self) -> None:
        self._stopped.set()

    def _repeat(self) -> None:
        while not self._stopped.wait(self._beat / 10):
            with self._lock:
                held = self._held
                if held is not None and held.next_beat <= time.monotonic() < held.until:
                    held.next_beat = time.monotonic() + self._beat
                    self._renew(held)

    def _renew(self, held: _Held) -> None:
        try:
            if not self._engine.execute(ExtendLease(job=held.job, fencing_token=held.fencing_token), actor=SYSTEM)["held"]:
                held.until = 0
        except Exception as error:  # a database that does not answer now may answer at the next beat
            log.info("lease not renewed", job=str(held.job), error=type(error).__name__)

"""Renews a job's lease while its handler runs. After a crash the lease runs out and another worker takes the job."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog

from engine.commands.jobs.extend_lease import ExtendLease
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

#: seconds between two beats: a third of the lease
HEARTBEAT_SECONDS = 10.0
log = structlog.get_logger()


@contextmanager
def heartbeat(engine: Engine, job: UUID, fencing_token: int, *, limit: float, beat: float = HEARTBEAT_SECONDS) -> Iterator[None]:
    """Renews the lease until the block ends, for at most `limit` seconds: a handler that never ends loses its job."""
    done = threading.Event()

    def renew() -> None:
        left = limit
        while left > 0 and not done.wait(min(beat, left)):
            left -= beat
            try:
                if not engine.execute(ExtendLease(job=job, fencing_token=fencing_token), actor=SYSTEM)["held"]:
                    return
            except Exception as error:  # a database that does not answer now may answer at the next beat
                log.info("lease not renewed", job=str(job), error=type(error).__name__)

    thread = threading.Thread(target=renew, name=f"lease of {job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        # a beat under way ends first, or the database is away
        thread.join(1.0)

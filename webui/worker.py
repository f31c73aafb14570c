"""Runs jobs from its queues as a worker process. `--forked`: each package's handler in a child with limits on time and memory."""

from __future__ import annotations

import resource
import sys
from functools import partial
from uuid import UUID

from rq import Queue, SimpleWorker

from casework.composition import STEPS
from engine.jobs import worker_entry
from engine.jobs.beat import Beat
from engine.jobs.isolation import run_in_child_process, run_in_this_process
from engine.jobs.rq_doorbell import PREFIX
from engine.jobs.run_job import run_job
from engine.queries.programs.program_health import WORKER
from engine.sdk import PACKAGE_QUEUES
from webui.bootstrap import build_platform, connect_redis
from webui.logs import configure_logs
from webui.observation.observation import Observation
from webui.settings import SettingsError, read_settings

#: bytes of address space that a job's own process may have
MEMORY = 2 << 30
KNOWN = frozenset({*(step.queue for step in STEPS), *PACKAGE_QUEUES})


def main(arguments: list[str]) -> None:
    forked = "--forked" in arguments
    queues = [name for name in arguments if not name.startswith("--")]
    unknown = [name for name in queues if name not in KNOWN]
    if unknown or not queues:
        sys.exit(f"alur: expected queues among {', '.join(sorted(KNOWN))}, but got: {' '.join(unknown) or 'none'}")
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(f"alur: the settings cannot be used:\n{error}")
    configure_logs()
    engine = build_platform(settings)
    redis = connect_redis(settings)

    def prepare() -> None:
        # connections of the parent must not be shared with its children
        engine.platform.database.dispose(close=False)
        limit_memory()

    isolation = partial(run_in_child_process, prepare=prepare) if forked else run_in_this_process

    def run(job: UUID) -> None:
        run_job(engine, job, isolation=isolation)

    worker_entry.connect(run)
    engine.platform.part(Observation).go_on(WORKER)
    Beat(engine, WORKER, queues).go_on()
    worker = SimpleWorker(
        [Queue(PREFIX + name, connection=redis, serializer="json") for name in queues],
        connection=redis,
        serializer="json",
        worker_ttl=30,
        maintenance_interval=20,
    )
    worker.work(with_scheduler=False, logging_level="WARNING")


def limit_memory() -> None:
    """Limits memory: a handler that needs too much gets a MemoryError in its own process, before the machine suffers."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main(sys.argv[1:])

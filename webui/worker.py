"""A worker process: listens on queues and runs jobs. `--forked`: each job in a work-horse with its time limit."""

from __future__ import annotations

import resource
import signal
import sys

from rq import Queue, SimpleWorker, Worker

from engine.core.platform_jobs import PACKAGE_QUEUES, QUEUES
from engine.jobs import worker_entry
from engine.jobs.rq_wakeup import PREFIX
from engine.jobs.run_job import run_job
from webui.bootstrap import build_platform, connect_redis
from webui.logs import configure_logs
from webui.settings import SettingsError, read_settings

#: bytes of address space that a job's own process may have
MEMORY = 2 << 30
KNOWN = frozenset({*QUEUES.values(), *PACKAGE_QUEUES})


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

    def run(job: object) -> None:
        if forked:
            # connections of the parent must not be shared with its children
            engine.platform.database.dispose(close=False)
            limit_memory()
        run_job(engine, job, alarm=die_after if forked else no_alarm)  # type: ignore[arg-type]

    worker_entry.connect(run)
    kind = Worker if forked else SimpleWorker
    worker = kind(
        [Queue(PREFIX + name, connection=redis, serializer="json") for name in queues],
        connection=redis,
        serializer="json",
        worker_ttl=30,
        maintenance_interval=20,
    )
    worker.work(with_scheduler=False, logging_level="WARNING")


def die_after(seconds: float) -> None:
    """The kernel ends this process then, whatever the handler is doing (0: no more). RQ's own alarm would only raise an exception."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def no_alarm(seconds: float) -> None:
    """The platform's own jobs share this process: their lease runs out, and another worker takes them up."""


def limit_memory() -> None:
    """A handler that eats memory gets a MemoryError in its own process, before the machine suffers."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main(sys.argv[1:])

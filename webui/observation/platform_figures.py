"""Makes gauges of what waits in the whole platform."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from engine.queries.programs.platform_load import PlatformLoadView
from engine.queries.programs.program_health import MAIL_QUEUE
from webui.observation.families import OTHER

#: kinds of incidents beyond which all others are one
MOST_KINDS = 40
Figure = tuple[tuple[str, ...], float]


def platform_figures(load: PlatformLoadView | None, lengths: Mapping[str, int] | None, declared: Callable[[str], bool]) -> Iterator[Figure]:
    """`load`: None where the database does not answer; `lengths`: messages in each queue, None where Redis does not answer."""
    yield ("alur_database_up",), float(load is not None)
    yield ("alur_redis_up",), float(lengths is not None)
    for queue, length in (lengths or {}).items():
        yield ("alur_queue_length", queue), length
    if load is None:
        return
    yield from _jobs(load, declared)
    yield from _incidents(load)
    for queue in {*(lengths or {}), *load.workers}:
        yield ("alur_queue_workers", queue), load.workers.get(queue, 0)
    yield ("alur_timers_due",), load.timers_due
    yield ("alur_timers_oldest_due_seconds",), load.timers_oldest
    if load.clock_beat is not None:
        yield ("alur_clock_beat_seconds",), load.clock_beat


def _jobs(load: PlatformLoadView, declared: Callable[[str], bool]) -> Iterator[Figure]:
    numbers: Counter[tuple[str, str]] = Counter()
    failing: Counter[str] = Counter()
    oldest: dict[str, float] = defaultdict(float)
    mails = failing_mails = 0
    for job in load.jobs:
        kind = job.type if declared(job.type) else OTHER
        numbers[kind, job.state] += job.count
        failing[kind] += job.failing
        oldest[kind] = max(oldest[kind], job.oldest)
        if job.queue == MAIL_QUEUE:
            mails += job.count
            failing_mails += job.failing
    for (kind, state), count in numbers.items():
        yield ("alur_jobs", kind, state), count
    for kind, age in oldest.items():
        yield ("alur_jobs_oldest_due_seconds", kind), age
        yield ("alur_jobs_failing", kind), failing[kind]
    yield ("alur_mails_waiting",), mails
    yield ("alur_mails_failing",), failing_mails


def _incidents(load: PlatformLoadView) -> Iterator[Figure]:
    numbers: Counter[str] = Counter()
    oldest: dict[str, float] = defaultdict(float)
    for position, (kind, (count, age)) in enumerate(sorted(load.incidents.items(), key=lambda item: -item[1][0])):
        name = kind if position < MOST_KINDS else OTHER
        numbers[name] += count
        oldest[name] = max(oldest[name], age)
    for kind, count in numbers.items():
        yield ("alur_incidents_open", kind), count
        yield ("alur_incidents_oldest_seconds", kind), oldest[kind]

"""Cases whose steps workers carry out: ten service tasks in a row beside Operaton's job executor, and our letters whole."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.peer_engines.arena import Arena
from benchmarks.peer_engines.processes import JOBS, STEPS
from benchmarks.place import say

WORKERS, STARTERS = 2, 2
#: as the Procfile starts them; each takes from every queue
WORKER = ("webui.worker", "--forked", "engine", "timers", "service", "notify", "document")
#: cases in a round at least, and in the first lot that warms everything up
FEWEST, FIRST = 2, 20
LETTERS_AT_ONCE = 6


@dataclass(frozen=True)
class Worked:
    """Cases a second from the first start to the last end, and the seconds of processor time that a job took of the workers."""

    rate: float
    cpu: float


@contextmanager
def working(arena: Arena) -> Iterator[list[int]]:
    """Runs two workers, the clock and a server for mails; gives the ids of the workers' processes."""
    workers = [arena.program(*WORKER) for _ in range(WORKERS)]
    others = [arena.program(name) for name in ("webui.clock", "demo.mailbox")]
    try:
        yield [worker.pid for worker in workers]
    finally:
        for program in (*workers, *others):
            program.stop()


def measure_worked_cases(arena: Arena, *, rounds: int, seconds: float) -> list[Figure]:
    with working(arena) as workers:
        readings = _jobs(arena, workers, rounds, seconds)
        letters = [arena.clients[0].ask(f"letters {1 if arena.short else LETTERS_AT_ONCE} {seconds}") for _ in range(rounds)]
    figures = []
    for name, worked in readings.items():
        figures += [
            Figure(f"peers: {name}, ten jobs a case", statistics.median(one.rate * STEPS for one in worked), "jobs/s", "higher"),
            Figure(f"peers: {name}, cases of ten jobs", statistics.median(one.rate for one in worked), "cases/s", "higher"),
            Figure(f"peers: {name}, CPU a job", statistics.median(one.cpu for one in worked) * 1000, "ms"),
        ]
    if "operaton" in readings:
        ratios = [mine.rate / other.rate for mine, other in zip(readings["alur"], readings["operaton"], strict=True)]
        figures.append(Figure("peers: jobs, alur to operaton", statistics.median(ratios), "x", "higher", 1.0))
    filed = statistics.median(float(answer["filed"]) / float(answer["seconds"]) for answer in letters)
    done = statistics.median(float(answer["tasks"]) / float(answer["seconds"]) for answer in letters)
    return [
        *figures,
        Figure("peers: alur, letters from registration to filing", filed, "cases/s", "higher"),
        Figure("peers: alur, tasks of those letters", done, "tasks/s", "higher"),
    ]


def _jobs(arena: Arena, workers: Sequence[int], rounds: int, seconds: float) -> dict[str, list[Worked]]:
    names = [name for name in ("operaton",) if name in arena.peers] + ["alur"]

    def measure(name: str, cases: int) -> Worked:
        return _alur_jobs(arena, cases, workers) if name == "alur" else _peer_jobs(arena, name, cases)

    cases = {}
    for name in names:
        measure(name, FEWEST if arena.short else FIRST)
        # now it is warm: as many cases in a round as take it some seconds
        cases[name] = FEWEST if arena.short else max(FEWEST, int(measure(name, FIRST).rate * seconds) // 2 * 2)
    readings: dict[str, list[Worked]] = {name: [] for name in names}
    for _round in range(rounds):
        for name in names:
            readings[name].append(measure(name, cases[name]))
        names.reverse()
    say(f"jobs: {', '.join(f'{count} cases of {name}' for name, count in cases.items())} a round")
    return readings


def _peer_jobs(arena: Arena, name: str, cases: int) -> Worked:
    answer = arena.peers[name].ask(f"jobs {cases} {STARTERS}")
    return Worked(answer["cases"] / answer["seconds"], answer["cpu"] / answer["cases"] / STEPS)


def _alur_jobs(arena: Arena, cases: int, workers: Sequence[int]) -> Worked:
    spent, began = sum(map(processor_seconds, workers)), time.perf_counter()
    starters = arena.clients[:STARTERS]
    for client in starters:
        client.tell(f"jobs {cases // len(starters)}")
    made = sum(int(client.answer()["cases"]) for client in starters)
    running = f"select count(*) from process_instance where process_key = '{JOBS}' and status = 'ACTIVE'"
    arena.wait_until_none(running)
    took = time.perf_counter() - began
    return Worked(made / took, (sum(map(processor_seconds, workers)) - spent) / made / STEPS)


def processor_seconds(process: int) -> float:
    """Returns what a process and its ended children have used: fields 14 to 17 of /proc/PID/stat."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

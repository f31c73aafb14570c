"""What one engine did in one short round, and the medians over rounds."""

from __future__ import annotations

import re
import statistics
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.peer_engines.arena import Arena

#: reads what an engine did with so many clients in so many seconds
Measure = Callable[[int, float], "Reading"]


@dataclass(frozen=True)
class Reading:
    """Completions a second; seconds of a completion at the median and the 95th percentile; seconds of the clients' CPU a completion."""

    rate: float
    p50: float = 0.0
    p95: float = 0.0
    cpu: float = 0.0
    statements: float = 0.0


def reading_of(answers: Sequence[Mapping[str, object]]) -> Reading:
    """Makes one reading of what all clients answered."""
    times = sorted(time for answer in answers for time in _numbers(answer["times"]))
    if not times:
        raise RuntimeError("Expected at least one completion in a round, but there was none.")
    total = {name: sum(float(str(answer.get(name, 0))) for answer in answers) for name in ("cpu", "statements")}
    seconds = max(float(str(answer["seconds"])) for answer in answers)
    count = len(times)
    return Reading(count / seconds, times[count // 2], times[int(count * 0.95)], total["cpu"] / count, total["statements"] / count)


def _numbers(value: object) -> list[float]:
    assert isinstance(value, list)
    return value


def contestants(arena: Arena) -> dict[str, Measure]:
    """Returns the engines that complete tasks, by name."""

    def peer(name: str) -> Measure:
        return lambda clients, seconds: reading_of([arena.peers[name].ask(f"tasks {clients} {seconds}")])

    def alur(clients: int, seconds: float) -> Reading:
        chosen = arena.clients[:clients]
        for client in chosen:
            client.tell(f"tasks {seconds}")
        return reading_of([client.answer() for client in chosen])

    def pgbench(clients: int, seconds: float) -> Reading:
        options = ["-N", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(max(1, round(seconds))), "bench"]
        done = subprocess.run([*arena.pgbench, *options], check=True, capture_output=True, text=True)
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        assert found, done.stdout
        return Reading(float(found.group(1)))

    found: dict[str, Measure] = {"pgbench -N": pgbench} if arena.pgbench else {}
    return {**found, **{name: peer(name) for name in arena.peers}, "alur": alur}


def play_rounds(
    measures: Mapping[str, Measure], clients: Iterable[int], *, rounds: int, seconds: float
) -> dict[tuple[str, int], list[Reading]]:
    """Measures everybody in each round, each time in another order, so that what changes on the machine meanwhile hits all alike."""
    readings: dict[tuple[str, int], list[Reading]] = {}
    order = list(measures)
    for _round in range(rounds):
        for count in clients:
            for name in order:
                readings.setdefault((name, count), []).append(measures[name](count, seconds))
            order = order[1:] + order[:1]
    return readings


def median_of(readings: Iterable[Reading], value: Callable[[Reading], float]) -> float:
    return statistics.median(value(reading) for reading in readings)


def median_ratio(mine: Iterable[Reading], others: Iterable[Reading], value: Callable[[Reading], float]) -> float:
    """Returns the median of the rounds' own ratios: in one round both had the same machine."""
    return statistics.median(value(one) / value(other) for one, other in zip(mine, others, strict=True))

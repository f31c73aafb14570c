"""Alur beside Operaton, Flowable, dbos and `pgbench -N`, in one run on one PostgreSQL with fsync.

Three processes: three user tasks with a gateway, completed by 1, 2, 4 and 8 clients; ten service tasks as jobs, by two workers and
RQ beside Operaton's job executor; and our incoming letter whole, which has no peer. The peers run embedded in a JVM of their own with
a pool of connections, history whole, no authorisation, no form check: the fastest way to use them. Alur runs with access, form check,
history and audit, one Python process a client. Rounds are short, and everybody is measured in each: figures are medians over rounds.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.figures import Figure
from benchmarks.peer_engines.arena import Arena, open_arena
from benchmarks.peer_engines.readings import Reading, contestants, median_of, median_ratio, play_rounds, reading_of
from benchmarks.peer_engines.worked_cases import measure_worked_cases
from benchmarks.place import say

CLIENTS, SHORT_CLIENTS = (1, 2, 4, 8), (1, 2)
ROUNDS, SECONDS = 3, 5.0
SHORT_SECONDS = 0.4
#: to Operaton, at each number of clients; to pgbench -N, with the most clients; and milliseconds of a client's CPU
FASTER, OF_PGBENCH, CPU_MS = 1.2, 0.08, 4.0


def measure(*, short: bool) -> list[Figure]:
    clients = SHORT_CLIENTS if short else CLIENTS
    rounds, seconds = (1, SHORT_SECONDS) if short else (ROUNDS, SECONDS)
    with open_arena(clients=max(clients), short=short) as arena:
        say("jobs and letters …")
        worked = measure_worked_cases(arena, rounds=rounds, seconds=seconds)
        say("completions …")
        readings = play_rounds(contestants(arena), clients, rounds=rounds, seconds=seconds)
        return [*_completions(readings, clients), *_threads(arena, max(clients), rounds, seconds), *worked, *_dbos(arena, rounds, seconds)]


def _completions(readings: dict[tuple[str, int], list[Reading]], clients: Sequence[int]) -> list[Figure]:
    figures: list[Figure] = []
    for (name, count), rounds in sorted(readings.items(), key=lambda item: item[0][1]):
        title = f"peers: {name}, {count} client{'s' if count > 1 else ''}"
        figures.append(Figure(title, median_of(rounds, lambda one: one.rate), "/s", "higher"))
        if name.startswith("pgbench"):
            continue
        figures += [
            Figure(f"{title}, median", median_of(rounds, lambda one: one.p50) * 1000, "ms"),
            Figure(f"{title}, p95", median_of(rounds, lambda one: one.p95) * 1000, "ms"),
            Figure(f"{title}, client CPU", median_of(rounds, lambda one: one.cpu) * 1000, "ms", target=CPU_MS if name == "alur" else None),
        ]
    most = max(clients)
    ours = [readings["alur", count] for count in clients]
    figures.append(Figure("peers: alur, statements a completion, starts included", median_of(ours[-1], lambda one: one.statements), ""))
    if ("operaton", most) in readings:
        for count, mine in zip(clients, ours, strict=True):
            ratio = median_ratio(mine, readings["operaton", count], lambda one: one.rate)
            figures.append(Figure(f"peers: alur to operaton, {count} client{'s' if count > 1 else ''}", ratio, "x", "higher", FASTER))
        slower = median_ratio(ours[-1], readings["operaton", most], lambda one: one.p95)
        figures.append(Figure(f"peers: p95, alur to operaton, {most} clients", slower, "x", target=1.0))
    if ("pgbench -N", most) in readings:
        share = median_ratio(ours[-1], readings["pgbench -N", most], lambda one: one.rate)
        figures.append(Figure(f"peers: alur to pgbench -N, {most} clients", share, "x", "higher", OF_PGBENCH))
    return figures


def _threads(arena: Arena, threads: int, rounds: int, seconds: float) -> list[Figure]:
    """Reads the same with all clients as threads of one Python process: one processor at most, for they share an interpreter's lock."""
    readings = [reading_of([arena.clients[0].ask(f"threads {threads} {seconds}")]) for _ in range(rounds)]
    return [Figure(f"peers: alur, {threads} threads of one process", median_of(readings, lambda one: one.rate), "/s", "higher")]


def _dbos(arena: Arena, rounds: int, seconds: float) -> list[Figure]:
    if not arena.dbos:
        return []
    rates, costs = [], []
    for _round in range(rounds):
        for client in arena.dbos:
            client.tell(f"workflows {seconds}")
        answers = [client.answer() for client in arena.dbos]
        rates.append(sum(answer["workflows"] / answer["seconds"] for answer in answers))
        costs.append(sum(answer["cpu"] for answer in answers) / sum(answer["workflows"] for answer in answers))
    title = f"peers: dbos, three durable steps, {len(arena.dbos)} client{'s' if len(arena.dbos) > 1 else ''}"
    return [
        Figure(title, statistics.median(rates), "/s", "higher"),
        Figure(f"{title}, client CPU", statistics.median(costs) * 1000, "ms"),
    ]

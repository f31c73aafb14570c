"""How much of everything a run of the chaos has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sizes:
    #: in the storm
    cases: int
    #: at one moment
    timers: int
    #: on one task
    people: int
    #: cases over two hosts, and on a disk that runs full; 0: these are left out
    shared: int
    #: seconds
    redis_away: float
    #: of PostgreSQL, at once
    restarts: int
    #: handlers that kill their processes: their attempts take minutes
    poison: bool = True


FULL = Sizes(cases=1000, timers=10_000, people=200, shared=200, redis_away=60, restarts=10)
SHORT = Sizes(cases=60, timers=300, people=50, shared=40, redis_away=10, restarts=2)
SMOKE = Sizes(cases=12, timers=40, people=20, shared=0, redis_away=4, restarts=1, poison=False)

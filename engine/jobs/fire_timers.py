"""Fires due timers: by one process where they are few, by several where thousands are due at one moment.

The cases are divided into shares by their ids. Whoever fires holds its shares by advisory locks of one open transaction, so that no two
processes fire for one case, its timers stay in their order, and a process that is killed gives its shares back at once. TriggerTimer
checks each timer again under its case's lock.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from engine.commands.timers.trigger_timer import TriggerTimer
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict
from engine.persistence.shares import hold_shares
from engine.queries.timers.due_timers import DueTimer, DueTimers

#: the queue at which the clock rings where timers are many; no job waits in it
TIMERS = "timers"
SHARES = 32
#: shares that one process takes at once where the timers are many
SHARES_AT_ONCE = 4
#: more due timers than this are many: others are asked to help
MANY = 100
#: due timers that are read at once
PAGE = 2000
#: seconds after which who fires looks around: the clock for its other duties, a worker for jobs that people wait for
SECONDS = 1.0
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Fired:
    count: int
    #: whether there may be more
    more: bool


def fire_timers(engine: Engine, *, seconds: float = SECONDS) -> Fired:
    """Fires due timers, the longest due first, until none is left or the time is over."""
    ends, count = time.monotonic() + seconds, 0
    while True:
        due = engine.ask(DueTimers(limit=PAGE), actor=SYSTEM)
        if len(due) > MANY:
            # whoever hears it takes other shares
            engine.platform.doorbell.ring(TIMERS, due[0].timer)
        fired = _fire_some(engine, due, ends)
        count += fired
        if time.monotonic() >= ends or not fired:
            return Fired(count=count, more=fired > 0)


def _fire_some(engine: Engine, due: Sequence[DueTimer], ends: float) -> int:
    """Fires the timers of shares that nobody else holds."""
    shares = sorted({share_of(timer.instance) for timer in due})
    if len(due) > MANY:
        random.shuffle(shares)
    count = 0
    most = SHARES_AT_ONCE if len(due) > MANY else SHARES
    with hold_shares(engine.platform.database, TIMERS, shares, most=most) as held:
        left: set[UUID] = set()
        for timer in due:
            if share_of(timer.instance) not in held or timer.instance in left:
                continue
            if count and time.monotonic() >= ends:
                break
            if _fire(engine, timer):
                count += 1
            else:
                # those of the same case stay behind it
                left.add(timer.instance)
    return count


def _fire(engine: Engine, timer: DueTimer) -> bool:
    """Returns whether it fired. A refused one (another process was first, or it was cancelled) is left alone."""
    try:
        return bool(engine.execute(TriggerTimer(timer=timer.timer), actor=SYSTEM))
    except (CommandRefused, Conflict) as refusal:
        log.info("timer left alone", timer=str(timer.timer), reason=str(refusal))
        return False


def share_of(instance: UUID) -> int:
    return instance.bytes[-1] % SHARES

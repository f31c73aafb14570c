"""The clock's round: fires due timers and the due work of rooms, rings for jobs without a worker, delivers buffered messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from engine.commands.jobs.make_future_jobs_due import MakeFutureJobsDue
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.timers.trigger_start_timer import TriggerStartTimer
from engine.core.engine import Engine
from engine.jobs.fire_timers import fire_timers
from engine.jobs.rounds import NO_ROUNDS, Rounds
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict
from engine.queries.jobs.due_work import DueWork

log = structlog.get_logger()
#: a job that is due this long was not heard (a fresh one has just been rung for)
UNHEARD = timedelta(seconds=3)


@dataclass(frozen=True, kw_only=True)
class Swept:
    timers: int
    rung: int
    messages: int
    #: whether timers are due still: the next round begins at once
    more: bool = False


def sweep(engine: Engine) -> Swept:
    """Makes one round. A refused command (another process was first, or the timer was cancelled) is left alone."""
    work = engine.ask(DueWork(unheard=UNHEARD), actor=SYSTEM)
    if work.set_back:
        log.warning("the database's clock was set back", jobs=engine.execute(MakeFutureJobsDue(), actor=SYSTEM)["jobs"])
    timers = fire_timers(engine)
    fired = timers.count
    starts = (TriggerStartTimer(start=start) for start in work.starts)
    rounds = engine.platform.find(Rounds) or NO_ROUNDS
    of_rooms = [command for due in rounds.due for command in due(engine)]
    for command in (*starts, *of_rooms):
        try:
            fired += bool(engine.execute(command, actor=SYSTEM))
        except (CommandRefused, Conflict) as refusal:
            log.info("timer left alone", timer=repr(command), reason=str(refusal))
    rung = sum(engine.platform.doorbell.ring_if_silent(queue, jobs) for queue, jobs in work.jobs.items())
    matched = 0
    for message in work.messages:
        try:
            matched += bool(engine.execute(CorrelateMessage(**message), actor=SYSTEM))
        except (CommandRefused, Conflict) as refusal:
            log.info("message left alone", name=message["name"], reason=str(refusal))
    return Swept(timers=fired, rung=rung, messages=matched, more=timers.more)

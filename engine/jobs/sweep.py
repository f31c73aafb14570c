"""The clock's round: fire timers, clocks and bills, ring for jobs that nobody heard of, match messages that crossed their receiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from engine.commands.correlate_message import CorrelateMessage
from engine.commands.expire_bill import ExpireBill
from engine.commands.publish_approved_package import PublishApprovedPackage
from engine.commands.pull_jobs_back import PullJobsBack
from engine.commands.ring_legal_clock import RingLegalClock
from engine.commands.trigger_start_timer import TriggerStartTimer
from engine.commands.trigger_timer import TriggerTimer
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict
from engine.queries.due_work import DueWork

log = structlog.get_logger()
#: a job that is due this long was not heard (a fresh one has just been rung for)
UNHEARD = timedelta(seconds=3)


@dataclass(frozen=True, kw_only=True)
class Swept:
    timers: int
    rung: int
    messages: int


def sweep(engine: Engine) -> Swept:
    """One round. What is refused (another process was first, or it was cancelled) is left alone."""
    work = engine.ask(DueWork(unheard=UNHEARD), actor=SYSTEM)
    if work.set_back:
        log.warning("the database's clock was set back", jobs=engine.execute(PullJobsBack(), actor=SYSTEM)["jobs"])
    fired = 0
    timers = (TriggerTimer(timer=timer) for timer in work.timers)
    starts = (TriggerStartTimer(start=start) for start in work.starts)
    clocks = (RingLegalClock(case=case) for case in work.clocks)
    drafts = (PublishApprovedPackage(draft=draft) for draft in work.drafts)
    for command in (*timers, *starts, *clocks, *(ExpireBill(bill=bill) for bill in work.bills), *drafts):
        try:
            fired += bool(engine.execute(command, actor=SYSTEM))
        except (CommandRefused, Conflict) as refusal:
            log.info("timer left alone", timer=repr(command), reason=str(refusal))
    rung = sum(engine.platform.wake_up.ring_again(queue, jobs) for queue, jobs in work.jobs.items())
    matched = 0
    for message in work.messages:
        try:
            matched += bool(engine.execute(CorrelateMessage(**message), actor=SYSTEM))
        except (CommandRefused, Conflict) as refusal:
            log.info("message left alone", name=message["name"], reason=str(refusal))
    return Swept(timers=fired, rung=rung, messages=matched)

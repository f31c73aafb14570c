"""The standing check of the clock: what waits follows the organisation, somebody can act on it, and operators are told of trouble."""

from __future__ import annotations

import structlog

from engine.commands.receivers.check_receivers import CheckReceivers
from engine.commands.receivers.follow_successor import FollowSuccessor
from engine.commands.receivers.pass_on_access import PassOnAccess
from engine.commands.receivers.tell_operators import TellOperators
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import CommandRefused, Conflict
from engine.queries.receivers.succeeded_tasks import SucceededTasks

#: seconds between two rounds: with what a mail waits for others, operators know within a minute
WATCH_SECONDS = 10.0
log = structlog.get_logger()


def watch(engine: Engine) -> None:
    follow_successors(engine)
    found = engine.execute(CheckReceivers(), actor=SYSTEM)
    if found["opened"] or found["closed"]:
        log.info("receivers checked", opened=found["opened"], closed=found["closed"])
    engine.execute(TellOperators(), actor=SYSTEM)


def follow_successors(engine: Engine) -> int:
    """Moves what is open from posts that have ended to their successors, and returns how many tasks were moved."""
    moved = 0
    for task in engine.ask(SucceededTasks(), actor=SYSTEM):
        try:
            moved += bool(engine.execute(FollowSuccessor(task=task), actor=SYSTEM))
        except (CommandRefused, Conflict) as refusal:
            log.info("task not moved", task=str(task), reason=str(refusal))
    given = engine.execute(PassOnAccess(), actor=SYSTEM)["given"]
    if moved or given:
        log.info("successors followed", tasks=moved, grants=given)
    return moved

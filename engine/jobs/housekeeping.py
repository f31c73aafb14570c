"""Periodic work of the clock: partitions of the coming months, the chores of the rooms above, seals."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from engine.commands.audit.make_partitions import MakePartitions
from engine.commands.audit.seal_audit import SealAudit
from engine.commands.audit.seal_head import SealHead
from engine.commands.instances.mark_ended_access import BATCH, MarkEndedAccess
from engine.commands.instances.move_cold_cases import BATCH as COLD_BATCH
from engine.commands.instances.move_cold_cases import MoveColdCases
from engine.connectors.head_file import HeadFile
from engine.core.engine import Engine
from engine.jobs.rounds import NO_ROUNDS, Rounds
from engine.model.actor import SYSTEM
from engine.model.errors import EngineError
from engine.queries.audit.audit_heads import AuditHeads
from engine.queries.audit.unsealed_days import UnsealedDays

#: seconds between two rounds
PERIOD_SECONDS = 600.0
#: batches of one round: 10,000 instances in ten minutes are 1.4 million a day, and a round takes a minute at most
COLD_BATCHES = 50
log = structlog.get_logger()


@dataclass(frozen=True)
class ColdStorage:
    """A part of the platform. `days`: since the end of a case, after which it goes there; 0: nothing does."""

    days: int


def run_housekeeping(engine: Engine) -> int:
    """Runs the chores, and returns how many days were sealed."""
    made = engine.execute(MakePartitions(), actor=SYSTEM)["made"]
    if made:
        log.info("partitions made", count=made)
    while engine.execute(MarkEndedAccess(), actor=SYSTEM)["marked"] == BATCH:
        pass
    storage = engine.platform.find(ColdStorage)
    if storage is not None and (moved := move_cold_cases(engine, storage)):
        log.info("ended cases moved to cold storage", instances=moved)
    for chore in (engine.platform.find(Rounds) or NO_ROUNDS).chores:
        chore(engine)
    if engine.platform.sealer is None:
        return 0
    sealed = 0
    for day in engine.ask(UnsealedDays(), actor=SYSTEM):
        try:
            engine.execute(SealAudit(day=day), actor=SYSTEM)
        except EngineError as refusal:  # another clock was first
            log.info("day not sealed", day=day.isoformat(), reason=str(refusal))
            break
        sealed += 1
    if engine.execute(SealHead(), actor=SYSTEM)["made"]:
        log.info("the audit has a new head")
    copy_heads(engine)
    return sealed


def move_cold_cases(engine: Engine, storage: ColdStorage) -> int:
    """Moves what ended long ago, each batch in a transaction of its own; returns how many instances."""
    moved = 0
    for _ in range(COLD_BATCHES if storage.days else 0):
        batch: int = engine.execute(MoveColdCases(days=storage.days), actor=SYSTEM)["moved"]
        moved += batch
        if batch < COLD_BATCH:
            break
    return moved


def copy_heads(engine: Engine) -> None:
    """Adds the heads that the file outside the database lacks. A disk that is full does not stop the clock: the next round tries again."""
    file = engine.platform.find(HeadFile)
    if file is None:
        return
    try:
        file.add(engine.ask(AuditHeads(after=file.last_number()), actor=SYSTEM))
    except OSError as error:
        log.error("heads of the audit could not be copied out of the database", path=str(file.path), error=str(error))

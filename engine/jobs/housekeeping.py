"""What the clock does now and then: partitions for months to come, seals, expired drafts, orphaned files, the bank, the disk."""

from __future__ import annotations

import structlog

from engine.commands.forget_codes import ForgetCodes
from engine.commands.forget_drafts import ForgetDrafts
from engine.commands.make_partitions import MakePartitions
from engine.commands.seal_audit import SealAudit
from engine.core.engine import Engine
from engine.jobs.reconcile import reconcile
from engine.jobs.sweep_files import sweep_files
from engine.model.actor import SYSTEM
from engine.model.errors import BankAway, EngineError
from engine.queries.unreconciled_day import UnreconciledDay
from engine.queries.unsealed_days import UnsealedDays

#: seconds between two rounds
EVERY = 600.0
#: from this share of the disk on, operators are told while there is still time to add room (docs/how-to/run-on-servers.md)
NEARLY_FULL = 0.85
log = structlog.get_logger()


def keep_house(engine: Engine) -> int:
    """How many days were sealed."""
    made = engine.execute(MakePartitions(), actor=SYSTEM)["made"]
    if made:
        log.info("partitions made", count=made)
    engine.execute(ForgetDrafts(), actor=SYSTEM)
    engine.execute(ForgetCodes(), actor=SYSTEM)
    if swept := sweep_files(engine, every=EVERY):
        log.info("files that no document names deleted", count=swept)
    _reconcile_yesterday(engine)
    if (used := engine.platform.documents.used()) >= NEARLY_FULL:
        log.error("the disk of the documents is nearly full", used=round(used, 3))
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
    return sealed


def _reconcile_yesterday(engine: Engine) -> None:
    day = engine.ask(UnreconciledDay(), actor=SYSTEM)
    if day is None:
        return
    try:
        reconcile(engine, day)
    except BankAway as away:  # asked again in the next round
        log.warning("the bank's statement did not come", day=day.isoformat(), reason=str(away))

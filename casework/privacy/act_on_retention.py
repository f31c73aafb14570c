"""Carries out what the rules of retention ask for and an approval allows: a few cases in each round of the clock."""

from __future__ import annotations

import structlog

from casework.privacy.commands.erase_case import EraseCase
from casework.privacy.queries.retention_due import DueCase, RetentionDue
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState

#: trees in one round, so that the clock's other work does not wait
BATCH = 50
log = structlog.get_logger()


def act_on_retention(engine: Engine) -> None:
    done = 0
    for case in engine.ask(RetentionDue(approved=True), actor=SYSTEM):
        if case.may_go and done < BATCH:
            done += erase_tree(engine, case, basis=case.basis)
    if done:
        log.info("cases erased after their retention", count=done)


def erase_tree(engine: Engine, case: DueCase, *, basis: str) -> bool:
    """Erases a case and all that it called, the root last: what breaks off goes on in the next round. False: it was held meanwhile."""
    try:
        for instance in case.instances:
            engine.execute(EraseCase(instance=instance, basis=basis, rule=case.rule), actor=SYSTEM)
    except InvalidState as refused:
        log.info("a case is kept after all", case=str(case.case), reason=str(refused))
        return False
    return True

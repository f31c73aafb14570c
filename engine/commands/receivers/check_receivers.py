"""The standing check: everything that waits for somebody has somebody who can act today, else there is a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import exists, select, update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.receivers.findings import open_finding, receiver_checks
from engine.persistence.tables.receivers import ReceiverFinding

#: findings opened in one transaction; the next round goes on
LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class CheckReceivers(Command):
    """Opens a finding for each thing on which nobody can act now, and closes those that have ended. Answers how many."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        made = ended = 0
        for check in receiver_checks(context):
            unheard = check.unheard(context).cte(f"unheard_{check.kind}")
            still_open = (ReceiverFinding.kind == check.kind, ReceiverFinding.closed_at.is_(None))
            known = exists(select(ReceiverFinding.id).where(*still_open, ReceiverFinding.subject == unheard.c.subject))
            fresh = select(unheard.c.subject, unheard.c.instance_id).where(~known).limit(LIMIT)
            for subject, instance in context.session.execute(fresh).all():
                open_finding(context, check, subject, instance)
                made += 1
            over = update(ReceiverFinding).where(*still_open, ReceiverFinding.subject.not_in(select(unheard.c.subject)))
            ended += len(context.session.scalars(over.values(closed_at=context.now).returning(ReceiverFinding.id)).all())
        return {"opened": made, "closed": ended}

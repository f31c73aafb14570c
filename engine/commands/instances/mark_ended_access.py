"""Marks the grants of instances that have ended, so that lists of what goes on do not look at them. Who could see a case still can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import not_, select, update

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.instances import ProcessInstance

#: grants of one transaction
BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class MarkEndedAccess(Command):
    """Answers {"marked": how many}. It reads the index of grants that are not marked: of what goes on, and of what has ended since.

    Not in the turn that ends an instance: nobody waits for it, and until then such a grant costs a look more and nothing else.
    """

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        # a look-up for each grant: joined as sets, the database may read all instances there are
        over = select(ProcessInstance.ended_at.is_not(None)).where(ProcessInstance.id == CaseAccess.instance_id)
        ended = select(CaseAccess.id).where(not_(CaseAccess.ended), over.correlate(CaseAccess).scalar_subquery()).limit(BATCH)
        marked = context.session.execute(
            update(CaseAccess)
            .where(CaseAccess.id.in_(ended))
            .values(ended=True)
            .returning(CaseAccess.id)
            .execution_options(synchronize_session=False)
        ).all()
        return {"marked": len(marked)}

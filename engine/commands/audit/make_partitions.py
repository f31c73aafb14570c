"""Creates the partitions of the coming months for history and audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import text

from engine.core.command import Answer, Command
from engine.core.context import CommandContext

CREATED_AHEAD = timedelta(days=92)


@dataclass(frozen=True, kw_only=True)
class MakePartitions(Command):
    """Makes partitions from next month on; rows of this month without one stay in the default partition. Answers how many it made."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    def run(self, context: CommandContext) -> Answer:
        first = (context.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        made = context.session.execute(
            text("select alur_make_partitions(cast(:first as date), cast(:last as date))"),
            {"first": first, "last": context.today + CREATED_AHEAD},
        )
        return {"made": made.scalar()}

"""Starts an instance by a signal that another instance threw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.starting import start_by_event
from engine.persistence.tables.instances import StartSubscription


@dataclass(frozen=True, kw_only=True)
class StartInstanceBySignal(Command):
    """`instance` is the new one's id: a repeated command finds it and does nothing."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "StartBySignal"
    repeatable: ClassVar[bool] = True

    start: UUID
    instance: UUID
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(StartSubscription, self.start)
        if row is None:
            return {}  # a newer version of the process no longer begins with it
        begun = start_by_event(context, row, self.instance, self.variables)
        return {"instance": str(begun.id)} if begun is not None else {}

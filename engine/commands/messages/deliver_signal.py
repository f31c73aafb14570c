"""Delivers a signal to one instance that waited for it when it was thrown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance, take_turn
from engine.model.stimuli import SignalCaught


@dataclass(frozen=True, kw_only=True)
class DeliverSignal(Command):
    """Raises InvalidState where none of the tokens waits any more."""

    permission: ClassVar[str] = "system"
    stored_name: ClassVar[str] = "CatchSignal"
    repeatable: ClassVar[bool] = True

    instance: UUID
    signal: str
    tokens: list[str]
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        stimulus = SignalCaught(id=str(context.new_id()), signal=self.signal, tokens=tuple(self.tokens), variables=self.variables)
        take_turn(context, instance, stimulus)
        return {}

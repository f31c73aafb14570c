"""Sends a signal to every instance that waits for it, and starts the processes that begin with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.starting import awaiting_start, start_by_event
from engine.core.signals import deliver_signal
from engine.feel.values import to_json
from engine.model.stored_text import refuse_long_name


@dataclass(frozen=True, kw_only=True)
class BroadcastSignal(Command):
    """Sends a signal from outside, once for each idempotency key. Answers how many instances wait, and which started."""

    permission: ClassVar[str] = "system"

    name: str
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        refuse_long_name("name of a signal", self.name)
        variables = to_json(self.variables)
        heard = deliver_signal(context, self.name, variables, key=str(context.new_id()))
        begun = [start_by_event(context, row, context.new_id(), variables) for row in awaiting_start(context.session, "signal", self.name)]
        return {"heard": heard, "begun": [str(instance.id) for instance in begun if instance is not None]}

"""Starts a case that answers another one: both show each other from then on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from casework.deliveries.manifest import answered_by
from casework.deliveries.tables import CaseAnswer
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.core.command import Answer
from engine.core.context import CommandContext
from engine.identity.access import visible_instance
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class StartAnswer(StartProcessInstance):
    """Raises also NotFound for a case that the actor may not see, InvalidState for one that this process does not answer."""

    answered: UUID

    def run(self, context: CommandContext) -> Answer:
        answered = visible_instance(context.session, context.actor, self.answered, context.now)
        manifest = context.platform.definitions.latest(context.session, self.process).manifest
        if answered_by(manifest, self.process, answered.process_key) is None:
            raise InvalidState("Expected a process that answers this case, but it answers others.")
        begun = super().run(context)
        link = CaseAnswer(instance_id=UUID(begun["instance"]), answered_id=answered.root_id, created_at=context.now)
        context.session.add(link)
        return begun

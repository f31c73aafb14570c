"""Reveals a masked value to an officer, for a reason that the citizen can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.privacy.record_looks import record_looks
from casework.subjects.tables import SubjectValue
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.looks import Look
from engine.core.turn import lock_instance
from engine.identity.access import visible_instance
from engine.model.errors import InvalidState, NotFound

SHORTEST, LONGEST = 10, 300


@dataclass(frozen=True, kw_only=True)
class RevealValue(Command):
    """Answers {"value": …}. Raises NotFound, InvalidState for an empty reason."""

    permission: ClassVar[str] = "person"

    instance: UUID
    value: UUID
    reason: str

    def payload(self) -> dict[str, Any]:
        return {"instance": self.instance, "value": self.value, "reason": self.reason}

    def run(self, context: CommandContext) -> Answer:
        reason = " ".join(self.reason.split())
        root = visible_instance(context.session, context.actor, self.instance, context.now).root_id
        row = context.session.get(SubjectValue, self.value)
        if row is None or row.instance_id != root:
            raise NotFound("Expected a value of this case, but there is none under this address.")
        if not SHORTEST <= len(reason) <= LONGEST:
            raise InvalidState(f"Expected a reason of {SHORTEST} to {LONGEST} characters, but it has {len(reason)}.")
        instance = lock_instance(context, self.instance)
        record_looks(context.session, context.actor, [Look(case=root, kind="reveal", reason=reason)], context.now)
        context.audit(instance)
        return {"value": context.platform.vault.open(row.sealed)}

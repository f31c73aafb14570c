"""Records the approval by which cases of a process, or fields and documents of them, may go; the clock then carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casework.privacy.tables import RetentionApproval
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState

#: characters of a basis that says anything: number and date of an approval
SHORTEST = 5
PARTS = ("CASE", "FIELD", "DOCUMENT")
FATES = ("DESTROY", "ARCHIVE")


@dataclass(frozen=True, kw_only=True)
class ApproveErasure(Command):
    """`due_until`: cases whose time was over on this day, not after today; `basis`: number and date of the Bupati's approval, and of
    ANRI's where the time is ten years or more (docs/law/archives.md#destruction). Raises InvalidState.
    """

    permission: ClassVar[str] = "administer"

    process: str
    due_until: str
    basis: str
    #: CASE, FIELD or DOCUMENT
    part: str = "CASE"
    #: DESTROY, or ARCHIVE: to hand over
    fate: str = "DESTROY"

    def run(self, context: CommandContext) -> Answer:
        try:
            until = date.fromisoformat(self.due_until)
        except ValueError:
            raise InvalidState(f"Expected a day such as 2026-11-23, but got {self.due_until[:40]!r}.") from None
        if until > context.today or len(self.basis.strip()) < SHORTEST or not self.process:
            raise InvalidState("Expected a day that has come, a process, and the number of the approval, but one of them is wrong.")
        if self.part not in PARTS or self.fate not in FATES or (self.fate == "ARCHIVE" and self.part != "CASE"):
            raise InvalidState("Expected cases, fields or documents to be destroyed, or cases to be handed over, but it is something else.")
        row = RetentionApproval(
            id=context.new_id(),
            process_key=self.process,
            part=self.part,
            fate=self.fate,
            due_until=until,
            basis=self.basis.strip()[:500],
            approved_at=context.now,
            approved_by=context.actor.person,
        )
        context.session.add(row)
        return {"approval": str(row.id)}

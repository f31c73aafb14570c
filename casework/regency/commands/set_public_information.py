"""Sets what the regency tells everybody about itself; what was told before stays in the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from casework.regency.public_information import read_public_information
from casework.regency.tables import PublicInformationVersion
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class SetPublicInformation(Command):
    """`document`: docs/reference/organisation.md#public-information. It replaces the one before as a whole.

    Answers how many counters and banks it has. Raises PublicInformationRejected with every fault at once.
    """

    permission: ClassVar[str] = "administer"

    document: Mapping[str, Any]

    def payload(self) -> dict[str, Any]:
        # the table keeps the document itself
        return {"parts": sorted(self.document)}

    def run(self, context: CommandContext) -> Answer:
        information = read_public_information(self.document)
        row = PublicInformationVersion(id=context.new_id(), document=dict(self.document), set_at=context.now, set_by=context.actor.person)
        context.session.add(row)
        return {"counters": len(information.counters), "banks": len(information.banks)}

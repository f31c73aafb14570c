"""Closes an official address: mails to it are refused from now on; what came before goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.mail.tables import OfficialAddress
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class CloseAddress(Command):
    """Raises NotFound, InvalidState where it is closed already."""

    permission: ClassVar[str] = "operate"

    address: UUID

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(OfficialAddress, self.address, with_for_update=True)
        if row is None:
            raise NotFound("Expected an official address, but there is none under this id.")
        if row.closed_at is not None:
            raise InvalidState("Expected an address that is open, but it is closed.")
        row.closed_at = context.now
        context.audit_platform()
        return {}

"""Sets the channels by which an applicant gets notices of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.accounts.addresses import CHANNELS
from casework.applications.tables import Application
from casework.records.public_numbers import case_of_pass
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class SetNoticeChannels(Command):
    """`wanted`: the channels among email and phone that get notices. Raises NotFound."""

    permission: ClassVar[str] = "public"
    stored_name: ClassVar[str] = "SetChannels"
    repeatable: ClassVar[bool] = True

    case_pass: str
    wanted: tuple[str, ...]

    def payload(self) -> dict[str, tuple[str, ...]]:
        return {"wanted": self.wanted}

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(Application, case_of_pass(context.platform.vault, self.case_pass), with_for_update=True)
        if row is None:
            raise NotFound("Expected an application, but there is none.")
        row.silent = [channel for channel in CHANNELS if channel not in self.wanted]
        return {"silent": row.silent}

"""Correct the name in one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.commands.open_account import LONGEST
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.own_account import own_account
from engine.model.errors import InvalidState


@dataclass(frozen=True, kw_only=True)
class RenameAccount(Command):
    """Raises NotFound, InvalidState for a name that is none."""

    permission: ClassVar[str] = "person"
    repeatable: ClassVar[bool] = True

    name: str

    def payload(self) -> dict[str, Any]:
        return {}

    def run(self, context: CommandContext) -> Answer:
        name = " ".join(self.name.split())
        if not 1 <= len(name) <= LONGEST:
            raise InvalidState(f"Expected a name of 1 to {LONGEST} characters, but it has {len(name)}.")
        own_account(context, lock=True).name = name
        return {}

"""Adds rows of the organisation for a test, through the executor, which alone commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class AddRows(Command):
    permission: ClassVar[str] = "system"

    rows: tuple[Any, ...]

    def payload(self) -> dict[str, Any]:
        return {"rows": len(self.rows)}

    def run(self, context: CommandContext) -> Answer:
        context.session.add_all(self.rows)
        return {}

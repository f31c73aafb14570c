"""The two doors of the platform: `execute` may refuse, `ask` only reads."""

from __future__ import annotations

from typing import Any

from engine.core.asking.reading import Reading
from engine.core.command import Answer, Command
from engine.core.executor import Executor
from engine.core.platform import Platform
from engine.core.query import Query
from engine.model.actor import Actor


class Engine:
    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._executor = Executor(platform)

    def execute(self, command: Command, *, actor: Actor) -> Answer:
        """Carries out a command in one transaction. Raises CommandRefused with nothing changed."""
        with self.platform.telemetry.command(type(command).__name__):
            return self._executor.execute(command, actor)

    def ask(self, query: Query, *, actor: Actor) -> Any:
        """Answers a query. Raises NotFound for a thing that does not exist or that the actor may not see."""
        with self._executor.reading() as reading:
            return reading.ask(query, actor)

    def reading(self, *, written: str | None = None) -> Reading:
        """Begins to answer several queries in one transaction that only reads, and at one time; whoever began it closes it.

        `written`: a position up to which its reader has written (`written_up_to`), or NOWHERE: then a replica may answer.
        """
        if written is None:
            return self._executor.reading()
        return self._executor.reading(self.platform.replica, written)

    def written_up_to(self) -> str | None:
        """Returns a position behind everything that was committed until now; None without a replica, where nobody needs it."""
        return self.platform.replica.written_up_to() if self.platform.replica else None

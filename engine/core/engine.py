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

    def reading(self) -> Reading:
        """Begins to answer several queries in one transaction that only reads, and at one time; whoever began it closes it."""
        return self._executor.reading()

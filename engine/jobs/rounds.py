"""Additions of the rooms above the engine to the clock's rounds. The composition root gives them, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.core.command import Command
from engine.core.engine import Engine

#: the commands that are due now; what is refused is left alone
DueCommands = Callable[[Engine], Iterable[Command]]
#: something that is done now and then (engine/jobs/housekeeping.py, EVERY)
Chore = Callable[[Engine], None]


@dataclass(frozen=True, kw_only=True)
class Rounds:
    due: tuple[DueCommands, ...] = ()
    chores: tuple[Chore, ...] = ()


NO_ROUNDS = Rounds()

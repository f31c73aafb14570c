"""Lets the clock count the figures of the days: what is missing, and the present day again."""

from __future__ import annotations

from casework.figures.commands.count_daily_figures import CountDailyFigures
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

#: transactions of one round: more than a year back at most
MOST_ROUNDS = 14


def count_figures(engine: Engine) -> None:
    for _ in range(MOST_ROUNDS):
        if engine.execute(CountDailyFigures(), actor=SYSTEM)["today"]:
            return

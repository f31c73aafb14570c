"""Connects the legal clock to turns, to incidents, and to changes of the working calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.legal_clock.clock import (
    MOST_DAYS,
    lock_clock,
    lock_running_clocks,
    recount,
    resolve_counted,
    run_clock,
    start_clock,
    stop_with_case,
)
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import TurnObserver
from engine.model.effects import Effect, EndInstance, RecordHistory
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import ProcessInstance


class LegalClockTurns(TurnObserver):
    def after(self, context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
        """Runs the clock by the elements of a turn, and stops it when the case ends."""
        run_clock(context, instance, loaded, [effect for effect in effects if isinstance(effect, RecordHistory)])
        if instance.parent_id is None and any(isinstance(effect, EndInstance) for effect in effects):
            stop_with_case(context, instance.id)


def resolve_clock_incident(context: CommandContext, instance: ProcessInstance, variables: Mapping[str, Any]) -> None:
    """Sets the `working_days` of a clock whose days could not be computed. Raises InvalidState."""
    days = variables.get("working_days")
    if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise InvalidState(f"Expected working_days from 1 to {MOST_DAYS}, but got {days!r}.")
    start_clock(context, instance.root_id, days)


def resolve_uncounted(context: CommandContext, instance: ProcessInstance, variables: Mapping[str, Any]) -> None:
    """Counts a clock again whose end lay beyond the calendar. Raises InvalidState where it still does."""
    clock = lock_clock(context, instance.root_id)
    recount(context, clock)
    if clock is not None and clock.stopped_at is None and clock.due_at is None:
        raise InvalidState("Expected a calendar that covers the legal clock, but it does not reach so far: set the year first.")


def recount_clocks(context: CommandContext) -> None:
    """Recomputes all clocks after a change of the working calendar."""
    for clock in lock_running_clocks(context):
        recount(context, clock)
        resolve_counted(context, clock)

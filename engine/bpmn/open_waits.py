"""Keeps the open waits of a case from the effects of its turns, for trials, replays and tests, which have no database rows."""

from __future__ import annotations

from dataclasses import replace

from engine.model.effects import (
    CloseWait,
    CreateJob,
    CreateTimer,
    CreateUserTask,
    Effect,
    MoveDueDate,
    MoveToken,
    OpenSignalSubscription,
    OpenSubscription,
    StartChild,
)

WAITS = (CreateUserTask, CreateJob, CreateTimer, OpenSubscription, OpenSignalSubscription, StartChild)


def apply_to_waits(waits: dict[str, Effect], effect: Effect) -> None:
    """Note what an effect does to the waits. `waits`: token -> the effect that began its wait, as it is now."""
    known = waits.get(effect.token)
    if isinstance(effect, CreateJob) and effect.detached:
        return
    if isinstance(effect, WAITS):
        waits[effect.token] = effect
    elif isinstance(effect, CloseWait):
        waits.pop(effect.token, None)
    elif isinstance(effect, MoveToken) and known is not None:
        waits[effect.token] = replace(known, element=effect.element)
    elif isinstance(effect, MoveDueDate) and isinstance(known, CreateUserTask | CreateTimer) and effect.due_at:
        waits[effect.token] = replace(known, due_at=effect.due_at)

"""Delivers a signal: one job for each waiting instance, so that each has its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.core.context import CommandContext
from engine.core.job_rows import CATCH_SIGNAL, platform_job
from engine.persistence.tables.instances import ProcessInstance, SignalSubscription


def deliver_signal(
    context: CommandContext, signal: str, variables: Mapping[str, Any], *, key: str, except_instance: ProcessInstance | None = None
) -> int:
    """Returns how many instances get the signal. `key` names this throw; `except_instance` is the thrower, whose tokens have got it."""
    statement = select(SignalSubscription).where(SignalSubscription.signal == signal).order_by(SignalSubscription.id)
    if except_instance is not None:
        statement = statement.where(SignalSubscription.instance_id != except_instance.id)
    tokens: dict[Any, list[str]] = {}
    for row in context.session.scalars(statement):
        tokens.setdefault(row.instance_id, []).append(str(row.id))
    for instance in context.session.scalars(select(ProcessInstance).where(ProcessInstance.id.in_(tokens))):
        values = {"signal": signal, "tokens": tokens[instance.id], "variables": dict(variables)}
        platform_job(context, instance, CATCH_SIGNAL, key=key, variables=values)
    return len(tokens)

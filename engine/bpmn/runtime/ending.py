"""Cancels tokens and scopes, and ends the whole instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.runtime.instance import Instance, Status
from engine.bpmn.runtime.listener_jobs import tell_cancelled, tell_process_cancelled
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token
from engine.model.effects import EndInstance


def cancel_token(instance: Instance, token: Token) -> None:
    """End a token and everything inside or attached to it; waits and incidents are closed."""
    for other in instance.bound(token.id):
        if instance.holds(other):
            cancel_token(instance, other)
    if not (token.phase is not None and token.phase.of_process):
        tell_cancelled(instance, token)
    instance.close_wait(token, "cancelled")
    instance.unpark(token)
    if token.host is None and not (token.phase is not None and token.phase.of_process):
        instance.record(token, "ELEMENT_TERMINATED")
    instance.scopes.close(token.id)
    if instance.compensable:
        instance.compensable = [record for record in instance.compensable if record.scope != token.id]
    instance.drop(token)


def cancel_inside(instance: Instance, scope: str, *, keep: Token | None = None) -> None:
    """End every token of a scope, also those that only listen for it."""
    for token in instance.bound(scope):
        belongs = token.scope == scope and token.host in (None, scope)
        if belongs and token is not keep and instance.holds(token):
            cancel_token(instance, token)


def finish(
    instance: Instance, status: Status, error_code: str = "", error_message: str = "", error_variables: Mapping[str, Any] | None = None
) -> None:
    """End the instance. `error_variables`: what its error hands on to the caller."""
    for token in instance.tokens():
        if instance.holds(token):
            cancel_token(instance, token)
    instance.status = status
    if status != "COMPLETED":
        tell_process_cancelled(instance)
    instance.emit(
        EndInstance(
            token=ROOT,
            element=instance.process.id,
            status=status,
            variables=dict(instance.scopes.variables[ROOT]),
            error_code=error_code,
            error_message=error_message,
            error_variables=dict(error_variables or {}),
        )
    )

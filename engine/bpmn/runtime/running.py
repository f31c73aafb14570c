"""Runs an instance: ready tokens enter their elements, one after the other, until all of them wait."""

from __future__ import annotations

from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.joining import fire_joins
from engine.bpmn.runtime.listener_jobs import stands_in_listeners
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.triggering import check_conditions, open_listeners, prepare_scope

#: so many steps without a wait are an endless loop: it becomes an incident, for a turn holds a transaction open
MAX_STEPS = 10_000


def run(instance: Instance) -> None:
    """Until no token is ready. What would never end is parked with an incident."""
    _settle(instance)
    while instance.status == "ACTIVE" and (token := instance.execution.next_ready()) is not None:
        instance.turn.steps += 1
        if instance.turn.steps > MAX_STEPS:
            instance.park(token, "step_limit", f"more than {MAX_STEPS} steps without a wait: an endless loop", "enter")
        else:
            instance.execution.run(token)
        _settle(instance)
    if instance.status == "ACTIVE":
        _report_deadlocks(instance)


def enter_element(instance: Instance, token: Token) -> bool | None:
    """Lets a ready token enter its element. An expression that fails parks it; the rest of the turn goes on."""
    try:
        if not instance.listening:
            if stands_in_listeners(instance, token, "process_start", instance.scopes.view(ROOT)):
                return None
            _open_process(instance)
            token.phase = None
        done = instance.behaviour(token).enter(instance, token)
    except ExpressionFailed as error:
        instance.park(token, "expression", str(error), "enter", result=token.corrected)
        token.corrected = None
        return None
    return done if instance.holds(token) else None  # what it threw may have interrupted it


def _open_process(instance: Instance) -> None:
    """Before the first element: the process's own event sub-processes begin to listen."""
    prepared = prepare_scope(instance, None, instance.scopes.view(ROOT))
    instance.listening = True
    open_listeners(instance, prepared, scope=ROOT, host=ROOT)


def _settle(instance: Instance) -> None:
    """Fires conditions that variables have made true, and joins that no other token can reach."""
    if instance.definition.watches and instance.scopes.changed and instance.status == "ACTIVE":
        check_conditions(instance)
    if instance.definition.joins and instance.status == "ACTIVE":
        fire_joins(instance)


def _report_deadlocks(instance: Instance) -> None:
    """Raises an incident at each join that no token of its scope can reach any more.

    What listens for the scope cannot help: its tokens come into a scope of their own, or end this one. A scope that sleeps is as
    an earlier turn left it, which has asked for it.
    """
    awake = instance.awake()
    waiting = {token.scope for token in awake if token.joining and token.incident is None}
    if not waiting:
        return
    by_scope: dict[str, list[Token]] = {}
    for token in awake:
        if token.host is None and token.scope in waiting:
            by_scope.setdefault(token.scope, []).append(token)
    for tokens in by_scope.values():
        while (starved := instance.definition.dead_joins.first(tokens)) is not None:
            instance.park(starved, "deadlock", "a join waits for a token that cannot come any more", "enter")

"""Ends a process whose last token has gone: its end listeners first, for which a token waits where the last one was."""

from __future__ import annotations

from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.ending import cancel_inside, finish
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.listener_jobs import listeners_of, stands_in_listeners
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import ListenerPhase, Token


def end_process(instance: Instance) -> None:
    """Nothing is at work any more, or nothing is to be. What still listens for the process ends before its listeners run."""
    if not listeners_of(instance.process, "", "process_end"):
        finish(instance, "COMPLETED")
        return
    cancel_inside(instance, ROOT)
    token = Token(id=instance.turn.new_id(), element=instance.last_left, scope=ROOT, phase=ListenerPhase("process_end"))
    instance.add(token)
    go_on_ending(instance, token)


def go_on_ending(instance: Instance, token: Token) -> None:
    """With the next end listener of the process; after the last the instance ends."""
    try:
        if stands_in_listeners(instance, token, "process_end", instance.scopes.view(ROOT)):
            return
    except ExpressionFailed as error:
        instance.park(token, "expression", str(error), "complete")
        return
    instance.drop(token)
    finish(instance, "COMPLETED")

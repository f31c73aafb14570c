"""Goes on after a listener's job has come back, or has failed in a way that a listener cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.listener_jobs import listeners_of
from engine.bpmn.runtime.process_listeners import go_on_ending
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import ListenerPhase, Token


def listener_done(instance: Instance, token: Token, phase: ListenerPhase, variables: Mapping[str, Any]) -> None:
    """Keep its results where the event says, and go on with the next listener or with what comes after the last."""
    instance.close_wait(token, "completed")
    kept = dict(phase.result) if phase.result is not None else None
    listener = listeners_of(instance.process, token.element, phase.name)[phase.done]
    event, told = listener.event, {"listener": listener.type}
    if phase.of_process or event == "start":
        scope = ROOT if phase.of_process else token.id
        for name, value in variables.items():
            instance.scopes.set_local(scope, name, value)
            instance.record(token, "VARIABLE_SET", name=name, value=instance.scopes.variables[scope][name], scope=scope, **told)
    elif event == "end":
        collected = token.inner is not None and token.element in instance.definition.own_names
        instance.assign(token, token.id if collected else instance.scopes.parent(token.id), variables, **told)
        if kept is not None:
            kept.update(variables)
    # a task's listeners give no variables (Camunda 8: its jobs refuse them)
    token.phase = replace(phase, done=phase.done + 1, result=kept)
    _go_on(instance, token, token.phase)


def complete_again(instance: Instance, token: Token, result: dict[str, Any]) -> None:
    """The incident of a completion is resolved, perhaps one of its listeners'; `result` is what was kept, corrected."""
    if token.phase is None:
        instance.behaviour(token).completed(instance, token, result)
        return
    if token.phase.result is not None:
        token.phase = replace(token.phase, result=result)
    _go_on(instance, token, token.phase)


def refuse_error(instance: Instance, token: Token, phase: ListenerPhase, code: str, message: str) -> None:
    """A listener's job throws no BPMN error, as in Camunda 8: nothing in the diagram could tell it from its activity's."""
    instance.close_wait(token, "cancelled")
    text = f"a listener's job cannot throw a BPMN error, but it threw '{code}': {message}"
    begins = phase.name in ("start", "process_start")
    instance.park(token, "unhandled_error", text, "enter" if begins else "complete", result=phase.result)


def _go_on(instance: Instance, token: Token, phase: ListenerPhase) -> None:
    if phase.name in ("start", "process_start"):
        instance.execution.make_ready(token)
    elif phase.name == "process_end":
        go_on_ending(instance, token)
    else:
        instance.behaviour(token).completed(instance, token, phase.result or {})

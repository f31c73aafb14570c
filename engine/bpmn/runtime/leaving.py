"""Moves a token out of its element, and ends the scope around it where that was its last token."""

from __future__ import annotations

from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.compensation import handler_ended
from engine.bpmn.runtime.flows import outgoing_flows, take_flow
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.process_listeners import end_process
from engine.bpmn.runtime.scopes import ROOT
from engine.bpmn.runtime.token import Token


def leave(instance: Instance, token: Token) -> None:
    """A token is done with its element: it goes on by the outgoing flows that are due, or ends."""
    element = instance.element(token)
    body = instance.find(token.scope) if token.inner is not None else None
    goes_on = body is None and token.compensates is None
    try:
        flows = outgoing_flows(instance, token) if goes_on else ()
    except ExpressionFailed as error:
        instance.park(token, "expression", str(error), "leave")
        return
    instance.record(token, "ELEMENT_COMPLETED")
    for flow in flows:
        for _ in range(element.completion_quantity):
            take_flow(instance, token, flow)
    link = instance.process.link_target(element)
    if link is not None:
        instance.new_token(link.id, token.scope, caught={})
    instance.scopes.close(token.id)  # a gateway has one where it has listeners
    instance.drop(token)
    if body is not None:
        instance.behaviour(body).inner_ended(instance, body, token)
    elif token.compensates is not None:
        handler_ended(instance, token.compensates)
    else:
        token_left(instance, token.scope)


def token_left(instance: Instance, scope: str) -> None:
    """A token has left a scope or ended in it."""
    owner = instance.find(scope)
    if owner is None:
        end_empty_scope(instance, scope)
    else:
        instance.behaviour(owner).token_left(instance, owner)


def end_empty_scope(instance: Instance, scope: str) -> None:
    """The last token of a scope ends it."""
    if instance.status != "ACTIVE" or instance.inside(scope):
        return
    if scope == ROOT:
        end_process(instance)
    elif (owner := instance.find(scope)) is not None:
        instance.behaviour(owner).content_ended(instance, owner)

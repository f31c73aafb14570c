"""The state of an instance inside a transaction: its bytes are decoded once, however often its variables are read."""

from __future__ import annotations

from engine.bpmn.codec import ParsedState
from engine.core.context import QueryContext
from engine.model.effects import Transition
from engine.model.state_view import StateView
from engine.persistence.tables.instances import ProcessInstance


def state_of(context: QueryContext, instance: ProcessInstance) -> StateView:
    """Returns the instance's variables and tokens as they are now."""
    known = _known(context, instance)
    if known is None:
        known = parsed_state(context, instance)
    return known.view if isinstance(known, ParsedState) else known


def parsed_state(context: QueryContext, instance: ProcessInstance) -> ParsedState:
    """Returns the parsed state for the turn that changes it."""
    known = _known(context, instance)
    if not isinstance(known, ParsedState):
        known = ParsedState(instance.state)
        context.states[instance.id] = (instance.state, known)
    return known


def store_transition(context: QueryContext, instance: ProcessInstance, transition: Transition) -> None:
    """Stores the new state of a turn, with its view."""
    instance.state = transition.state
    context.states[instance.id] = (transition.state, transition.view)


def _known(context: QueryContext, instance: ProcessInstance) -> ParsedState | StateView | None:
    """Returns the view that was kept for exactly these bytes: a row that was read again may have others."""
    data, known = context.states.get(instance.id, (b"", None))
    return known if data is instance.state or data == instance.state else None

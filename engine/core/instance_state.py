"""The state of an instance inside a transaction: its bytes are decoded once, however often its variables are read."""

from __future__ import annotations

from sqlalchemy.orm.attributes import flag_modified

from engine.bpmn.codec import ParsedState
from engine.core.context import CommandContext, QueryContext
from engine.model.effects import Transition
from engine.model.state_view import StateView
from engine.persistence.state_rows import StoredParts, store_parts, stored_state
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
        known = ParsedState(stored_state(context.session, instance), StoredParts(context.session, instance.id))
        context.states[instance.id] = (instance.state, known)
    return known


def store_transition(context: CommandContext, instance: ProcessInstance, transition: Transition) -> None:
    """Stores what a turn has changed of the state, with the view of the new one."""
    instance.state = transition.head
    if transition.changed or transition.gone:
        flag_modified(instance, "state")  # a turn within a part leaves the head as it was, and is a turn all the same
        store_parts(context.rows, instance.id, transition)
    keep_view(context, instance, transition)


def keep_view(context: QueryContext, instance: ProcessInstance, transition: Transition) -> None:
    """Keeps the view of the new state for who asks for it in this transaction."""
    context.states[instance.id] = (transition.head, transition.view)


def _known(context: QueryContext, instance: ProcessInstance) -> ParsedState | StateView | None:
    """Returns the view that was kept for exactly these bytes: a row that was read again may have others."""
    data, known = context.states.get(instance.id, (b"", None))
    return known if data is instance.state or data == instance.state else None

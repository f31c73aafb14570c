"""Runs one turn inside a command's transaction: loads the state, advances it, stores the new state and its effects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, select

from engine.bpmn.interpreter import advance
from engine.core.apply_effects import apply_effects
from engine.core.context import CommandContext
from engine.core.decisions import BoundDecisions
from engine.core.definitions import Loaded
from engine.core.hooks import hooks_of
from engine.core.instance_state import parsed_state, store_transition
from engine.core.presentation import update_presentation
from engine.model.effects import Effect
from engine.model.errors import NotFound
from engine.model.stimuli import Stimulus
from engine.persistence.cold_storage import restore_cold
from engine.persistence.tables.instances import ProcessInstance

#: what a command has brought back from cold storage stays for so long: a second one often follows
WARM = timedelta(days=30)


def lock_instance(context: CommandContext, identifier: UUID | ScalarSelect[UUID]) -> ProcessInstance:
    """Locks the instance's row; every command that changes an instance calls it first. Raises NotFound.

    From cold storage it is brought back: to a command all ended cases are alike.

    `identifier`: its id, or a question that finds it.
    """
    instance = context.session.scalars(
        select(ProcessInstance).where(ProcessInstance.id == identifier).with_for_update().execution_options(populate_existing=True)
    ).first()
    if instance is None:
        raise NotFound("Expected a case, but there is none under this id.")
    if instance.cold:
        restore_cold(context.session, instance, context.now + WARM)
    return instance


def take_turn(context: CommandContext, instance: ProcessInstance, stimulus: Stimulus) -> Loaded:
    """Gives a stimulus to a locked instance. Raises InvalidState where no token waits for it."""
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    decisions = BoundDecisions(context.session, context.platform.definitions, loaded)
    zone = context.platform.zone
    state = parsed_state(context, instance) if instance.state else None
    time = context.time
    transition = advance(loaded.definition, state, stimulus, time.now, zone=zone, decisions=decisions, calendar=time.calendar)
    store_transition(context, instance, transition)
    store_turn(context, instance, loaded, transition.effects)
    return loaded


def store_turn(context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
    """Writes the new state and the rows of its effects, calls the rooms' observers in their order, then appends to the audit."""
    update_presentation(context, instance, loaded)
    apply_effects(context, instance, loaded, effects)
    for observer in hooks_of(context).turns:
        observer.after(context, instance, loaded, effects)
    context.audit(instance)

"""Records public stages when a case reaches them; public pages read these rows and never the case's state."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid5

from sqlalchemy.dialects.postgresql import insert

from casework.milestones.tables import Milestone
from casework.notices.new_notices import add_notices
from casework.services.service import STAGE_PROPERTY
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import TurnObserver
from engine.model.effects import Effect, RecordHistory
from engine.persistence.tables.instances import ProcessInstance


class PublicStages(TurnObserver):
    def after(self, context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
        record_milestones(context, instance, loaded, [effect for effect in effects if isinstance(effect, RecordHistory)])


def record_milestones(context: CommandContext, instance: ProcessInstance, loaded: Loaded, history: Sequence[RecordHistory]) -> None:
    """Records a stage when an element with its property begins; again where the case comes back to it."""
    elements = loaded.definition.process.elements
    rows = [
        {
            "id": uuid5(instance.id, f"{effect.token} {stage} {context.now.isoformat()} {number}"),
            "instance_id": instance.root_id,
            "stage": stage,
            "reached_at": context.now,
        }
        for number, effect in enumerate(history)
        if effect.event == "ELEMENT_ACTIVATED"
        and effect.element in elements
        and (stage := elements[effect.element].properties.get(STAGE_PROPERTY))
    ]
    if rows:
        context.session.execute(insert(Milestone).on_conflict_do_nothing(), rows)
        # of stages that passed within one turn only the last one is news
        add_notices(context, instance, "stage", str(rows[-1]["id"]), {"stage": rows[-1]["stage"]})

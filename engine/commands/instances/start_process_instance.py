"""Starts a case at the none start event of a process, with the answers of its start form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.instances.new_instance import new_instance
from engine.core.tasks.form_check import check_form, remember_recent_choices, store_attachments
from engine.core.turn import take_turn
from engine.identity.access import grant
from engine.identity.assignment import Candidate
from engine.model.actor import Actor
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.model.stimuli import Started
from engine.persistence.prepared import Prepared, Question
from engine.persistence.tables.definitions import PackageState, ProcessDefinition
from engine.persistence.tables.identity import Unit

#: the newest version of a process, and whether its package is enabled
_LATEST = Prepared(
    select(ProcessDefinition.id, PackageState.enabled.is_(True))
    .outerjoin(PackageState, PackageState.key == ProcessDefinition.package)
    .where(ProcessDefinition.key == bindparam("process"))
    .order_by(ProcessDefinition.version.desc())
    .limit(1)
)
_UNITS = Prepared(select(Unit.id, Unit.code).where(Unit.id == any_(bindparam("units", type_=ARRAY(Uuid())))))


@dataclass(frozen=True, kw_only=True)
class StartProcessInstance(Command):
    """Raises NotFound, Forbidden where no seat of the actor may start it, FormRejected."""

    permission: ClassVar[str] = "person"

    process: str
    answers: dict[str, Any] = field(default_factory=dict)
    #: the seat in which the person acts; None: the first that may
    position: UUID | None = None

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        return (_LATEST, {"process": self.process}), (_UNITS, {"units": [seat.unit for seat in actor.seats]})

    def run(self, context: CommandContext) -> Answer:
        latest, units = context.opened
        if not latest:
            raise NotFound(f"Expected a deployed process '{self.process}', but there is none.")
        version, enabled = latest[0]
        loaded = context.platform.definitions.get(context.session, version)
        if not enabled:
            raise InvalidState("Expected a process whose package is enabled, but it is not.")
        seat = starting_seat(context, loaded, self.position)
        context.position = seat.position if seat else None
        initiator = {
            "person": str(context.actor.person),
            "position": str(seat.position) if seat else None,
            "unit": next((code for unit, code in units if seat and unit == seat.unit), None),
        }
        start = loaded.definition.process.none_start(None)
        form = start.extensions.form if start else None
        rules = check_form(context, loaded, form, self.answers, {"initiator": initiator}, position=context.position)
        instance = new_instance(context, loaded, context.new_id())
        if seat:
            candidate = Candidate(position=seat.position)
            grant(context.rows, instance.id, candidate, level="work", reason="started", now=context.now, identifier=context.new_id())
        store_attachments(context, instance, rules)
        remember_recent_choices(context, loaded, form, rules)
        take_turn(context, instance, Started(id=str(context.new_id()), variables={**rules.answers, "initiator": initiator}))
        return {"instance": str(instance.id)}


def starting_seat(context: CommandContext, loaded: Loaded, position: UUID | None) -> Any:
    roles = loaded.manifest.case(loaded.key).start_roles
    seats = [seat for seat in context.actor.seats if (position is None or seat.position == position) and seat.role in roles]
    if not seats and context.actor.person is not None:
        raise Forbidden("Expected a position that may start this process, but you hold none.")
    return seats[0] if seats else None

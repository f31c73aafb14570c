"""Has all incidents of one cause tried again: a job for each of them, in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.incidents import needs_answer, of_same_cause
from engine.core.job_rows import RETRY_INCIDENT, follow_up_jobs
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.instances import Incident, ProcessInstance

#: incidents of one press; those that are left are told, and asked for again
MOST = 1000


@dataclass(frozen=True, kw_only=True)
class RetryIncidents(Command):
    """`incident`: one of them, which may be resolved by now. Raises NotFound, InvalidState (each of this kind needs an answer).

    No case is locked here. What is resolved before its job runs is left alone, so that pressing twice does nothing more.
    """

    permission: ClassVar[str] = "operate"

    incident: UUID

    def run(self, context: CommandContext) -> Answer:
        given = context.session.get(Incident, self.incident)
        if given is None:
            raise NotFound("Expected an incident, but there is none under this id.")
        if needs_answer(context, given.kind):
            raise InvalidState("Expected incidents that can be tried again as they are, but each of these needs an answer.")
        definition = context.session.get_one(ProcessInstance, given.instance_id).definition_id
        wanted = (
            select(Incident.id, Incident.instance_id)
            .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
            .where(Incident.resolved_at.is_(None), *of_same_cause(given, definition))
            .order_by(Incident.raised_at, Incident.id)
            .limit(MOST + 1)
        )
        found = context.session.execute(wanted).all()
        press = str(context.new_id())
        person = str(context.actor.person) if context.actor.person else None
        follow_up_jobs(
            context,
            RETRY_INCIDENT,
            [(case, f"{incident} {press}", {"incident": str(incident), "asked_by": person}) for incident, case in found[:MOST]],
        )
        return {"asked": len(found[:MOST]), "more": len(found) > MOST}

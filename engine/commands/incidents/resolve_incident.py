"""Resolves an incident: runs the step again, with corrected variables or with a named person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.hooks import hooks_of
from engine.core.incidents import UNCERTAIN
from engine.core.instances.assigned_listeners import tell_assigned
from engine.core.tasks.assign_task import assign_candidates
from engine.core.turn import lock_instance, take_turn
from engine.feel.values import to_json
from engine.identity.assignment import resolve
from engine.model.errors import InvalidState, NotFound
from engine.model.stimuli import IncidentResolved, JobCompleted
from engine.persistence.tables.instances import Incident, Job, ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class ResolveIncident(Command):
    """Resolves an incident. `variables` correct the case or the job's input, or answer what a room asks for its own kind of incident.

    `position` (id or code) is for a task that nobody could be given.
    """

    permission: ClassVar[str] = "operate"

    incident: UUID
    variables: dict[str, Any] = field(default_factory=dict)
    position: str | None = None
    #: of a step that is to be checked: True, it took effect (`variables` are its result); False, it did not, and is tried again
    took_effect: bool | None = None

    def run(self, context: CommandContext) -> Answer:
        incident = context.session.get(Incident, self.incident)
        if incident is None:
            raise NotFound("Expected an incident, but there is none under this id.")
        instance = lock_instance(context, incident.instance_id)
        context.session.refresh(incident)
        if incident.resolved_at is not None:
            raise InvalidState("Expected an incident that is open, but it is resolved.")
        if incident.kind == "job":
            self._retry(context, incident)
        elif incident.kind == UNCERTAIN:
            self._checked(context, instance, incident)
        elif (resolve_kind := hooks_of(context).incidents.get(incident.kind)) is not None:
            resolve_kind(context, instance, self.variables)
        elif incident.kind == "assignment":
            self._assign(context, instance, incident)
        else:
            stimulus = IncidentResolved(id=str(context.new_id()), token=str(incident.token), variables=self.variables)
            take_turn(context, instance, stimulus)
            return {"instance": str(instance.id)}
        incident.resolved_at = context.now
        incident.resolved_by = context.actor.person
        context.audit(instance)
        return {"instance": str(instance.id)}

    def _retry(self, context: CommandContext, incident: Incident) -> None:
        job = context.session.get_one(Job, incident.job_id)
        if job.status != "FAILED":
            raise InvalidState("Expected a job that failed, but it is not so any more.")
        job.variables = {**job.variables, **to_json(self.variables)}
        job.status = "READY"
        job.attempts = 0
        job.due_at = context.now
        context.new_jobs.append((job.queue, job.id))

    def _checked(self, context: CommandContext, instance: ProcessInstance, incident: Incident) -> None:
        """Takes the job as done, or runs it again, as an operator found out outside the platform."""
        if self.took_effect is None:
            raise InvalidState("Expected to be told whether the step took effect, but that was not said.")
        if not self.took_effect:
            self._retry(context, incident)
            return
        job = context.session.get_one(Job, incident.job_id)
        if job.token is not None:
            take_turn(context, instance, JobCompleted(id=str(context.new_id()), token=str(job.token), variables=self.variables))
        job.status, job.ended_at = "DONE", context.now

    def _assign(self, context: CommandContext, instance: ProcessInstance, incident: Incident) -> None:
        task = context.session.get(UserTask, incident.token)
        candidates = resolve(context.session, self.position, [], today=context.today)
        if task is None or task.status != "OPEN":
            raise InvalidState("Expected a task that is open, but it is done.")
        if not candidates:
            raise NotFound("Expected the id or the code of a position, but nobody bears it.")
        assign_candidates(context, instance, task.id, candidates)
        tell_assigned(context, instance, task, "assign")

"""Sends a notice for steps that wait for the applicant of a case, and assigns no position."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select

from casework.applications.applicant_tasks import FOR_APPLICANT
from casework.applications.tables import Application
from casework.notices.new_notices import add_notices
from engine.core.context import CommandContext
from engine.core.hooks import TaskObserver
from engine.core.incidents import raise_incident
from engine.core.receivers.findings import note_task
from engine.core.tasks.assign_task import SAME_AS
from engine.model.effects import CreateUserTask
from engine.persistence.tables.instances import ProcessInstance, UserTask


class ApplicantSteps(TaskObserver):
    def takes(self, context: CommandContext, instance: ProcessInstance, effect: CreateUserTask) -> bool:
        if FOR_APPLICANT not in effect.properties:
            return False
        if context.session.get(Application, instance.root_id) is not None:
            add_notices(context, instance, "waiting", effect.token, {"task": effect.token})
            return True
        if effect.assignee or effect.candidate_groups or effect.candidate_users or SAME_AS in effect.properties:
            return False
        message = "nobody bears what the assignment names: the applicant of a case that nobody applied for"
        raise_incident(context, instance, token=effect.token, element=effect.element, kind="assignment", message=message)
        note_task(context, instance, UUID(effect.token), [])
        return True

    def outside(self) -> ColumnElement[bool]:
        applied = exists(
            select(Application.instance_id)
            .join(ProcessInstance, ProcessInstance.root_id == Application.instance_id)
            .where(ProcessInstance.id == UserTask.instance_id)
        )
        return and_(UserTask.properties.has_key(FOR_APPLICANT), applied)

"""Tells when an applicant gets the survey: at the last public stage, once."""

from __future__ import annotations

from sqlalchemy import exists, select

from casework.applications.tables import Application
from casework.milestones.tables import Milestone
from casework.services.service import service_of
from engine.core.context import QueryContext
from engine.persistence.tables.instances import ProcessInstance


def may_answer_now(row: Application, instance: ProcessInstance, at_last_stage: bool) -> bool:
    """The same of an application whose case is known, and whether it has reached the last stage of its service."""
    return not row.surveyed and (instance.status != "ACTIVE" or at_last_stage)


def may_answer(context: QueryContext, row: Application) -> bool:
    if row.surveyed:
        return False
    instance = context.session.get_one(ProcessInstance, row.instance_id)
    if instance.status != "ACTIVE":
        return True
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    service = service_of(loaded.manifest, instance.process_key)
    if service is None:
        return False
    last = exists().where(Milestone.instance_id == row.instance_id, Milestone.stage == service.stages[-1].key)
    return bool(context.session.scalar(select(last)))

"""Reads a task with its case and its form, for somebody who may do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.applications.application_for_officer import SHOWS, ApplicationForOfficer, application_for_officer
from casework.cases.queries.case_detail import CaseView, case_view
from casework.documents.document_files import FileView, file_view
from casework.documents.parts import DocumentParts
from casework.documents.signing import SIGN_CHOICE, SIGNS, to_be_signed
from casework.subjects.subject_data import mask_references, unseal_answers
from engine.commands.tasks.save_task_draft import version_of
from engine.core.context import QueryContext
from engine.core.looks import Look
from engine.core.query import Query
from engine.core.tasks.form_options import Options, form_of, options_for
from engine.core.tasks.open_task import acting_position, task_taken_error, task_variables
from engine.core.tasks.reminding import Reminder, reminder_of
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.identity.access import may_do, visible_instance
from engine.model.actor import Seat
from engine.model.errors import NotFound
from engine.persistence.tables.instances import TaskCandidate, TaskDraft, UserTask
from engine.queries.tasks.task_list import seat_for


@dataclass(frozen=True, kw_only=True)
class TaskView:
    id: UUID
    element: str
    name: str
    due_at: datetime | None
    created_at: datetime
    seat: Seat | None
    queue: bool
    claimed: bool
    #: the last time that somebody above reminded of it
    reminded: Reminder | None
    form: Mapping[str, Any] | None
    variables: Mapping[str, Any]
    options: Options
    draft: Mapping[str, Any]
    #: of the draft, by which a later save knows what it was made from
    version: str
    time: EvaluationTime
    case: CaseView
    #: the application, in a step that shows it
    application: ApplicationForOfficer | None
    #: the document that this step signs, and the decision that does so ("" where every answer does)
    signs: FileView | None
    sign_choice: str
    #: whether a signature here is one for trying out
    trial_signature: bool


@dataclass(frozen=True, kw_only=True)
class TaskDetail(Query):
    """Raises NotFound for a task that the actor may not see or do, TaskTaken (who, when) for a finished one."""

    permission: ClassVar[str] = "person"

    task: UUID

    def run(self, context: QueryContext) -> TaskView:
        session, actor, signer = context.session, context.actor, context.platform.part(DocumentParts).signer
        task = session.get(UserTask, self.task)
        if task is None:
            raise NotFound("Expected a task that you may do, but there is none under this address.")
        instance = visible_instance(session, actor, task.instance_id, context.now)
        if task.status != "OPEN" or (task.claimed_by is not None and task.claimed_by != actor.person):
            raise task_taken_error(context, task)
        if not session.execute(select(UserTask.id).where(UserTask.id == task.id, may_do(actor))).first():
            raise NotFound("Expected a task that you may do, but it is somebody else's.")
        context.looks.append(Look(case=instance.root_id, kind="task"))
        loaded = context.platform.definitions.get(session, instance.definition_id)
        form, variables = form_of(loaded, task.form_key), task_variables(context, instance, task)
        choices = options_for(context, loaded, variables, acting_position(context, task), instance.root_id)
        draft = session.get(TaskDraft, (task.id, actor.person)) if actor.person else None
        candidates = list(session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task.id)))
        seat, queue = seat_for(context, candidates)
        return TaskView(
            id=task.id,
            element=task.element_id,
            name=task.name,
            due_at=task.due_at,
            created_at=task.created_at,
            seat=seat,
            queue=queue,
            claimed=task.claimed_by is not None,
            reminded=reminder_of(session, task),
            form=form,
            variables=mask_references(context, instance.root_id, variables),
            options={item["key"]: choices(item) for item in (form or {}).get("components", []) if item.get("key")},
            draft=unseal_answers(context.platform.vault, form, draft.answers) if draft else {},
            version=version_of(draft),
            time=context.time_of_view,
            case=case_view(context, instance),
            signs=_signs(context, task),
            sign_choice=str(task.properties.get(SIGN_CHOICE) or ""),
            trial_signature=signer is None or signer.is_test,
            application=application_for_officer(context, instance, variables) if SHOWS in task.properties else None,
        )


def _signs(context: QueryContext, task: UserTask) -> FileView | None:
    if SIGNS not in task.properties:
        return None
    document, version = to_be_signed(context.session, task)
    view = file_view(document, version)
    return replace(view, drawn=context.platform.part(DocumentParts).documents.page(view.sha256, 1) is not None)

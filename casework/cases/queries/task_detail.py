"""Reads a task with its case and its form, for somebody who may do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select

from casework.applications.application_for_officer import SHOWS, ApplicationForOfficer, application_for_officer
from casework.cases.queries.case_detail import CaseView, begin_case_view
from casework.documents.document_files import FileView, file_view
from casework.documents.parts import DocumentParts
from casework.documents.signing import SIGN_CHOICE, SIGNS, to_be_signed
from casework.subjects.subject_data import mask_references, unseal_answers
from engine.commands.tasks.save_task_draft import version_of
from engine.core.context import QueryContext
from engine.core.looks import Look
from engine.core.query import Query
from engine.core.tasks.form_options import Options, begin_options, form_of
from engine.core.tasks.open_task import position_among, task_taken_error, task_variables
from engine.core.tasks.reminding import Reminder, reminder_of
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.identity.access import access_values, bound_may_do, bound_may_see, shape_of
from engine.model.actor import Actor, Seat
from engine.model.errors import NotFound
from engine.persistence.database import ONE_PLAN
from engine.persistence.questions import Question
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, TaskDraft, UserTask
from engine.queries.tasks.task_list import Candidate, candidate_in, seat_for


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
        task, instance, candidates = self.find(context)
        return begin_task_view(context, task, instance, candidates)()

    def find(self, context: QueryContext) -> tuple[UserTask, ProcessInstance, Sequence[Candidate]]:
        """Returns the open task with its case and its candidates. Raises as the query does."""
        actor = context.actor
        shape = shape_of(actor)
        if (statement := _FOUND.get(shape)) is None:
            statement = _FOUND[shape] = _find(actor)
        values = {"wanted": self.task, **access_values(actor, context.now)}
        row = context.session.execute(statement, values, execution_options=ONE_PLAN).first()
        if row is None:
            raise NotFound("Expected a task that you may do, but there is none under this address.")
        task, instance, found, may = row
        if task.status != "OPEN" or (task.claimed_by is not None and task.claimed_by != actor.person):
            raise task_taken_error(context, task)
        if not may:
            raise NotFound("Expected a task that you may do, but it is somebody else's.")
        return task, instance, [candidate_in(item) for item in found or ()]


#: by the shape of their actor
_FOUND: dict[tuple[bool, ...], Select[*tuple[Any, ...]]] = {}


def _find(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The task with its case and its candidates, and whether the actor, who may see the case, may do it."""
    case = ProcessInstance
    named = select(func.jsonb_agg(func.jsonb_build_array(TaskCandidate.position_id, TaskCandidate.unit_id, TaskCandidate.role)))
    candidates = named.where(TaskCandidate.task_id == UserTask.id).correlate(UserTask).scalar_subquery()
    statement = select(UserTask, case, candidates, bound_may_do(actor)).join(case, case.id == UserTask.instance_id)
    return statement.where(UserTask.id == bindparam("wanted", type_=Uuid()), bound_may_see(actor, case.id))


_DRAFT = Question(
    select(TaskDraft)
    .where(TaskDraft.task_id == bindparam("of_task", type_=Uuid()))
    .where(TaskDraft.person_id == bindparam("drafter", type_=Uuid()))
)


def begin_task_view(
    context: QueryContext, task: UserTask, instance: ProcessInstance, candidates: Sequence[Candidate]
) -> Callable[[], TaskView]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    session, actor, signer = context.session, context.actor, context.platform.part(DocumentParts).signer
    context.looks.append(Look(case=instance.root_id, kind="task"))
    loaded = context.platform.definitions.get(session, instance.definition_id)
    form, variables = form_of(loaded, task.form_key), task_variables(context, instance, task)
    context.begin_calendar()
    begin_choices = begin_options(context, loaded, form, variables, position_among(context, candidates), instance.root_id)
    case = begin_case_view(context, instance)
    draft = context.questions.ask(_DRAFT, of_task=task.id, drafter=actor.person)
    seat, queue = seat_for(context, candidates)

    def read() -> TaskView:
        choices, kept = begin_choices(), draft.first
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
            options=choices(),
            draft=unseal_answers(context.platform.vault, form, kept.answers) if kept else {},
            version=version_of(kept),
            time=context.time_of_view,
            case=case(),
            signs=_signs(context, task),
            sign_choice=str(task.properties.get(SIGN_CHOICE) or ""),
            trial_signature=signer is None or signer.is_test,
            application=application_for_officer(context, instance, variables) if SHOWS in task.properties else None,
        )

    return read


def _signs(context: QueryContext, task: UserTask) -> FileView | None:
    if SIGNS not in task.properties:
        return None
    document, version = to_be_signed(context.session, task)
    view = file_view(document, version)
    return replace(view, drawn=context.platform.part(DocumentParts).documents.page(view.sha256, 1) is not None)

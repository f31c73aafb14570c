"""Reads a draft for its holder: the service's form and the answers typed so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import structlog

from casework.applications.applicant_tasks import Return, ReturnedBy, returned_by
from casework.applications.drafts import draft_of_holder, unseal_draft
from casework.applications.replies import reply_request
from casework.applications.tables import ApplicationDraft
from casework.records.public_numbers import receipt_of
from casework.services.open_services import open_service
from casework.services.service import Service
from casework.subjects.subject_data import mask_references
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.core.tasks.form_options import Options, form_of, options_for
from engine.dmn.decision import DecisionFailed
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from engine.model.ports import OptionsOf
from engine.persistence.tables.instances import ProcessInstance, UserTask

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class ApplicationView:
    draft: UUID
    service: Service
    texts: Mapping[str, Mapping[str, str]]
    form: Mapping[str, Any]
    options: Options
    answers: Mapping[str, Any]
    saved_at: datetime
    expires_at: datetime
    time: EvaluationTime
    #: of one that was sent
    receipt: str
    #: the price as the answers make it, where the service shows one and nothing is wrong with them
    preview: Decimal | None = None
    #: the answers are right, but the price cannot be computed from them: its decision has a fault
    preview_failed: bool = False
    #: of one that answers a step: what came back, and the step
    returns: Sequence[Return] = ()
    returned_by: ReturnedBy | None = None
    task: UUID | None = None
    #: the case that it answers
    root: UUID | None = None
    due_at: datetime | None = None
    #: the earlier answers, and their files
    before: Mapping[str, Any] = field(default_factory=dict)
    number: str = ""
    sent: bool = False


@dataclass(frozen=True, kw_only=True)
class ApplicationForm(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "public"

    draft: UUID
    token: str

    def run(self, context: QueryContext) -> ApplicationView:
        draft = draft_of_holder(context.session, self.draft, self.token)
        if draft.task_id is not None:
            return _reply(context, draft, draft.task_id)
        loaded, service = open_service(context, draft.service)
        start = loaded.definition.process.none_start(None)
        form = form_of(loaded, start.extensions.form if start else None) or {"components": []}
        choices = options_for(context, loaded, {}, None)
        _token, answers = unseal_draft(context.platform.vault, draft)
        preview, failed = _preview(context, loaded, service, form, choices, answers)
        return ApplicationView(
            draft=draft.id,
            service=service,
            texts=loaded.texts,
            form=form,
            options={item["key"]: choices(item) for item in form["components"] if item.get("key")},
            answers=answers,
            saved_at=draft.saved_at,
            expires_at=draft.expires_at,
            time=context.time_of_view,
            preview=preview,
            preview_failed=failed,
            receipt=receipt_of(context.platform.vault, self.token) if draft.instance_id else "",
        )


def _preview(
    context: QueryContext, loaded: Loaded, service: Service, form: Mapping[str, Any], choices: OptionsOf, answers: Mapping[str, Any]
) -> tuple[Decimal | None, bool]:
    """Returns the price, and whether its decision could not be evaluated."""
    decision = loaded.decisions.get(service.preview)
    if decision is None:
        return None, False
    try:
        rules = context.platform.forms.check(form, answers, {}, context.time, choices)
        value = decision.evaluate(rules.answers, now=context.now, calendar=context.time.calendar).value
    except FormRejected:
        return None, False
    except DecisionFailed:
        # the reason may hold answers, which no log may
        log.warning("the price of an application cannot be computed", service=service.key, decision=service.preview)
        return None, True
    if isinstance(value, Mapping):
        value = value.get(service.preview_value)
    return (value, False) if isinstance(value, Decimal) else (None, False)


def _reply(context: QueryContext, draft: ApplicationDraft, waiting: UUID) -> ApplicationView:
    """Returns the form of a reply, in the words of the application's package or of the step's own."""
    task = context.session.get_one(UserTask, waiting)
    asked = reply_request(context, task, context.session.get_one(ProcessInstance, task.instance_id))
    choices = options_for(context, asked.loaded, asked.values, None)
    _token, answers = unseal_draft(context.platform.vault, draft)
    return ApplicationView(
        draft=draft.id,
        service=asked.application.service,
        texts=asked.loaded.texts,
        form=asked.form,
        options={item["key"]: choices(item) for item in asked.form["components"] if item.get("key")},
        answers=answers,
        saved_at=draft.saved_at,
        expires_at=draft.expires_at,
        time=context.time_of_view,
        receipt="",
        returns=asked.returns,
        returned_by=returned_by(context, task, asked.application.case) if asked.returns else None,
        task=task.id,
        root=asked.application.case,
        due_at=task.due_at,
        before=mask_references(context, asked.application.case, asked.values),
        number=asked.application.number,
        sent=draft.sent_at is not None,
    )

"""A draft as its holder sees it: the service's form and what was typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from engine.core.applications import held_draft, opened_draft
from engine.core.context import QueryContext
from engine.core.form_check import choices_for, form_of
from engine.core.query import Query
from engine.core.services import open_service
from engine.packages.service import Service
from engine.queries.task_detail import Options
from engine.records.public_numbers import receipt_of


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
    now: datetime
    #: of one that was sent
    receipt: str


@dataclass(frozen=True, kw_only=True)
class ApplicationForm(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "public"

    draft: UUID
    token: str

    def run(self, context: QueryContext) -> ApplicationView:
        draft = held_draft(context.session, self.draft, self.token)
        loaded, service = open_service(context, draft.service)
        start = loaded.definition.process.none_start(None)
        form = form_of(loaded, start.extensions.form if start else None) or {"components": []}
        choices = choices_for(context, loaded, {}, None)
        _token, answers = opened_draft(context.platform.vault, draft)
        return ApplicationView(
            draft=draft.id,
            service=service,
            texts=loaded.texts,
            form=form,
            options={item["key"]: choices(item) for item in form["components"] if item.get("key")},
            answers=answers,
            saved_at=draft.saved_at,
            expires_at=draft.expires_at,
            now=context.now,
            receipt=receipt_of(context.platform.vault, self.token) if draft.instance_id else "",
        )

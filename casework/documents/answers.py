"""Checks files among the answers of a form, and makes them documents of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.documents.tables import Document
from engine.core.context import CommandContext
from engine.core.hooks import AnswerKeeper
from engine.core.job_rows import platform_job
from engine.model.errors import FieldError, FormRejected
from engine.model.ports import FormRules
from engine.persistence.tables.instances import ProcessInstance

#: the platform's step that draws the pages of a document
DRAW_PAGES = "alur:draw-pages"


class DocumentAnswers(AnswerKeeper):
    def accept(
        self, context: CommandContext, case: UUID | None, rules: FormRules, variables: Mapping[str, Any], origin: UUID | None
    ) -> FormRules:
        """A file answer names a document that this person uploaded, or that came with this draft (`origin`), and that no case has yet."""
        if not rules.documents:
            return rules
        wanted = {UUID(identifier) for identifier in rules.documents}
        own = Document.draft_id == origin if origin else Document.created_by == context.actor.person
        statement = select(Document.id).where(Document.id.in_(wanted), own, Document.instance_id.is_(None))
        missing = wanted - set(context.session.scalars(statement))
        if missing:
            raise FormRejected(
                [
                    FieldError(field=name, code="FILE_UNKNOWN", values={})
                    for name, value in rules.answers.items()
                    if any(str(identifier) in str(value) for identifier in missing)
                ]
            )
        return rules

    def keep(self, context: CommandContext, instance: ProcessInstance, rules: FormRules, case: UUID) -> None:
        fields = {str(item): name for name, value in rules.answers.items() for item in (value if isinstance(value, list) else [value])}
        for identifier, (data_class, retention) in rules.documents.items():
            document = context.session.get_one(Document, UUID(identifier))
            document.instance_id = case
            document.data_class = data_class
            document.retention = retention
            document.field = fields.get(identifier, "")
            platform_job(context, instance, DRAW_PAGES, key=identifier, variables={"document": identifier})

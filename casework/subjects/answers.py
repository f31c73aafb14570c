"""Keeps sensitive answers of a form: variables hold references, the values are encrypted in rows of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.subjects.subject_data import replace_sensitive_answers, restore_unchanged_masks, seal_answers, store_sensitive_answers
from engine.core.context import CommandContext, QueryContext
from engine.core.hooks import AnswerKeeper
from engine.model.ports import FormRules
from engine.persistence.tables.instances import ProcessInstance


class SubjectAnswers(AnswerKeeper):
    def read(
        self, context: QueryContext, case: UUID | None, schema: Mapping[str, Any], answers: Mapping[str, Any], variables: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        return restore_unchanged_masks(context, case, schema, answers, variables)

    def accept(
        self, context: CommandContext, case: UUID | None, rules: FormRules, variables: Mapping[str, Any], origin: UUID | None
    ) -> FormRules:
        return replace_sensitive_answers(context, case, rules, variables)

    def keep(self, context: CommandContext, instance: ProcessInstance, rules: FormRules, case: UUID) -> None:
        store_sensitive_answers(context, instance.root_id, rules)

    def seal_draft(self, context: CommandContext, schema: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        return seal_answers(context.platform.vault, schema, answers)

"""Checks answers before they are sent, all at once. They are checked again when they are sent, with the case's own options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import FieldError, FormRejected
from engine.model.ports import Option


@dataclass(frozen=True, kw_only=True)
class CheckedAnswers:
    """`answers`: those that are right, as they will count."""

    answers: Mapping[str, Any]
    errors: Sequence[FieldError]


@dataclass(frozen=True, kw_only=True)
class CheckAnswers(Query):
    """`options`: field -> the options that the page was given. Reads no case and no person."""

    permission: ClassVar[str] = "public"

    form: Mapping[str, Any]
    answers: Mapping[str, Any]
    variables: Mapping[str, Any]
    options: Mapping[str, Sequence[Option] | None]

    def run(self, context: QueryContext) -> CheckedAnswers:
        try:
            rules = context.platform.forms.check(
                self.form, self.answers, self.variables, context.time, lambda component: self.options.get(component["key"])
            )
        except FormRejected as rejected:
            return CheckedAnswers(answers=rejected.answers, errors=rejected.errors)
        return CheckedAnswers(answers=rules.answers, errors=())

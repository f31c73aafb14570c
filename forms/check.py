"""Checks a form's answers on the server, with every error at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import time as time_of_day
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FieldError, FormRejected
from engine.model.ports import FieldTraits, FormRules, OptionsOf
from forms.conditions import evaluate_text, fixed_value, is_hidden, is_readonly
from forms.field_type import Finding
from forms.form import Field
from forms.identifier_types import IDENTIFIERS, SENTENCES
from forms.lint import lint_form
from forms.question import AnswerRejected, Question
from forms.registry import traits_of, type_of
from forms.schema import ReadForms

_EMPTY: tuple[Any, ...] = (None, "", [], False)


class FormCheck:
    """Implements the engine's FormValidator. `zone`: days are local days."""

    def __init__(self, *, zone: ZoneInfo) -> None:
        self.zone = zone
        self._forms = ReadForms()

    def lint(self, schema: Mapping[str, Any]) -> list[Finding]:
        return lint_form(schema)

    def traits(self, component: Mapping[str, Any]) -> FieldTraits:
        return traits_of(component)

    def read_identifier(self, kind: str, text: str) -> str:
        try:
            return IDENTIFIERS[kind].read(text)
        except AnswerRejected as wrong:
            raise ValueError(SENTENCES[wrong.code].en.format(label=kind, **wrong.values).rstrip(".")) from None

    def check(
        self,
        schema: Mapping[str, Any],
        submitted: Mapping[str, Any],
        variables: Mapping[str, Any],
        time: EvaluationTime,
        choices: OptionsOf,
    ) -> FormRules:
        """Returns the form's own answers; empty ones are None, so that they can be taken back. Raises FormRejected.

        Of a hidden field None where nothing has this name yet, else nothing: what another step answered stays.
        """
        form, local = self._forms.get(schema), time.in_zone(self.zone)
        errors = [FieldError(field=key, code="UNKNOWN_FIELD", values={}) for key in submitted if not _answerable(form.field(key))]
        answers: dict[str, Any] = {}
        documents: dict[str, tuple[str, str]] = {}
        for field in form.fields:
            # a condition may look at the answers before it
            if field.shown_only:
                continue
            if is_hidden(field.hide, {**variables, **answers}, local):
                if field.key not in variables:  # a condition that reads what was not asked finds null, not an unknown name
                    answers.setdefault(field.key, None)
                continue
            if field.disabled:
                answers |= {} if field.key in variables else {field.key: None}
                continue
            declaration = type_of(field.type)
            known = {**variables, **answers}
            question = ask(field, known, local, choices)
            fixed = is_readonly(field, known, local)
            try:
                answer = declaration.read(question, fixed_value(field, known, local) if fixed else submitted.get(field.key))
                # nobody can fill in what is fixed
                if field.required and answer in _EMPTY and not fixed:
                    raise AnswerRejected("REQUIRED")
            except AnswerRejected as wrong:
                errors.append(FieldError(field=field.key, code=wrong.code, values={"label": field.asked_as, **wrong.values}))
                continue
            answers[field.key] = answer.isoformat() if isinstance(answer, date | time_of_day) else answer
            if not _rule_holds(field, {**variables, **answers}, local):
                errors.append(
                    FieldError(field=field.key, code="RULE", values={"label": field.asked_as, "message": field.rules.get("message", "")})
                )
            if declaration.traits.documents and answer:
                for identifier in answer if isinstance(answer, list) else [answer]:
                    documents[identifier] = (field.data_class, field.retention)
        if errors:
            refused = {error.field for error in errors}
            raise FormRejected(errors, {key: answer for key, answer in answers.items() if key not in refused})
        sensitive = frozenset(field.key for field in form.fields if field.data_class == "sensitive" and field.key in answers)
        return FormRules(answers=answers, documents=documents, sensitive=sensitive)


def ask(field: Field, variables: Mapping[str, Any], time: EvaluationTime, choices: OptionsOf) -> Question:
    """Returns a field with its rules evaluated and its options, from the schema or from the engine."""
    given = choices({**field.component, "key": field.key})
    rules = {name: evaluate_text(rule, variables, time) for name, rule in field.rules.items() if name != "feel"}
    options = tuple(given) if given is not None else field.options
    return Question(field=field, rules=rules, options=options, today=time.now.date(), zone=time.now.tzinfo)


def _rule_holds(field: Field, variables: Mapping[str, Any], time: EvaluationTime) -> bool:
    """Whether the package's own rule `validate.feel` over the answers so far holds; the text `message` names it."""
    rule = field.rules.get("feel")
    return not rule or evaluate_text(rule, variables, time) is True


def _answerable(field: Field | None) -> bool:
    return field is not None and not field.shown_only

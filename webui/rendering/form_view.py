"""Prepares a form for a page: its questions in order, the decision that was chosen, folded parts, and the errors in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from casework.documents.document_files import FileView
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FieldError
from engine.model.ports import Option
from forms.conditions import is_hidden
from forms.demands.demands import Demands
from forms.field_type import FieldType
from forms.form import Field, Form
from forms.identifier_types import IDENTIFIERS, Identifier
from forms.layout import QuestionView, lay_out
from forms.question import count_of, parse_number
from forms.registry import type_of
from forms.schema import read_form
from webui.i18n import words
from webui.rendering.autofill import autofill_of
from webui.rendering.error_text import sentence
from webui.rendering.speaker import PageSpeaker

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """A question with its presentation: `appearance` is cards, pills or search; `ask` its number in a short flow."""

    question: QuestionView
    declaration: FieldType
    appearance: str
    ask: int | None
    first: int
    fold: str
    error: str
    files: Sequence[FileView] = ()
    #: of an answer that is asked back: (what its button sends, what stands on the button)
    readings: Sequence[tuple[str, str]] = ()
    #: what a browser may fill in by itself, a token of HTML's `autocomplete`; empty: nothing
    autofill: str = ""
    #: digits that a number may have behind the comma
    places: int = 0
    #: of a question without a control: its value in words
    fixed: str = ""
    #: when it must be answered, where other answers of this page say it
    demanded: str = ""
    #: what was written into it before, to be offered while somebody types
    remembered: Sequence[str] = ()

    @property
    def anchor(self) -> str:
        """Returns the id of the question's first control, for the error summary's link."""
        return f"{self.question.key}{self.declaration.first_control}"

    @property
    def decimals(self) -> bool:
        """Whether a number may have digits behind the comma: then its keyboard has a comma."""
        return self.places > 0

    @property
    def identifier(self) -> Identifier | None:
        return IDENTIFIERS.get(self.question.identifier)


@dataclass(frozen=True, kw_only=True)
class FormView:
    id: str
    asked: list[FieldView]
    #: the field by which the page branches, its chosen value and the options
    decision: QuestionView | None
    decided: str
    submit: str
    #: title of each fold that is present
    folds: Mapping[str, str] = field(default_factory=dict)
    #: errors that belong to no visible field
    loose: Sequence[str] = ()

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(item.anchor, item.error) for item in self.asked if item.error]

    @property
    def asks_back(self) -> bool:
        """Whether buttons among the questions choose what an answer means."""
        return any(item.readings for item in self.asked)

    @property
    def numbered(self) -> bool:
        return any(item.ask for item in self.asked)


def view_form(
    schema: Mapping[str, Any],
    *,
    texts: Texts,
    options: Mapping[str, Sequence[Option] | None],
    variables: Mapping[str, Any],
    typed: Mapping[str, Any],
    time: EvaluationTime,
    decided: str = "",
    errors: Sequence[FieldError] = (),
    files: Mapping[str, Sequence[FileView]] | None = None,
    needed: frozenset[str] = frozenset(),
    of_reader: bool = False,
    whole: Mapping[str, Any] | None = None,
    remembered: Mapping[str, Sequence[str]] | None = None,
) -> FormView:
    """`whole`: the form of which the schema is a page, whose questions conditions name; `needed`: fields that a rule demands, as far as is
    answered, though their schema does not; `of_reader`: the form asks its reader about themselves, so that their browser may fill it in.
    """
    form = read_form(schema)
    by_field = {error.field: error for error in errors}
    in_words = partial(words, texts)
    questions = lay_out(
        form,
        typed,
        variables,
        time,
        lambda component: options.get(component["key"]),
        in_words,
        by_field,
    )
    questions = [replace(item, required=True) if item.key in needed else item for item in questions]
    decision_field = next((item for item in form.fields if _own(item, "decision")), None)
    decision = next((item for item in questions if decision_field and item.key == decision_field.key), None)
    settled = {decision.key: decided} if decision and decided in {option.value for option in decision.options} else {}
    known = {**variables, **typed, **settled}
    demands = Demands(form, read_form(whole) if whole else form, in_words, known, settled, time, PageSpeaker())
    asked = [
        replace(
            _field_view(form, item, *demands.of(item, question), texts, (files or {}).get(item.key, ()), of_reader=of_reader),
            remembered=(remembered or {}).get(item.key, ()),
        )
        for item, question in zip(form.fields, questions, strict=True)
        if not (decision and item.key == decision.key) and not _out_of_question(form, item, {**variables, **settled}, settled, time)
    ]
    shown = {item.question.key for item in asked}
    loose = [sentence(error, error.field) for error in errors if error.field not in shown]
    return FormView(
        id=form.id,
        asked=asked,
        decision=decision,
        decided=decided if settled else "",
        submit=(words(texts, f"{form.id}.submit.{decided}") if settled else "") or words(texts, f"{form.id}.submit"),
        folds={item.fold: words(texts, f"{form.id}.fold.{item.fold}", item.fold) for item in asked if item.fold},
        loose=loose,
    )


def _field_view(
    form: Form, item: Field, question: QuestionView, demanded: str, texts: Texts, files: Sequence[FileView], *, of_reader: bool
) -> FieldView:
    error, declaration = "", type_of(item.type)
    readings: Sequence[tuple[str, str]] = ()
    if question.error:
        own = words(texts, f"{form.id}.{item.key}.{question.error.values.get('message') or 'error.' + question.error.code}")
        if question.error.code == "PATTERN" and not own:
            # the field's own sentence, as form-js shows it; a translation stands under its key, as of any rule
            own = str(item.rules.get("patternErrorMessage") or "")
        error = sentence(question.error, question.label, own, question.hint)
        readings = [(text, _meant(text, value, declaration, question)) for text, value in question.error.values.get("readings", ())]
    return FieldView(
        question=question,
        declaration=declaration,
        appearance=str(_own(item, "appearance") or ""),
        ask=count_of(_own(item, "ask")) or None,
        first=count_of(_own(item, "first")) or 0,
        fold=str(_own(item, "fold") or ""),
        error=error,
        files=files,
        readings=readings,
        autofill=autofill_of(item) if of_reader else "",
        fixed=_fixed(question, declaration),
        demanded=demanded,
        places=int(parse_number(item.component.get("decimalDigits")) or 0),
    )


def _meant(text: str, value: Any, declaration: FieldType, question: QuestionView) -> str:
    """What stands on the button of a reading: a number without a unit as the sentence above it writes it."""
    bare = isinstance(value, Decimal) and not (question.prefix or question.suffix)
    return text if bare else declaration.summarise(value, question.asked, PageSpeaker())


def _fixed(question: QuestionView, declaration: FieldType) -> str:
    empty = not question.fixed or declaration.traits.documents or question.value in (None, "", [])
    return "" if empty else declaration.summarise(question.value, question.asked, PageSpeaker())


def _own(item: Field, name: str) -> Any:
    return item.component.get("properties", {}).get(name)


def _out_of_question(form: Form, item: Field, known: Mapping[str, Any], settled: Mapping[str, Any], time: EvaluationTime) -> bool:
    """Whether the settled decision alone hides a field. One that depends on another answer stays visible, for pages without JavaScript."""
    if not item.hide or not settled:
        return False
    others = {other.key for other in form.fields if other.key not in settled}
    if others & set(re.findall(r"\w+", item.hide)):
        return False
    return is_hidden(item.hide, known, time)


def rows_that_differ(form: FormView, others: Mapping[str, Any], typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Returns label and text of the answers that another tab stored, where they are not those of this one."""
    return [
        (item.question.label, _plain(item.question, others.get(item.question.key)))
        for item in form.asked
        if not item.declaration.traits.documents and (others.get(item.question.key) or "") != (typed.get(item.question.key) or "")
    ]


def _plain(question: QuestionView, value: Any) -> str:
    labels = {option.value: option.label for option in question.options}
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(item), str(item)) for item in values if item is not None)

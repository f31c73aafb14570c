"""Shows the answers of a form in words, one row for each question: for the applicant's review, and for officers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.applications.application_for_officer import ApplicationForOfficer
from casework.documents.document_files import FileView
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.ports import Option
from forms.conditions import is_hidden
from forms.schema import read_form
from webui.i18n import words
from webui.rendering.form_view import FieldView, Texts, view_form
from webui.rendering.speaker import PageSpeaker


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    key: str
    anchor: str
    label: str
    value: str
    files: Sequence[FileView]
    missing: bool
    #: nik, nip …; empty: none
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationAnswers:
    """An application for an officer: titles of its pages with their rows, and its returned fields."""

    shown: ApplicationForOfficer
    parts: Sequence[tuple[str, Sequence[AnswerRow]]]


def answers_of_application(shown: ApplicationForOfficer, time: EvaluationTime) -> ApplicationAnswers:
    pages: dict[str, list[Any]] = {}
    for item in shown.form.get("components", []):
        pages.setdefault(str(item.get("properties", {}).get("page", "")), []).append(item)
    return ApplicationAnswers(
        shown=shown,
        parts=[
            (
                words(shown.texts, f"{shown.form.get('id')}.page.{key}", key),
                answer_rows({**shown.form, "components": items}, texts=shown.texts, answers=shown.values, files=shown.files, time=time),
            )
            for key, items in pages.items()
        ],
    )


def answer_rows(
    schema: Mapping[str, Any],
    *,
    texts: Texts,
    answers: Mapping[str, Any],
    files: Mapping[str, Sequence[FileView]],
    time: EvaluationTime,
    options: Mapping[str, Sequence[Option] | None] | None = None,
    missing: Collection[str] = (),
) -> list[AnswerRow]:
    """Returns the rows, without questions that other answers hide."""
    form = view_form(schema, texts=texts, options=options or {}, variables=answers, typed=answers, time=time)
    hides = {field.key: field.hide for field in read_form(schema).fields}
    return [
        AnswerRow(
            key=asked.question.key,
            anchor=asked.anchor,
            label=asked.question.label,
            value=_words(asked),
            files=files.get(asked.question.key, ()),
            missing=asked.question.key in missing,
            identifier=asked.question.identifier,
        )
        for asked in form.asked
        if asked.declaration.traits.answered and not is_hidden(hides[asked.question.key], dict(answers), time)
    ]


def _words(asked: FieldView) -> str:
    value = asked.question.value
    return "" if value in (None, "", []) else asked.declaration.summarise(value, asked.question.asked, PageSpeaker())

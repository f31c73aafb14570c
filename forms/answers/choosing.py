"""Reads and shows answers by choice: only an offered option is accepted, and its label is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.field_type import Asked, Finding, Speaker
from forms.form import Field
from forms.question import AnswerRejected, Question, single
from forms.texts import Text

NOT_OFFERED = Text(id="{label}: pilih dari daftar.", en="{label}: choose from the list.")
SENTENCES = {"NOT_OFFERED": NOT_OFFERED}


def read_one(question: Question, value: Any) -> str | None:
    value = single(value)
    if value in (None, ""):
        return None
    if str(value) not in {option.value for option in question.options}:
        raise AnswerRejected("NOT_OFFERED")
    return str(value)


def read_several(question: Question, value: Any) -> list[str] | None:
    chosen = [str(item) for item in (value if isinstance(value, list) else [value]) if item not in (None, "")]
    # the order of the options, each once: the same ticks give the same answer
    offered = [option.value for option in question.options]
    if any(item not in offered for item in chosen):
        raise AnswerRejected("NOT_OFFERED")
    return [item for item in offered if item in chosen] or None


def summarise_choice(value: Any, asked: Asked, speaker: Speaker) -> str:
    if not asked.options:
        return str(value)
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(option.label for option in asked.options if option.value in chosen)


def lint_options(field: Field) -> Iterator[Finding]:
    if not field.options:
        yield "FIELD_OPTIONS", field.key, f"The field '{field.key}' offers nothing to choose."

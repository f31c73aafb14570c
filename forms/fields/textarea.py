"""Text in several lines."""

from __future__ import annotations

from typing import Any

from engine.feel.types import STRING
from forms.answers.plain_text import SENTENCES, fitting, summarise_text, text_of
from forms.field_type import EditorOffer, FieldType
from forms.question import Question
from forms.sent import collect_one
from forms.texts import Text

MAX_LENGTH = 20_000
NAME = Text(id="Teks panjang", en="Text area")


def read(question: Question, value: Any) -> str | None:
    text = text_of(value)
    return fitting(question, text, longest=MAX_LENGTH) if text else None


FIELD = FieldType(
    name="textarea",
    gives=STRING,
    collect=collect_one,
    read=read,
    sentences=SENTENCES,
    template="parts/fields/textarea.html",
    summarise=summarise_text,
    sealable=True,
    editor=EditorOffer(name=NAME, group="basic-input", made={"label": NAME}),
)

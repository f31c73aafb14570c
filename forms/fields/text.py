"""Shows a text between the questions, without an answer."""

from __future__ import annotations

from typing import Any

from engine.feel.types import STRING
from engine.model.ports import FieldTraits
from forms.answers.plain_text import summarise_text
from forms.field_type import EditorOffer, FieldType
from forms.question import Question
from forms.sent import collect_one
from forms.texts import Text


def read(question: Question, value: Any) -> None:
    """Returns nothing: the text has no answer."""


FIELD = FieldType(
    name="text",
    traits=FieldTraits(answered=False, classed=False),
    gives=STRING,
    collect=collect_one,
    read=read,
    sentences={},
    template="parts/fields/text.html",
    summarise=summarise_text,
    editor=EditorOffer(
        name=Text(id="Teks baca", en="Text view"), group="presentation", made={"text": Text(id="# Judul", en="# Text")}, rules=()
    ),
    label_from=("label", "text"),
)

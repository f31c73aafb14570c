"""Text in one line: a name, an address, an identifier of a person or a thing."""

from __future__ import annotations

from typing import Any

from engine.feel.types import STRING
from forms.answers.plain_text import SENTENCES, fitting, summarise_text, text_of
from forms.field_type import EditorOffer, FieldType, Preset
from forms.identifier_types import IDENTIFIERS
from forms.question import Question
from forms.sent import collect_one
from forms.texts import Text

MAX_LENGTH = 500
NAME = Text(id="Teks pendek", en="Text field")


def read(question: Question, value: Any) -> str | None:
    text = " ".join((text_of(value) or "").split())
    return fitting(question, text, longest=MAX_LENGTH) if text else None


FIELD = FieldType(
    name="textfield",
    gives=STRING,
    collect=collect_one,
    read=read,
    sentences=SENTENCES,
    template="parts/fields/textfield.html",
    summarise=summarise_text,
    sealable=True,
    editor=EditorOffer(
        name=NAME,
        group="basic-input",
        place=10,
        made={"label": NAME},
        presets=tuple(
            Preset(key=key, name=item.name, made={"properties": {"identifier": key, "dataClass": item.data_class}})
            for key, item in IDENTIFIERS.items()
        ),
    ),
)

"""A single tick for yes. A required one must be ticked."""

from __future__ import annotations

from typing import Any

from engine.feel.types import BOOLEAN
from forms.answers.choosing import SENTENCES
from forms.field_type import Asked, EditorOffer, FieldType, Speaker
from forms.question import AnswerRejected, Question, single
from forms.sent import collect_one
from forms.texts import Text

NAME = Text(id="Kotak centang", en="Checkbox")
YES = Text(id="Ya", en="Yes")
NO = Text(id="Tidak", en="No")
_YES = (True, "true", "on", "ya", "1")
_NO = (False, None, "", "false", "off", "tidak", "0")


def read(question: Question, value: Any) -> bool | None:
    value = single(value)
    if value in _YES:
        return True
    if value in _NO:
        # a box that must be ticked is unanswered while it is not
        return None if question.field.required else False
    raise AnswerRejected("NOT_OFFERED")


def summarise(value: Any, asked: Asked, speaker: Speaker) -> str:
    return speaker.text(YES if value in (True, "true", "on") else NO)


FIELD = FieldType(
    name="checkbox",
    gives=BOOLEAN,
    always=True,
    collect=collect_one,
    read=read,
    sentences=SENTENCES,
    template="parts/fields/checkbox.html",
    summarise=summarise,
    shown_as="boolean",
    editor=EditorOffer(name=NAME, group="selection", made={"label": NAME}),
)

"""Reads the ids of documents that were uploaded before; the engine checks their owner."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.feel.types import STRING
from engine.model.ports import FieldTraits
from forms.field_type import Asked, EditorOffer, FieldType, Speaker
from forms.question import AnswerRejected, Question
from forms.sent import collect_several
from forms.texts import Text

MAX_FILES = 20
NAME = Text(id="Berkas", en="File picker")


def read(question: Question, value: Any) -> str | list[str] | None:
    identifiers = [str(item) for item in (value if isinstance(value, list) else [value]) if item not in (None, "")]
    try:
        identifiers = list(dict.fromkeys(str(UUID(item)) for item in identifiers))
    except ValueError:
        raise AnswerRejected("FILE_UNKNOWN") from None
    if len(identifiers) > (MAX_FILES if question.field.multiple else 1):
        raise AnswerRejected("TOO_MANY_FILES", limit=MAX_FILES if question.field.multiple else 1)
    if not identifiers:
        return None
    return identifiers if question.field.multiple else identifiers[0]


def summarise(value: Any, asked: Asked, speaker: Speaker) -> str:
    """Returns nothing: pages show the files themselves beside the answer."""
    return ""


FIELD = FieldType(
    name="filepicker",
    traits=FieldTraits(documents=True),
    gives=STRING,
    collect=collect_several,
    read=read,
    sentences={
        "TOO_MANY_FILES": Text(id="{label}: paling banyak {limit} berkas.", en="{label}: at most {limit} files."),
        "FILE_UNKNOWN": Text(
            id="{label}: berkas ini tidak ditemukan. Unggah lagi.", en="{label}: this file was not found. Upload it again."
        ),
    },
    template="parts/fields/filepicker.html",
    summarise=summarise,
    shown_as="documents",
    editor=EditorOffer(name=NAME, group="basic-input", made={"label": NAME}),
)

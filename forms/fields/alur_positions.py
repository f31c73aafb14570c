"""Offers the positions that a decision table permits to the acting position: one, or several where the field says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.feel.types import STRING
from engine.model.ports import FieldTraits, OptionSource
from forms.answers.choosing import SENTENCES, read_one, read_several, summarise_choice
from forms.field_type import EditorOffer, FieldType, Finding, PanelLine
from forms.form import Field
from forms.question import Question
from forms.sent import collect_one
from forms.texts import Text

NAME = Text(id="Jabatan yang diizinkan tabel", en="Positions that a table permits")


def read(question: Question, value: Any) -> str | list[str] | None:
    answer: str | list[str] | None = (read_several if question.field.multiple else read_one)(question, value)
    return answer


def lint(field: Field) -> Iterator[Finding]:
    if not field.component.get("decision"):
        yield "FIELD_DECISION", field.key, f"The field '{field.key}' names no decision that says which positions are permitted."


FIELD = FieldType(
    name="alur-positions",
    traits=FieldTraits(options=OptionSource.PERMITTED_POSITIONS),
    gives=STRING,
    collect=collect_one,
    read=read,
    sentences=SENTENCES,
    lint=lint,
    template="parts/fields/alur_positions.html",
    first_control="-1",
    summarise=summarise_choice,
    shown_as="position",
    editor=EditorOffer(
        name=NAME,
        group="selection",
        place=30,
        made={"label": NAME},
        lines=(PanelLine(property="decision", label=Text(id="Tabel yang mengatur jabatan", en="Table that permits positions")),),
    ),
)

"""One of some options, all of them visible."""

from __future__ import annotations

from engine.feel.types import STRING
from forms.answers.choosing import SENTENCES, lint_options, read_one, summarise_choice
from forms.field_type import EditorOffer, FieldType
from forms.sent import collect_one
from forms.texts import Text

NAME = Text(id="Pilih satu", en="Radio group")

FIELD = FieldType(
    name="radio",
    gives=STRING,
    collect=collect_one,
    read=read_one,
    sentences=SENTENCES,
    lint=lint_options,
    template="parts/fields/choices.html",
    first_control="-1",
    summarise=summarise_choice,
    shown_as="choice",
    editor=EditorOffer(name=NAME, group="selection", made={"label": NAME}),
)

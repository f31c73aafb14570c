"""One of many options, from a list that opens."""

from __future__ import annotations

from engine.feel.types import STRING
from forms.answers.choosing import SENTENCES, lint_options, read_one, summarise_choice
from forms.field_type import EditorOffer, FieldType
from forms.sent import collect_one
from forms.texts import Text

NAME = Text(id="Daftar pilihan", en="Select")

FIELD = FieldType(
    name="select",
    gives=STRING,
    collect=collect_one,
    read=read_one,
    sentences=SENTENCES,
    lint=lint_options,
    template="parts/fields/select.html",
    summarise=summarise_choice,
    shown_as="choice",
    editor=EditorOffer(name=NAME, group="selection", made={"label": NAME}),
)

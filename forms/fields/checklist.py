"""Several of some options, all of them visible."""

from __future__ import annotations

from engine.feel.types import STRING
from forms.answers.choosing import SENTENCES, lint_options, read_several, summarise_choice
from forms.field_type import EditorOffer, FieldType
from forms.sent import collect_several
from forms.texts import Text

NAME = Text(id="Pilih beberapa", en="Checkbox group")

FIELD = FieldType(
    name="checklist",
    gives=STRING,
    collect=collect_several,
    read=read_several,
    sentences=SENTENCES,
    lint=lint_options,
    template="parts/fields/choices.html",
    first_control="-1",
    summarise=summarise_choice,
    shown_as="choice",
    editor=EditorOffer(name=NAME, group="selection", made={"label": NAME}),
    multiple=True,
)

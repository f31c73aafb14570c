"""Lets an officer tick fields of the application to be sent again: a field, a reason code, and the officer's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.types import LIST
from engine.model.ports import FieldTraits, OptionSource
from engine.model.returns import LONGEST_NOTE, NEED_NOTE, REASONS
from forms.answers.choosing import NOT_OFFERED
from forms.answers.plain_text import TOO_LONG
from forms.field_type import Asked, EditorOffer, FieldType, Speaker
from forms.form import Field
from forms.question import AnswerRejected, Question
from forms.sent import Sent
from forms.texts import Text

NAME = Text(id="Yang harus dikirim ulang", en="What must be sent again")


def collect(field: Field, sent: Sent) -> Any:
    return [
        {
            "field": name,
            "reason": sent.get(f"{field.key}-reason-{name}") or "",
            "note": sent.get(f"{field.key}-note-{name}") or "",
        }
        for name in sent.getlist(field.key)
    ]


def read(question: Question, value: Any) -> list[dict[str, str]] | None:
    """Returns a list of `{field, reason, note}`, in the order of the application's fields, each once."""
    given = {str(item.get("field")): item for item in (value if isinstance(value, list) else []) if isinstance(item, Mapping)}
    offered = {option.value: option.label for option in question.options}
    if any(name not in offered for name in given):
        raise AnswerRejected("NOT_OFFERED")
    return [_one(given[name], label) for name, label in offered.items() if name in given] or None


def _one(item: Mapping[str, Any], label: str) -> dict[str, str]:
    field, reason, note = (str(item.get(part) or "").strip() for part in ("field", "reason", "note"))
    if reason not in REASONS:
        raise AnswerRejected("RETURN_REASON", what=label)
    if reason in NEED_NOTE and not note:
        raise AnswerRejected("RETURN_NOTE", what=label)
    if len(note) > LONGEST_NOTE:
        raise AnswerRejected("TOO_LONG", limit=LONGEST_NOTE, length=len(note))
    return {"field": field, "reason": reason, "note": note}


def summarise(value: Any, asked: Asked, speaker: Speaker) -> str:
    """Names the returned fields, by their labels where these are known."""
    labels = {option.value: option.label for option in asked.options}
    items = [item for item in (value if isinstance(value, list) else []) if isinstance(item, Mapping)]
    return ", ".join(labels.get(str(item.get("field")), str(item.get("field"))) for item in items)


FIELD = FieldType(
    name="alur-returns",
    gives=LIST,
    # a list of returned fields says nothing of a person by itself
    traits=FieldTraits(options=OptionSource.RETURNABLE_FIELDS, classed=False),
    collect=collect,
    owns=lambda field, name: name.startswith((f"{field.key}-reason-", f"{field.key}-note-")),
    read=read,
    sentences={
        "NOT_OFFERED": NOT_OFFERED,
        "TOO_LONG": TOO_LONG,
        "RETURN_REASON": Text(id="{label}: pilih alasan untuk “{what}”.", en="{label}: choose a reason for “{what}”."),
        "RETURN_NOTE": Text(id="{label}: tulis apa yang tidak sesuai pada “{what}”.", en="{label}: write what does not fit in “{what}”."),
    },
    template="parts/fields/alur_returns.html",
    first_control="-1",
    summarise=summarise,
    shown_as="returns",
    editor=EditorOffer(name=NAME, group="selection", place=40, made={"label": NAME}),
)

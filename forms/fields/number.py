"""Reads numbers in Indonesian notation: a comma before decimals, dots between thousands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from engine.feel.types import NUMBER
from engine.model.ports import Option
from forms.answers.numbers import offered_text, readings
from forms.field_type import EditorOffer, FieldType, Preset, Speaker
from forms.question import MAX_NUMBER, AnswerRejected, Question, parse_number, single
from forms.sent import collect_one
from forms.texts import Text

#: zeros or digits around the point: nobody means more
MOST_PLACES = 30
NAME = Text(id="Angka", en="Number")


def read(question: Question, value: Any) -> Decimal | None:
    value = single(value)
    if isinstance(value, bool):
        raise AnswerRejected("NOT_NUMBER")
    digits = int(parse_number(question.field.component.get("decimalDigits")) or 0)
    if isinstance(value, int | Decimal):
        found = [Decimal(value)]
    else:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        found = readings(text, whole=digits == 0)
    if not found:
        raise AnswerRejected("NOT_NUMBER")
    # a limit tells which coordinate is meant, but of 1,000 pieces it would leave one where at most a hundred are allowed
    possible = [
        number for number in found if _is_written_so(number, digits) and (digits == 0 or _refusal(question, number, digits) is None)
    ]
    if len(possible) > 1:
        first, second = (offered_text(number, whole=digits == 0) for number in possible[:2])
        raise AnswerRejected("TWO_READINGS", typed=str(value).strip(), first=first, second=second)
    number = possible[0] if possible else found[0]
    if (refused := _refusal(question, number, digits)) is not None:
        raise refused
    return number


def _is_written_so(number: Decimal, digits: int) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= MOST_PLACES and len(f"{number:f}".partition(".")[2].rstrip("0")) <= digits


def _refusal(question: Question, number: Decimal, digits: int) -> AnswerRejected | None:
    """Why the number is no answer to the question."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > MOST_PLACES or not -MAX_NUMBER <= number <= MAX_NUMBER:
        return AnswerRejected("NOT_NUMBER")
    if not _is_written_so(number, digits):
        return AnswerRejected("DECIMALS", limit=digits)
    for name, code in (("min", "TOO_SMALL"), ("max", "TOO_LARGE")):
        bound = question.limit(name)
        if bound is not None and ((number < bound) if name == "min" else (number > bound)):
            return AnswerRejected(code, limit=bound)
    return None


def summarise(value: Any, options: Sequence[Option], speaker: Speaker) -> str:
    """The value as it will count, not as it was typed."""
    found = [Decimal(value)] if isinstance(value, int | Decimal) else readings(str(value), whole=True)
    return speaker.number(found[0]) if found else str(value)


FIELD = FieldType(
    name="number",
    gives=NUMBER,
    collect=collect_one,
    read=read,
    sentences={
        "NOT_NUMBER": Text(
            id="{label}: isi dengan angka, misalnya 1.250 atau 12,5.",
            en="{label}: write a number, such as 1.250 or 12,5.",
        ),
        "TWO_READINGS": Text(
            id="{label}: {typed} dapat berarti {first} atau {second}. Tulis salah satunya.",
            en="{label}: {typed} can mean {first} or {second}. Write one of them.",
        ),
        "DECIMALS": Text(id="{label}: paling banyak {limit} angka di belakang koma.", en="{label}: at most {limit} decimals."),
        "TOO_SMALL": Text(id="{label}: paling kecil {limit}.", en="{label}: at least {limit}."),
        "TOO_LARGE": Text(id="{label}: paling besar {limit}.", en="{label}: at most {limit}."),
    },
    template="parts/fields/number.html",
    summarise=summarise,
    shown_as="number",
    editor=EditorOffer(
        name=NAME,
        group="basic-input",
        place=20,
        made={"label": NAME},
        presets=(
            Preset(
                key="rupiah",
                name=Text(id="Uang (rupiah)", en="Money (rupiah)"),
                made={"decimalDigits": 0, "validate": {"min": 0}},
            ),
            Preset(
                key="luas",
                name=Text(id="Luas (m²)", en="Area (m²)"),
                made={"decimalDigits": 2, "validate": {"min": 0}, "appearance": {"suffixAdorner": "m²"}},
            ),
        ),
    ),
)

"""Reads numbers in Indonesian notation: a comma before decimals, dots between thousands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.types import NUMBER
from forms.answers.numbers import offered_text, readings
from forms.answers.places import LATITUDE, LONGITUDE, half_of, problem_of
from forms.field_type import Asked, EditorOffer, FieldType, Preset, Speaker
from forms.question import MAX_NUMBER, AnswerRejected, Question, parse_number, single
from forms.sent import collect_one
from forms.texts import Text

#: zeros or digits around the point: nobody means more
MOST_PLACES = 30
#: four digits may be a year
GROUPED_FROM = 10_000
#: the prefix of a field that asks for money
RUPIAH = "Rp"
#: a sum with so many zeros is read in words too
LARGE_SUM = 1_000_000
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
        half = _half(question, text)
        found = readings(text, whole=digits == 0, unit=_unit(question)) if half is None else [half.quantize(Decimal(1).scaleb(-digits))]
    if not found:
        raise AnswerRejected(problem_of(text) if _is_half(question) else "NOT_NUMBER")
    possible = [number for number in found if _is_written_so(number, digits)]
    if len(possible) > 1 and _is_half(question):
        # of the halves of a place one reading is a thousand times round the earth
        possible = [number for number in possible if _refusal(question, number, digits) is None] or possible
    if len(possible) > 1:
        offered = [(offered_text(number, whole=digits == 0), number) for number in possible[:2]]
        raise AnswerRejected("TWO_READINGS", typed=str(value).strip(), first=offered[0][0], second=offered[1][0], readings=tuple(offered))
    number = possible[0] if possible else found[0]
    if (refused := _refusal(question, number, digits)) is not None:
        raise refused
    return number


def _unit(question: Question) -> str:
    """What the form itself shows behind or before the number, or in its label, as in `Panjang (meter)`; an expression is not known here."""
    appearance = question.field.component.get("appearance")
    beside = [appearance.get("suffixAdorner"), appearance.get("prefixAdorner")] if isinstance(appearance, Mapping) else []
    shown = next((str(text).strip(" .") for text in beside if text and not str(text).startswith("=")), "")
    named = re.search(r"\(([^()\d]{1,20})\)\s*$", question.field.label)
    return shown or (named[1].strip() if named else "")


def _half(question: Question, text: str) -> Decimal | None:
    """Of a field that is one half of a place."""
    return half_of(text, _appearance(question)) if _is_half(question) else None


def _is_half(question: Question) -> bool:
    return _appearance(question) in (LATITUDE, LONGITUDE)


def _appearance(question: Question) -> str:
    return str((question.field.component.get("properties") or {}).get("appearance"))


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
    step = parse_number(question.field.component.get("increment"))
    if step and step > 0 and not _is_multiple(number, step):
        return AnswerRejected("STEP", limit=step)
    return None


def _is_multiple(number: Decimal, step: Decimal) -> bool:
    try:
        return number % step == 0
    except ArithmeticError:  # more steps than a number has digits: none is told from its neighbour
        return True


def summarise(value: Any, asked: Asked, speaker: Speaker) -> str:
    """The value as it counts, with its unit; a large sum of money in words too. A text is none yet: it was refused or asked back."""
    if not isinstance(value, int | Decimal):
        return str(value)
    number, unit = Decimal(value), bool(asked.prefix or asked.suffix)
    text = speaker.number(abs(number), grouped=unit or abs(number) >= GROUPED_FROM)
    text = f"{'-' if number < 0 else ''}{asked.prefix}{text}{' ' + asked.suffix if asked.suffix else ''}"
    return f"{text} ({speaker.sum_in_words(number)})" if asked.prefix == RUPIAH and abs(number) >= LARGE_SUM else text


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
        "NOT_PLACE": Text(
            id="{label}: isi angka koordinat, misalnya -6,1783, atau tempel koordinat dari peta.",
            en="{label}: write a coordinate, such as -6.1783, or paste the coordinates of a map.",
        ),
        "SHORT_LINK": Text(
            id="{label}: tautan ini tidak memuat titiknya. Buka di peta, tekan lama titiknya, lalu salin angka koordinatnya.",
            en="{label}: this link does not hold the point. Open it in the map, press the point for long, and copy its coordinates.",
        ),
        "SHORT_CODE": Text(
            id="{label}: kode plus ini hanya bagiannya. Salin kode yang lengkap, misalnya 6P58R8CJ+X2, atau angka koordinatnya.",
            en="{label}: this plus code is a part only. Copy the whole code, such as 6P58R8CJ+X2, or the coordinates.",
        ),
        "TWO_READINGS": Text(
            id="{label}: {typed} dapat berarti {first} atau {second}. Pilih yang Anda maksud.",
            en="{label}: {typed} can mean {first} or {second}. Choose the one that you mean.",
        ),
        "WHOLE_NUMBER": Text(id="{label}: isi bilangan bulat, tanpa koma.", en="{label}: write a whole number, without a comma."),
        "DECIMALS": Text(
            id="{label}: terlalu banyak angka di belakang koma; paling banyak {limit}.",
            en="{label}: too many digits behind the comma; at most {limit}.",
        ),
        "STEP": Text(id="{label}: isi kelipatan {limit}.", en="{label}: write a multiple of {limit}."),
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
                made={"decimalDigits": 0, "validate": {"min": 0}, "appearance": {"prefixAdorner": RUPIAH}},
            ),
            Preset(
                key="luas",
                name=Text(id="Luas (m²)", en="Area (m²)"),
                made={"decimalDigits": 2, "validate": {"min": 0}, "appearance": {"suffixAdorner": "m²"}},
            ),
        ),
    ),
)

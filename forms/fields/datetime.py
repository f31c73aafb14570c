"""Reads days: 2026-11-25 from a machine, or day, month and year as people write them. Times of day are not asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.feel.types import DATE
from engine.model.ports import Option
from forms.field_type import EditorOffer, FieldType, Speaker
from forms.form import Field
from forms.limits import lacks_number
from forms.question import AnswerRejected, Question, day_of, single
from forms.sent import Sent
from forms.texts import Text

#: of the three controls, as a date is written by machines
PARTS = ("year", "month", "day")


def collect(field: Field, sent: Sent) -> Any:
    parts = [(sent.get(f"{field.key}-{part}") or "").strip() for part in PARTS]
    return "-".join(parts) if any(parts) else sent.get(field.key)


def read(question: Question, value: Any) -> date | None:
    value = single(value)
    if isinstance(value, date):
        day = value
    else:
        text = "" if value is None else str(value).strip()
        if not text.strip("-/ "):
            return None
        day = _parse(text)
    for name, code in (("min", "TOO_EARLY"), ("max", "TOO_LATE")):
        limit = question.day(name)
        if limit is not None and ((day < limit) if name == "min" else (day > limit)):
            raise AnswerRejected(code, limit=limit)
    return day


def _parse(text: str) -> date:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    local = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text)
    if iso:
        year, month, day = iso.groups()
    elif local:
        day, month, year = local.groups()
    else:
        raise AnswerRejected("NOT_DATE")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise AnswerRejected("NO_SUCH_DATE") from None
    if not 1900 <= found.year <= 2200:
        raise AnswerRejected("NO_SUCH_DATE")
    return found


def lacks(name: str, value: Any) -> str:
    """Checks that the first and the last accepted day are dates."""
    if name in ("min", "max"):
        return "date" if value and day_of(value) is None else ""
    return lacks_number(name, value)


def summarise(value: Any, options: Sequence[Option], speaker: Speaker) -> str:
    return speaker.day(value)


FIELD = FieldType(
    name="datetime",
    aliases=("date",),
    gives=DATE,
    collect=collect,
    owns=lambda field, name: name in {f"{field.key}-{part}" for part in PARTS},
    read=read,
    sentences={
        "NOT_DATE": Text(
            id="{label}: isi tanggal, bulan, dan tahun, misalnya 23 11 2026.",
            en="{label}: write day, month and year, such as 23 11 2026.",
        ),
        "NO_SUCH_DATE": Text(
            id="{label}: tanggal ini tidak ada. Periksa hari dan bulannya.",
            en="{label}: there is no such date. Check the day and the month.",
        ),
        "TOO_EARLY": Text(id="{label}: paling awal {limit}.", en="{label}: at the earliest {limit}."),
        "TOO_LATE": Text(id="{label}: paling lambat {limit}.", en="{label}: at the latest {limit}."),
    },
    lacks=lacks,
    template="parts/fields/datetime.html",
    first_control="-day",
    summarise=summarise,
    shown_as="date",
    # form-js itself names a new field's label, which stands in `dateLabel`
    editor=EditorOffer(name=Text(id="Tanggal", en="Date time"), group="basic-input"),
    label_from=("label", "dateLabel"),
)

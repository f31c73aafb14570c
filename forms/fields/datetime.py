"""Days: 2026-11-25 from a machine, or day, month and year as people write them. A subtype asks for the time of day, or for both."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from engine.feel.types import DATE
from forms.answers.clock_times import instant_of
from forms.answers.clock_types import DAY_AND_TIME, TIME_OF_DAY
from forms.answers.day_limits import lacks_day, refusal_of_day
from forms.answers.days import DAY_SENTENCES, DayReadings, day_readings, written_days
from forms.field_type import Asked, EditorOffer, FieldType, Speaker
from forms.form import Field
from forms.question import AnswerRejected, Question, single
from forms.sent import Sent
from forms.texts import Text

#: of the three controls, as a date is written here
PARTS = ("day", "month", "year")


def collect(field: Field, sent: Sent) -> Any:
    parts = [(sent.get(f"{field.key}-{part}") or "").strip() for part in PARTS]
    return written_days(parts) if any(parts) else sent.get(field.key)


def read(question: Question, value: Any) -> date | None:
    value = single(value)
    if isinstance(value, date):
        found = DayReadings(days=(value,))
    else:
        text = "" if value is None else str(value).strip()
        if not text.strip("-/ "):
            return None
        exact = instant_of(text, question.zone or UTC)
        found = DayReadings(days=(exact.date(),)) if exact else day_readings(text, today=question.today)
    fitting = [day for day in found.days if refusal_of_day(question, day) is None]
    if found.asked and fitting:
        raise AnswerRejected(found.asked, typed=text, readings=tuple((day.isoformat(), day) for day in fitting))
    if (refused := refusal_of_day(question, found.days[0])) is not None:
        raise refused
    return found.days[0]


def summarise(value: Any, asked: Asked, speaker: Speaker) -> str:
    return speaker.day(value)


FIELD = FieldType(
    name="datetime",
    aliases=("date",),
    gives=DATE,
    collect=collect,
    owns=lambda field, name: name in {f"{field.key}-{part}" for part in PARTS},
    read=read,
    sentences=DAY_SENTENCES,
    lacks=lacks_day,
    template="parts/fields/datetime.html",
    first_control="-day",
    summarise=summarise,
    shown_as="date",
    # form-js itself names a new field's label, which stands in `dateLabel`
    editor=EditorOffer(name=Text(id="Tanggal", en="Date time"), group="basic-input"),
    label_from=("label", "dateLabel"),
    variants={"time": TIME_OF_DAY, "datetime": DAY_AND_TIME},
)

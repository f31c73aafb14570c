"""Times of day, and days with their time: what form-js' subtypes make of a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from engine.feel.types import DATE_TIME, TIME
from forms.answers.clock_times import BETWEEN, TimeReadings, day_and_time, instant_of, time_readings
from forms.answers.day_limits import lacks_day, refusal_of_day
from forms.answers.days import DAY_SENTENCES, DayReadings, written_days
from forms.field_type import Asked, EditorOffer, FieldType, Speaker
from forms.form import Field
from forms.limits import lacks_number
from forms.question import AnswerRejected, Question, single, time_of
from forms.sent import Sent, collect_one
from forms.texts import Text

#: the controls of a day with its time
PARTS, CLOCK = ("day", "month", "year"), "time"
TIME_SENTENCES = {
    "NOT_TIME": Text(
        id="{label}: isi jam dan menit, misalnya 14.30 atau jam 2 siang.",
        en="{label}: write hour and minute, such as 14.30 or 2:30 PM.",
    ),
    "OTHER_ZONE": Text(id="{label}: tulis menurut waktu setempat ({zone}).", en="{label}: write it in local time ({zone})."),
    "TWO_TIMES": Text(
        id="{label}: {typed} dapat pagi atau sore. Pilih waktu yang Anda maksud.",
        en="{label}: {typed} can be in the morning or in the evening. Choose the time that you mean.",
    ),
    "TOO_SOON": Text(id="{label}: paling awal pukul {limit}.", en="{label}: at the earliest at {limit}."),
    "TOO_FAR": Text(id="{label}: paling lambat pukul {limit}.", en="{label}: at the latest at {limit}."),
}


def read_time(question: Question, value: Any) -> time | None:
    value = single(value)
    text = value.isoformat() if isinstance(value, time) else "" if value is None else str(value).strip()
    if not text:
        return None
    found = time_readings(text, zone=question.zone_name)
    fitting = [item for item in found.times if _refusal_of_time(question, item) is None]
    if found.asked and fitting:
        raise AnswerRejected("TWO_TIMES", typed=text, readings=tuple((f"{item:%H.%M}", item) for item in fitting))
    if (refused := _refusal_of_time(question, found.times[0])) is not None:
        raise refused
    return found.times[0]


def _refusal_of_time(question: Question, at: time) -> AnswerRejected | None:
    for name, code in (("min", "TOO_SOON"), ("max", "TOO_FAR")):
        limit = question.clock(name)
        if limit is not None and ((at < limit) if name == "min" else (at > limit)):
            return AnswerRejected(code, limit=f"{limit:%H.%M}")
    return None


def collect_both(field: Field, sent: Sent) -> Any:
    parts = [(sent.get(f"{field.key}-{part}") or "").strip() for part in PARTS]
    clock = (sent.get(f"{field.key}-{CLOCK}") or "").strip()
    if not any(parts) and not clock:
        return sent.get(field.key)
    day = written_days(parts) if any(parts) else ""
    return f"{day}{BETWEEN}{clock}" if clock else day


def read_both(question: Question, value: Any) -> datetime | None:
    """A moment in the local zone, to the second."""
    value, zone = single(value), question.zone or UTC
    text = value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value).strip()
    if not text.strip("-/ "):
        return None
    exact = instant_of(text, zone)
    if exact is not None:
        days, times = DayReadings(days=(exact.date(),)), TimeReadings(times=(exact.time().replace(microsecond=0),))
    else:
        days, times = day_and_time(text, today=question.today, zone=question.zone_name)
    found = [datetime.combine(day, at, zone) for day in days.days for at in times.times]
    fitting = [moment for moment in found if refusal_of_day(question, moment.date()) is None]
    if (days.asked or times.asked) and fitting:
        offered = tuple((f"{moment:%Y-%m-%d}{BETWEEN}{moment:%H.%M}", moment) for moment in fitting[:4])
        raise AnswerRejected(days.asked or "TWO_TIMES", typed=text.replace(BETWEEN, " "), readings=offered)
    if (refused := refusal_of_day(question, found[0].date())) is not None:
        raise refused
    return found[0]


def lacks_time(name: str, value: Any) -> str:
    if name in ("min", "max"):
        return "time of day" if value and time_of(value) is None else ""
    return lacks_number(name, value)


def summarise_time(value: Any, asked: Asked, speaker: Speaker) -> str:
    return speaker.clock(value)


def summarise_both(value: Any, asked: Asked, speaker: Speaker) -> str:
    return speaker.moment(value) if isinstance(value, date) or instant_of(str(value), UTC) else str(value).replace(BETWEEN, " ")


TIME_OF_DAY = FieldType(
    name="datetime.time",
    gives=TIME,
    collect=collect_one,
    read=read_time,
    sentences=TIME_SENTENCES,
    lacks=lacks_time,
    template="parts/fields/time.html",
    summarise=summarise_time,
    shown_as="time",
    editor=EditorOffer(name=Text(id="Jam", en="Time"), group="basic-input"),
    label_from=("label", "timeLabel"),
)
DAY_AND_TIME = FieldType(
    name="datetime.datetime",
    gives=DATE_TIME,
    collect=collect_both,
    owns=lambda field, name: name in {f"{field.key}-{part}" for part in (*PARTS, CLOCK)},
    read=read_both,
    sentences={
        **DAY_SENTENCES,
        **TIME_SENTENCES,
        "TIME_LACKS": Text(id="{label}: tulis jamnya juga, misalnya 14.30.", en="{label}: write the time too, such as 14.30."),
        "NOT_MOMENT": Text(
            id="{label}: isi tanggal, bulan, tahun, dan jam, misalnya 23 11 2026 14.30.",
            en="{label}: write day, month, year and time, such as 23 11 2026 14.30.",
        ),
    },
    lacks=lacks_day,
    template="parts/fields/day_and_time.html",
    first_control="-day",
    summarise=summarise_both,
    shown_as="datetime",
    editor=EditorOffer(name=Text(id="Tanggal dan jam", en="Date and time"), group="basic-input"),
    label_from=("label", "dateLabel", "timeLabel"),
)

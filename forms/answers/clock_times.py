"""Reads times of day as people write them: 14.30, jam 2 siang, setengah delapan malam, 2:30 PM; and days with their time.

An hour that can be of the morning or of the evening is asked back: nobody guesses when somebody was born.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from forms.answers.days import DayReadings, day_readings
from forms.characters import plain_characters
from forms.question import AnswerRejected

_HOURS = (
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas", "dua belas",
)  # fmt: skip
_SPOKEN = {word: number for number, word in enumerate(_HOURS, 1)}
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
_BEFORE = re.compile(r"^(?:(?:pukul|jam|pkl|pk|at)\b[.:\s]*)+")
#: parts of the day, and the hours of twelve that belong to each: hour -> hour of twenty-four
_EVENING = {**{hour: hour + 12 for hour in range(6, 12)}, 12: 0, 1: 1, 2: 2, 3: 3}
_PARTS = {
    "dini hari": {12: 0, **{hour: hour for hour in range(5)}},
    "subuh": {hour: hour for hour in range(3, 7)},
    "pagi": {12: 0, **{hour: hour for hour in range(12)}},
    "siang": {10: 10, 11: 11, 12: 12, **{hour: hour + 12 for hour in range(1, 5)}},
    "sore": {hour: hour + 12 for hour in range(2, 8)},
    "petang": {hour: hour + 12 for hour in range(4, 8)},
    "malam": _EVENING,
    "tengah malam": {12: 0, 0: 0},
    "am": {12: 0, **{hour: hour for hour in range(12)}},
    "pm": {12: 12, **{hour: hour + 12 for hour in range(1, 12)}},
}
_PART = re.compile(rf"\s*\b({'|'.join(sorted(_PARTS, key=len, reverse=True))})$")
_ZONE = re.compile(r"\s*\b(wib|wita|wit)$")
_DIGITS = re.compile(r"(\d{1,2})\s*[.:,h]\s*(\d{2})(?:\s*[.:]\s*(\d{2})(?:[.,]\d+)?)?")
_RUN_TOGETHER = re.compile(r"(\d{1,2})(\d{2})")
_HALF = re.compile(rf"setengah\s+({_HOUR})")
_PAST = re.compile(rf"({_HOUR})\s+(lewat|lebih|kurang)\s+(\d{{1,2}}|seperempat|setengah)(?:\s+menit)?")
_ONLY = re.compile(rf"({_HOUR})")


@dataclass(frozen=True, kw_only=True)
class TimeReadings:
    """The times that a text can mean, the likeliest first; `asked`: whether none may be taken as it is."""

    times: tuple[time, ...]
    asked: bool = False


def time_readings(text: str, *, zone: str = "") -> TimeReadings:
    """Raises AnswerRejected for what is no time of day. `zone`: the name of the local one; a time of another zone is refused."""
    plain = " ".join(plain_characters(text).casefold().replace("a.m.", "am").replace("p.m.", "pm").split()).rstrip(".")
    if (named := _ZONE.search(plain)) is not None:
        if zone and named[1] != zone.casefold():
            raise AnswerRejected("OTHER_ZONE", zone=zone)
        plain = plain[: named.start()]
    plain = _BEFORE.sub("", plain)
    part = _PART.search(plain)
    part_of_day = part[1] if part else ""
    body = plain[: part.start()].strip() if part else plain
    if part_of_day == "tengah malam" and not body:
        return TimeReadings(times=(time(0, 0),))
    hour, minute, second, written_out = _read(body)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise AnswerRejected("NOT_TIME")
    if part_of_day:
        hours = _PARTS[part_of_day]
        if hour > 12:  # jam 14 siang: said twice, and the same
            if hour not in hours.values():
                raise AnswerRejected("NOT_TIME")
            return TimeReadings(times=(time(hour, minute, second),))
        if hour not in hours:
            raise AnswerRejected("NOT_TIME")
        return TimeReadings(times=(time(hours[hour], minute, second),))
    if hour == 24:
        return TimeReadings(times=(time(0, 0),), asked=True)
    if written_out and 1 <= hour <= 12:
        return TimeReadings(times=(time(hour, minute), time((hour + 12) % 24, minute)), asked=True)
    return TimeReadings(times=(time(hour, minute, second),))


def _read(body: str) -> tuple[int, int, int, bool]:
    """Hour, minute, second, and whether they are said as on a clock of twelve hours, without digits for the minutes."""
    if (found := _DIGITS.fullmatch(body)) is not None:
        return int(found[1]), int(found[2]), int(found[3] or 0), False
    if (found := _HALF.fullmatch(body)) is not None:
        return (_number(found[1]) - 1) or 12, 30, 0, True
    if (found := _PAST.fullmatch(body)) is not None:
        minutes = {"seperempat": 15, "setengah": 30}.get(found[3]) or int(found[3])
        hour = _number(found[1])
        if found[2] == "kurang":
            return (hour - 1) or 12, 60 - minutes, 0, True
        return hour, minutes, 0, True
    if (found := _ONLY.fullmatch(body)) is not None:
        return _number(found[1]), 0, 0, True
    if (found := _RUN_TOGETHER.fullmatch(body)) is not None:
        return int(found[1]), int(found[2]), 0, False
    raise AnswerRejected("NOT_TIME")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _SPOKEN[text]


@dataclass(frozen=True, kw_only=True)
class Halves:
    """A day and a time of day, as they were written."""

    day: str
    time: str


#: between both where they come from controls of their own
BETWEEN = " T "
_ISO = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})T(.*)", re.DOTALL)


def halves_of(text: str) -> Halves:
    """Parts what was written in two controls, or by a machine; other texts are all day."""
    day, between, clock = text.partition(BETWEEN)
    if between:
        return Halves(day=day.strip(), time=clock.strip())
    if (found := _ISO.fullmatch(text.strip())) is not None:
        return Halves(day=found[1], time=found[2])
    return Halves(day=text, time="")


def instant_of(text: str, zone: tzinfo) -> datetime | None:
    """A moment as machines write it, in the local zone: 2026-11-17T07:30:00Z; None for other texts."""
    plain = plain_characters(text).upper()
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", plain):
        return None
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)


def day_and_time(text: str, *, today: date, zone: str) -> tuple[DayReadings, TimeReadings]:
    """Raises AnswerRejected; a day alone lacks its time."""
    halves = halves_of(text)
    if halves.time:
        return day_readings(halves.day, today=today), time_readings(halves.time, zone=zone)
    plain = plain_characters(text)
    if _is_day(plain, today):
        raise AnswerRejected("TIME_LACKS")
    refused: AnswerRejected | None = None
    for head, tail in _cuts(plain):
        try:
            return day_readings(head, today=today), time_readings(tail, zone=zone)
        except AnswerRejected as wrong:
            refused = wrong if wrong.code not in ("NOT_DATE", "NOT_TIME") else refused
    raise refused or AnswerRejected("NOT_MOMENT")


def _is_day(text: str, today: date) -> bool:
    try:
        return bool(day_readings(text, today=today).days)
    except AnswerRejected:
        return False


def _cuts(plain: str) -> Iterator[tuple[str, str]]:
    """Each way to cut a text at a space, the longest day first: `17 11 2026 14 30` is no time of `30`."""
    named = re.search(r"\b(?:pukul|jam|pkl|pk)\b", plain, re.IGNORECASE)
    if named:
        yield plain[: named.start()].rstrip(" ,"), plain[named.start() :]
    for found in reversed(list(re.finditer(r"[\s,]+", plain))):
        yield plain[: found.start()], plain[found.end() :]

"""Reads days as people write them: 17 11 2026, 17 Nov 2026, Selasa, 17 November 2026. Day comes before month, as everywhere here; a year
of two digits and a month before its day are asked back (docs/decisions/0043-a-value-is-meant-or-asked-back.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forms.characters import plain_characters
from forms.question import AnswerRejected
from forms.texts import Text

#: years of births, of deeds and of contracts: others are slips of the keyboard
FIRST_YEAR, YEARS_AHEAD = 1900, 100
DAY_SENTENCES = {
    "NOT_DATE": Text(
        id="{label}: isi tanggal, bulan, dan tahun, misalnya 23 11 2026.",
        en="{label}: write day, month and year, such as 23 11 2026.",
    ),
    "NO_SUCH_DATE": Text(
        id="{label}: tanggal ini tidak ada. Periksa hari dan bulannya.",
        en="{label}: there is no such date. Check the day and the month.",
    ),
    "DATE_INCOMPLETE": Text(
        id="{label}: tulis lengkap: tanggal, bulan, dan tahun, misalnya 23 11 2026.",
        en="{label}: write all of it: day, month and year, such as 23 11 2026.",
    ),
    "YEAR_AWAY": Text(
        id="{label}: tahun {year} di luar {first} sampai {last}. Periksa tahunnya.",
        en="{label}: the year {year} is not within {first} and {last}. Check the year.",
    ),
    "SHORT_YEAR": Text(
        id="{label}: tahun pada {typed} hanya dua angka. Pilih tanggal yang Anda maksud, atau tulis tahunnya dengan empat angka.",
        en="{label}: the year in {typed} has two digits only. Choose the date that you mean, or write the year with four digits.",
    ),
    "MONTH_FIRST": Text(
        id="{label}: {typed} tampaknya menulis bulan lebih dahulu. Pilih tanggal yang Anda maksud, atau tulis lagi.",
        en="{label}: {typed} seems to have the month first. Choose the date that you mean, or write again.",
    ),
    "WEEKDAY_OFF": Text(
        id="{label}: hari dan tanggal pada {typed} tidak cocok. Pilih tanggal ini, atau tulis yang benar.",
        en="{label}: the day of the week in {typed} does not fit its date. Choose this date, or write the right one.",
    ),
    "RELATIVE_DAY": Text(
        id="{label}: {typed} dihitung dari hari ini. Pilih tanggal ini, atau tulis tanggalnya.",
        en="{label}: {typed} is counted from today. Choose this date, or write the date.",
    ),
    "TOO_EARLY": Text(id="{label}: paling awal {limit}.", en="{label}: at the earliest {limit}."),
    "TOO_LATE": Text(id="{label}: paling lambat {limit}.", en="{label}: at the latest {limit}."),
}
_MONTHS = (
    ("januari", "january", "jan", "i"),
    ("februari", "pebruari", "february", "feb", "febr", "peb", "pebr", "ii"),
    ("maret", "march", "mar", "mrt", "iii"),
    ("april", "apr", "iv"),
    ("mei", "may", "v"),
    ("juni", "june", "jun", "vi"),
    ("juli", "july", "jul", "vii"),
    ("agustus", "august", "agu", "agt", "ags", "agst", "agus", "agust", "aug", "viii"),
    ("september", "sep", "sept", "ix"),
    ("oktober", "october", "okt", "oct", "x"),
    ("november", "nopember", "nov", "nop", "xi"),
    ("desember", "december", "des", "dec", "xii"),
)
_NAMED = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
#: from Monday on
_WEEKDAYS = (
    ("senin", "monday"), ("selasa", "tuesday"), ("rabu", "wednesday"), ("kamis", "thursday"), ("jumat", "jum'at", "friday"),
    ("sabtu", "saturday"), ("minggu", "ahad", "sunday"),
)  # fmt: skip
_WEEKDAY_OF = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_WEEKDAY = re.compile(rf"\(?\b({'|'.join(_WEEKDAY_OF)})\b\)?[.,:\s]*")
_AROUND = re.compile(r"\b(?:hari|tanggal|tgl|bulan|bln|tahun|thn|masehi)\b[.,:\s]*")
#: days from today on
_RELATIVE = {"hari ini": 0, "besok": 1, "lusa": 2, "kemarin": -1, "today": 0, "tomorrow": 1, "yesterday": -1}
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_PARTS = re.compile(r"[-/.,\\\s]+")
#: a year of two digits as it is abbreviated: '26
_CUT_YEAR = re.compile(r"'(?=\d{2}$)")


@dataclass(frozen=True, kw_only=True)
class DayReadings:
    """The days that a text can mean, the likeliest first; `asked`: the code of the question, where none may be taken as it is."""

    days: tuple[date, ...]
    asked: str = ""


def day_readings(text: str, *, today: date) -> DayReadings:
    """Raises AnswerRejected for what is no day."""
    plain = re.sub("[’‘`]", "'", plain_characters(text).casefold())
    if (days := _RELATIVE.get(plain)) is not None:
        return DayReadings(days=(today + timedelta(days=days),), asked="RELATIVE_DAY")
    named = {_WEEKDAY_OF[name] for name in _WEEKDAY.findall(plain)}
    found = _written(_CUT_YEAR.sub("", _ORDINAL.sub("", _AROUND.sub("", _WEEKDAY.sub("", plain)).strip())), today)
    if not named or named & {day.weekday() for day in found.days}:
        return found
    return DayReadings(days=found.days, asked=found.asked or "WEEKDAY_OFF")


def _written(plain: str, today: date) -> DayReadings:
    parts = [part for part in _PARTS.split(plain) if part]
    if len(parts) == 1 and re.fullmatch(r"\d{8}", parts[0]):
        return _run_together(parts[0], today)
    if not parts or len(parts) > 3 or not all(part.isdecimal() or part in _NAMED for part in parts):
        raise AnswerRejected("NOT_DATE")
    if len(parts) < 3:
        raise AnswerRejected("DATE_INCOMPLETE")
    return _in_order(parts, today)


def _in_order(parts: list[str], today: date) -> DayReadings:
    first, second, third = parts
    if len(first) == 4 and first.isdecimal():
        return DayReadings(days=(_day(first, second, third, today),))
    if not second.isdecimal() or first.isdecimal():
        day, month, year = first, second, third
    else:  # November 17, 2026
        day, month, year = second, first, third
    if not day.isdecimal() or not year.isdecimal() or len(day) > 2:
        raise AnswerRejected("NOT_DATE")
    if len(year) == 2:
        return _short_year(day, month, year, today)
    if len(year) != 4:
        raise AnswerRejected("NOT_DATE")
    if month.isdecimal() and int(month) > 12 >= int(day) and (found := _day_or_none(year, day, month, today)):
        return DayReadings(days=(found,), asked="MONTH_FIRST")
    return DayReadings(days=(_day(year, month, day, today),))


def _run_together(digits: str, today: date) -> DayReadings:
    """Eight digits: 17112026 or 20261117; of no such number both are days."""
    for year, month, day in ((digits[4:], digits[2:4], digits[:2]), (digits[:4], digits[4:6], digits[6:])):
        if found := _day_or_none(year, month, day, today):
            return DayReadings(days=(found,))
    raise AnswerRejected("NOT_DATE")


def _short_year(day: str, month: str, year: str, today: date) -> DayReadings:
    found = [_day_or_none(f"{century}{year}", month, day, today) for century in (today.year // 100, today.year // 100 - 1)]
    days = sorted((item for item in found if item), key=lambda item: abs(item - today))
    if not days:
        raise AnswerRejected("NO_SUCH_DATE")
    return DayReadings(days=tuple(days), asked="SHORT_YEAR")


def _day_or_none(year: str, month: str, day: str, today: date) -> date | None:
    try:
        return _day(year, month, day, today)
    except AnswerRejected:
        return None


def _day(year: str, month: str, day: str, today: date) -> date:
    try:
        found = date(int(year), _NAMED.get(month) or int(month), int(day))
    except ValueError:
        raise AnswerRejected("NO_SUCH_DATE") from None
    if not FIRST_YEAR <= found.year <= today.year + YEARS_AHEAD:
        raise AnswerRejected("YEAR_AWAY", year=found.year, first=FIRST_YEAR, last=today.year + YEARS_AHEAD)
    return found


def written_days(parts: Sequence[str]) -> str:
    """Three controls as one text, in the order of a date here; as machines write it where its year has four digits."""
    day, month, year = (part.strip() for part in parts)
    if not (month or year):
        return day
    return f"{year}-{month}-{day}" if re.fullmatch(r"\d{4}", year) else f"{day}/{month}/{year}"

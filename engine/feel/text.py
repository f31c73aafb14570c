"""The text of a value, as FEEL's `string()` gives it (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from engine.feel.dates import NANOS, Date, DateTime, Time, Zone
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.interval import Range

_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")


def whole_characters(text: str) -> str:
    """The text with U+FFFD for what escapes can spell and no database keeps: U+0000 and halves of surrogate pairs."""
    return _NO_CHARACTER.sub("\ufffd", text)


def to_string(value: Any) -> str:
    """The text of any value; strings inside lists and contexts stand in quotation marks."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(nested_text(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(str(key))}: {nested_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return range_text(value)
    return _TEXTS[type(value)](value) if type(value) in _TEXTS else "function"


def nested_text(value: Any) -> str:
    return quote(value) if isinstance(value, str) else to_string(value)


def quote(text: str) -> str:
    """A string literal."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _key(key: str) -> str:
    return key if key and all(part.isidentifier() for part in key.split(" ")) else quote(key)


def decimal_text(value: Decimal) -> str:
    """Without an exponent where the digits fit on a line, else with one."""
    if value == 0:
        return "0"
    if abs(value.adjusted()) > 40:
        return str(value.normalize()).replace("E+", "E")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_text(value: Range) -> str:
    if value.sign:
        return f"{value.sign} {nested_text(value.start if value.sign[0] in '>=!' else value.end)}"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{nested_text(value.start)}..{nested_text(value.end)}{closing}"


def date_text(value: Date) -> str:
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def time_text(value: Time) -> str:
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{_fraction(value.nanosecond)}{_zone(value.zone)}"


def datetime_text(value: DateTime) -> str:
    return f"{date_text(value.date)}T{time_text(value.time)}"


def _fraction(nanos: int) -> str:
    return f".{nanos:09d}".rstrip("0") if nanos else ""


def _zone(zone: Zone) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if zone < 0 else '+'}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def months_text(value: YearMonthDuration) -> str:
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-" if value.months < 0 else "") + "P" + text


def nanos_text(value: DayTimeDuration) -> str:
    seconds, fraction = divmod(abs(value.nanos), NANOS)
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{_fraction(fraction)}S" if seconds or fraction else ""
    if not days and not clock:
        return "PT0S"
    return ("-" if value.nanos < 0 else "") + "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


_TEXTS: dict[type, Any] = {
    Date: date_text,
    Time: time_text,
    DateTime: datetime_text,
    YearMonthDuration: months_text,
    DayTimeDuration: nanos_text,
}

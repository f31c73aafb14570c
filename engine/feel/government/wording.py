"""Writes days, moments, numbers and amounts as people read them, in Indonesian and English: the one place for all that leaves a case.

Pages, mails, documents, exports and the functions of FEEL write by it: two places that format differ sooner or later.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

LANGUAGES = ("id", "en")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
#: the three zones of Keppres 41/1987, by hours east of UTC
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
_DAYS = {"id": DAYS, "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
_MONTHS = {
    "id": MONTHS,
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
#: four digits may be a year or a house number: they are written together
GROUPED_FROM = 10_000


def day_text(day: date, language: str = "id", *, weekday: bool = False, year: bool = True) -> str:
    """Returns `23 November 2026`, with the weekday on demand. Of an aware datetime its own day counts."""
    name = f"{_DAYS[language][day.weekday()]}, " if weekday else ""
    return f"{name}{day.day} {_MONTHS[language][day.month - 1]}{f' {day.year}' if year else ''}"


def clock_text(at: datetime | time, language: str = "id") -> str:
    """Returns `14.05`, in English `14:05`."""
    return f"{at:%H.%M}" if language == "id" else f"{at:%H:%M}"


def date_time_text(at: datetime, language: str = "id") -> str:
    """Returns `Senin, 23 November 2026, pukul 14.05 WIB`. `at`: in the zone in which it is read."""
    return f"{day_text(at, language, weekday=True)}, {'pukul ' if language == 'id' else ''}{clock_text(at, language)}{_zone(at)}"


def _zone(at: datetime) -> str:
    offset = at.utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return f" {ZONES[seconds // 3600]}" if seconds % 3600 == 0 and seconds // 3600 in ZONES else ""


def number_text(value: Decimal | int, language: str = "id", *, grouped: bool | None = None) -> str:
    """Returns `1.234.567,5`, in English `1,234,567.5`, without zeros at the end.

    `grouped`: whether thousands are set apart; by default from ten thousand on.
    """
    whole, _point, part = f"{abs(Decimal(value)):f}".partition(".")
    part = part.rstrip("0")
    apart = grouped if grouped is not None else abs(Decimal(value)) >= GROUPED_FROM
    thousands, point = (".", ",") if language == "id" else (",", ".")
    text = f"{int(whole):,}".replace(",", thousands) if apart else whole
    return f"{'-' if value < 0 else ''}{text}{point + part if part else ''}"


def rupiah_text(amount: Decimal | int, language: str = "id") -> str:
    """Returns `Rp1.250.000`; sen only where there are any: `Rp1.250.000,50`."""
    exact = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if exact == exact.to_integral_value():
        return ("-" if exact < 0 else "") + "Rp" + number_text(abs(int(exact)), language, grouped=True)
    whole, _point, part = f"{abs(exact):f}".partition(".")
    point = "," if language == "id" else "."
    return ("-" if exact < 0 else "") + "Rp" + number_text(int(whole), language, grouped=True) + point + part

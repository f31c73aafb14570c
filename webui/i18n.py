"""Translates pages: Bahasa Indonesia is written in the code and the templates, English comes from locale/en.po."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal
from babel.support import Translations
from flask import current_app, g, has_request_context, request

from engine.feel.government.amounts import in_words
from engine.feel.reading import parse_date, parse_datetime
from engine.feel.values import to_python
from forms.texts import Text

LANGUAGES = ("id", "en")
COOKIE = "bahasa"
LOCALES = {"id": "id_ID", "en": "en_GB"}
_FOLDER = Path(__file__).parent / "locale"


@functools.cache
def translations() -> Translations:
    """Reads English; the .po file is the only source, and no compiled one is stored."""
    with (_FOLDER / "en.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """Returns the reader's language: the account's, else the cookie's, else Indonesian."""
    if not has_request_context():
        return "id"
    chosen = g.get("language") or request.cookies.get(COOKIE, "id")
    return chosen if chosen in LANGUAGES else "id"


def translate(text: str, **values: Any) -> str:
    """Returns a sentence in the reader's language, with `{name}` filled from `values`."""
    found = translations().gettext(text) if language() == "en" else text
    return found.format(**values) if values else found


def text_in_language(text: Text, **values: Any) -> str:
    """Returns a text that its declaration holds in both languages."""
    found: str = getattr(text, language())
    return found.format(**values) if values else found


def words(texts: Mapping[str, Mapping[str, str]], key: str, fallback: str = "") -> str:
    """Returns a package's own text in the reader's language."""
    return texts.get(language(), {}).get(key) or texts.get("id", {}).get(key) or fallback


def zone() -> ZoneInfo:
    found: ZoneInfo = current_app.config["ZONE"]
    return found


def day(value: date | datetime | str, *, weekday: bool = True, year: bool = True) -> str:
    """Formats `Senin, 23 November 2026`. Naive and aware times are shown in the regency's zone, a text that is no date as it is."""
    found = _local_date_time(value)
    if found is None:
        return str(value)
    pattern = ("EEEE, " if weekday else "") + "d MMMM" + (" y" if year else "")
    return format_date(found, pattern, locale=LOCALES[language()])


def date_time(value: datetime | str, *, year: bool = False) -> str:
    """Formats `Senin, 23 November, pukul 14.05`."""
    found = _local_date_time(value)
    if found is None:
        return str(value)
    return translate("{day}, pukul {clock}", day=day(found, year=year), clock=_time_of_day(found))


def time_of_day(value: datetime | str) -> str:
    """Formats `14.05`; a text that is no moment stays as it is."""
    found = _local_date_time(value)
    return _time_of_day(found) if found else str(value)


def _time_of_day(value: datetime) -> str:
    return f"{value:%H.%M}" if language() == "id" else f"{value:%H:%M}"


def number(value: Any) -> str:
    return format_decimal(value, locale=LOCALES[language()])


def plain_number(value: Decimal, *, grouped: bool) -> str:
    """Formats all decimals that count: `1250,75`; `grouped`: `1.250,75`."""
    places = len(f"{value:f}".partition(".")[2].rstrip("0"))
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=LOCALES[language()])


def sum_in_words(amount: Decimal) -> str:
    """Formats `dua ratus lima puluh ribu rupiah`; in English, which no law asks for in words, `1.25 million rupiah`."""
    if language() == "id":
        return f"{in_words(amount)} rupiah"
    return f"{format_compact_decimal(amount, format_type='long', locale=LOCALES['en'], fraction_digits=6)} rupiah"


def rupiah(amount: Any) -> str:
    """Formats `Rp1.250.000`."""
    return f"Rp{number(amount)}"


def size(octets: int) -> str:
    """Formats `1,9 MB`, `350 kB`."""
    return f"{number(round(octets / 1e6, 1))} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1e3))} kB"


def _local_date_time(value: date | datetime | str) -> datetime | None:
    # temporal values at rest are FEEL's texts, which may name their zone: 2026-11-26T14:00:00@Asia/Jakarta
    try:
        found = to_python(parse_date(value) or parse_datetime(value)) if isinstance(value, str) else value
    except OverflowError:
        return None
    if found is None:
        return None
    if not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=zone())
    return found.astimezone(zone()) if found.tzinfo else found.replace(tzinfo=zone())

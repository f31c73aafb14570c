"""Prints values for people: long dates, numbers with their unit, rupiah, yes and no. Whatever shows or sends one asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.government.amounts import in_words
from engine.feel.government.wording import clock_text, date_time_text, day_text, number_text, rupiah_text
from engine.feel.reading import parse_date, parse_datetime
from engine.feel.values import to_python
from forms.field_type import Speaker
from forms.fields.checkbox import NO, YES
from forms.fields.number import RUPIAH
from forms.form import Field
from forms.question import parse_number, time_of
from forms.texts import Text

CLOCK = Text(id="pukul {time}", en="{time}")


@dataclass(frozen=True, kw_only=True)
class Writer(Speaker):
    """Implements Speaker in a language. `weekdays`: whether days are written with theirs, as pages do and documents do not."""

    language: str
    zone: ZoneInfo
    weekdays: bool = False

    def text(self, text: Text) -> str:
        return str(getattr(text, self.language))

    def day(self, value: Any) -> str:
        """Returns the long date; what is no date stays as it is."""
        found = self._moment(value)
        return str(value) if found is None else day_text(found, self.language, weekday=self.weekdays)

    def moment(self, value: Any) -> str:
        found = self._moment(value)
        return str(value) if found is None else date_time_text(found, self.language)

    def clock(self, value: Any) -> str:
        """Returns `pukul 14.05`; what is no time of day stays as it is."""
        found = time_of(value)
        return str(value) if found is None else self.text(CLOCK).format(time=clock_text(found, self.language))

    def number(self, value: Decimal, *, grouped: bool) -> str:
        return number_text(value, self.language, grouped=grouped)

    def sum_in_words(self, value: Decimal) -> str:
        """Returns the words of an amount, which are Indonesian in any language."""
        return f"{in_words(value)} rupiah"

    def quantity(self, value: Any, unit: str = "") -> str:
        """Returns the number with its unit; `Rp` makes it an amount. What is no number stays as it is."""
        found = parse_number(value)
        if found is None:
            return str(value)
        if unit == RUPIAH:
            return rupiah_text(found, self.language)
        return f"{number_text(found, self.language)} {unit}".rstrip()

    def yes_or_no(self, value: Any) -> str:
        return self.text(YES if value in (True, "true", "on") else NO)

    def anything(self, value: Any) -> str:
        """Prints a value of which only its shape is known."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.yes_or_no(value)
        if isinstance(value, int | Decimal):
            return self.quantity(value)
        if isinstance(value, date | datetime) or (isinstance(value, str) and (parse_date(value) or parse_datetime(value))):
            return self.moment(value) if isinstance(value, datetime) or "T" in str(value) else self.day(value)
        if isinstance(value, Mapping):
            return ", ".join(self.anything(item) for item in value.values())
        if isinstance(value, Sequence) and not isinstance(value, str):
            return ", ".join(self.anything(item) for item in value)
        return str(value)

    def _moment(self, value: Any) -> datetime | None:
        # temporal values at rest are FEEL's texts, which may name their zone: 2026-11-26T14:00:00@Asia/Jakarta
        try:
            found = to_python(parse_date(value) or parse_datetime(value)) if isinstance(value, str) else value
        except OverflowError:
            return None
        if not isinstance(found, date):
            return None
        if not isinstance(found, datetime):
            return datetime(found.year, found.month, found.day, tzinfo=self.zone)
        return found.astimezone(self.zone) if found.tzinfo else found.replace(tzinfo=self.zone)


def unit_of(field: Field) -> str:
    """The unit that the form shows beside the number: `Rp` before it, or another one behind it."""
    appearance = field.component.get("appearance") or {}
    before = str(appearance.get("prefixAdorner") or "").strip(" .")
    behind = str(appearance.get("suffixAdorner") or "").strip()
    return RUPIAH if before == RUPIAH else "" if behind.startswith("=") else behind

"""Rules of retention as the schedule of an archive (JRA) writes them: `2+3 musnah`, `7 musnah`, `18 bulan musnah`, `permanen`.

The time counts from the end of the case: active and then inactive, in years where no unit stands. What follows is destruction
(`musnah`), keeping for ever in the archive (`permanen`), or a new judgement (`dinilai kembali`): docs/law/archives.md#retention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Fate = Literal["DESTROY", "ARCHIVE", "JUDGE"]
_FATES: dict[str, Fate] = {"musnah": "DESTROY", "permanen": "ARCHIVE", "dinilai kembali": "JUDGE"}
_SPAN = r"(\d{1,3})(?: ?(tahun|bulan|hari))?"
_RULE = re.compile(rf"(?:{_SPAN}(?: ?\+ ?{_SPAN})? )?(musnah|permanen|dinilai kembali)", re.IGNORECASE)
#: longer than any schedule has; what is kept longer is kept for ever
MOST_YEARS = 100


class RetentionUnread(ValueError):
    """Expected a rule such as '2+3 musnah', '7 musnah', '18 bulan musnah' or 'permanen'."""


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    text: str
    months: int
    days: int
    fate: Fate

    def ends(self, ended: date) -> date:
        """The first day on which the time is over. A day that its month lacks becomes one after it: never too early."""
        year, month = divmod(ended.year * 12 + ended.month - 1 + self.months, 12)
        return date(year, month + 1, 1) + timedelta(days=ended.day - 1 + self.days)

    @property
    def long(self) -> bool:
        """Ten years or more: its destruction needs ANRI's approval too (docs/law/archives.md#destruction)."""
        return self.months * 30 + self.days >= 3_600


def read_retention(text: str) -> RetentionRule | None:
    """The rule of a text; None where there is none. Raises RetentionUnread for a text that nobody could act on."""
    written = " ".join(text.split())
    if not written:
        return None
    match = _RULE.fullmatch(written)
    if match is None:
        raise RetentionUnread(RetentionUnread.__doc__)
    months = days = 0
    for number, unit in ((match[1], match[2]), (match[3], match[4])):
        if number is not None:
            count = int(number)
            months += count * {"tahun": 12, "bulan": 1, "hari": 0}[(unit or "tahun").lower()]
            days += count if (unit or "").lower() == "hari" else 0
    fate = _FATES[match[5].lower()]
    if months > MOST_YEARS * 12:
        raise RetentionUnread(f"Expected at most {MOST_YEARS} years; what is kept longer is 'permanen'.")
    if fate != "ARCHIVE" and months + days == 0:
        raise RetentionUnread("Expected the time before it, such as '7 musnah'.")
    return RetentionRule(text=written, months=months, days=days, fate=fate)


def retention_of_years(years: int) -> RetentionRule | None:
    """The rule of `retention_years` in process.toml; 0: none."""
    return read_retention(f"{years} musnah") if years else None

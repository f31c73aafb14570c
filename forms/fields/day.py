"""Dates: 2026-11-25 from a machine, or day-month-year as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from forms.fields.base import Question, Wrong, reads, single


@reads("date")
def read_date(question: Question, value: Any) -> date | None:
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
            raise Wrong(code, limit=limit)
    return day


def _parse(text: str) -> date:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    local = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text)
    if iso:
        year, month, day = iso.groups()
    elif local:
        day, month, year = local.groups()
    else:
        raise Wrong("NOT_DATE")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong("NO_SUCH_DATE") from None
    if not 1900 <= found.year <= 2200:
        raise Wrong("NO_SUCH_DATE")
    return found

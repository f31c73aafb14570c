"""Prints when a counter is open: `Senin sampai Kamis, 08.00–16.00`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel.dates import get_day_names

from casework.regency.public_information import OpeningHours
from webui.i18n import LOCALES, language, translate


def hours_words(hours: Iterable[OpeningHours]) -> list[str]:
    """Returns one line for each row, in the reader's language; days in a row are told by the first and the last."""
    names = get_day_names("wide", locale=LOCALES[language()])
    return [
        translate("{days}, {open}–{close}", days=_days_words(item.days, names), open=_clock(item.open), close=_clock(item.close))
        for item in hours
    ]


def _days_words(days: Sequence[int], names: object) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_words([names[day - 1] for day in run]) for run in runs)  # type: ignore[index]


def _run_words(names: Sequence[str]) -> str:
    if len(names) < 3:
        return ", ".join(names)
    return translate("{first} sampai {last}", first=names[0], last=names[-1])


def _clock(text: str) -> str:
    return text.replace(":", ".") if language() == "id" else text

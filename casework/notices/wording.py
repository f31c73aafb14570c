"""Finds the words of a notice by its kind, from functions that rooms give, and writes dates and times out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.core.context import QueryContext

#: (a few words, sentences) for what a notice is about; None where there is nothing to tell any more
Words = tuple[str, str] | None
NoticeWords = Callable[[QueryContext, Mapping[str, Any]], Words]

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def long_date_time(at: datetime) -> str:
    """`at`: in the regency's zone."""
    return f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}, pukul {at:%H.%M} WIB"

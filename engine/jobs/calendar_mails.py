"""Tells the operators by mail of a year that the calendar does not cover, once a month until somebody has set it."""

from __future__ import annotations

from engine.commands.timers.remind_of_calendar import RemindOfCalendar
from engine.core.engine import Engine
from engine.feel.calendar.coverage import FASTING, HOLIDAYS, HOURS
from engine.model.actor import SYSTEM
from engine.model.ports import Mail

WORDS = {HOLIDAYS: "hari libur dan cuti bersama", HOURS: "jam kerja", FASTING: "jam kerja bulan Ramadan"}
_TEXT = (
    "Yth. operator,\n\nKalender hari kerja belum lengkap:\n{years}\n\nBatas waktu yang jatuh pada tahun itu tidak dapat dihitung "
    "dan menjadi insiden. Isilah menurut keputusan bersama (SKB) atau edaran: {link}\n\nAlur"
)


def remind_of_calendar(engine: Engine) -> None:
    told = engine.execute(RemindOfCalendar(), actor=SYSTEM)
    years = "\n".join(f"- {year}: {', '.join(WORDS[name] for name in lacks)}" for year, lacks in told["years"].items())
    for address in told["to"]:
        text = _TEXT.format(years=years, link=f"{engine.platform.address}/kokpit/kalender")
        subject = f"Kalender hari kerja {', '.join(told['years'])} belum lengkap"
        engine.platform.notifier.send(Mail(to=address, subject=subject, text=text), key=f"calendar.{'.'.join(told['years'])}.{address}")

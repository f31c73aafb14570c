"""`alur calendar`: shows and sets the regency's working days, by decree."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from engine.model.actor import SYSTEM


def add_calendar_commands(commands: Any) -> None:
    calendar = commands.add_parser("calendar", help="working days of the regency").add_subparsers(dest="what", required=True)
    close = calendar.add_parser("close", help="days on which nobody works; due dates under way follow")
    close.set_defaults(run=_set, works=False)
    open_ = calendar.add_parser("open", help="days on which people work after all")
    open_.set_defaults(run=_set, works=True)
    for command in (close, open_):
        command.add_argument("days", nargs="+", metavar="YYYY-MM-DD", help="the days")
        command.add_argument("--name", default="", help="what people read, such as Cuti bersama Natal")
        command.add_argument("--basis", required=True, help="the decree")
    hours = calendar.add_parser("hours", help="office hours from a day on; with --to special ones, such as those of a fasting month")
    hours.add_argument("first", metavar="YYYY-MM-DD", help="the first day")
    hours.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="the last day")
    hours.add_argument("--weekdays", nargs=2, required=True, metavar="HH:MM", help="Monday to Thursday: opens and closes")
    hours.add_argument("--friday", nargs=2, required=True, metavar="HH:MM", help="Friday: opens and closes")
    hours.add_argument("--name", required=True, help="what people read, such as Ramadan 1449 H")
    hours.add_argument("--basis", required=True, help="the decree")
    hours.set_defaults(run=_set_hours)
    load = calendar.add_parser("import", help="from a JSON file: basis, days (day, works, name), years that are complete")
    load.add_argument("file", type=Path, help="the file")
    load.set_defaults(run=_import)


def _execute(**values: Any) -> None:
    from engine.commands.timers.set_calendar import SetCalendar
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    answer = build_platform(read_settings()).execute(SetCalendar(**values), actor=SYSTEM)
    print(f"{answer['days']} days set; the due dates of {answer['cases']} cases are counted again")


def _set(options: argparse.Namespace) -> None:
    days = [{"day": day, "works": options.works, "name": options.name} for day in options.days]
    _execute(basis=options.basis, days=days)


def _set_hours(options: argparse.Namespace) -> None:
    from engine.commands.timers.set_office_hours import SetOfficeHours
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    command = SetOfficeHours(
        name=options.name,
        first=options.first,
        last=options.last,
        weekdays=tuple(options.weekdays),
        friday=tuple(options.friday),
        basis=options.basis,
    )
    answer = build_platform(read_settings()).execute(command, actor=SYSTEM)
    print(f"hours set; the due dates of {answer['cases']} cases are counted again")


def _import(options: argparse.Namespace) -> None:
    import simplejson

    try:
        document = simplejson.loads(options.file.read_text())
        values = {"basis": str(document["basis"]), "days": list(document.get("days", [])), "years": list(document.get("years", []))}
    except OSError as error:
        sys.exit(f"alur: {options.file} cannot be read: {error.strerror}")
    except (ValueError, KeyError, TypeError, AttributeError):
        sys.exit(f"alur: expected an object with basis, days and years in {options.file}, but it is not so")
    _execute(**values)

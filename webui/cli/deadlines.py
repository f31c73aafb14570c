"""`alur deadlines`: reports time limits."""

from __future__ import annotations

import argparse
from typing import Any


def add_deadline_commands(commands: Any) -> None:
    deadlines = commands.add_parser("deadlines", help="cases whose legal clock runs, the most pressing first")
    deadlines.set_defaults(run=_deadlines)


def _deadlines(options: argparse.Namespace) -> None:
    from casework.legal_clock.queries.legal_clocks import LegalClocks
    from engine.model.actor import SYSTEM
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    engine = build_platform(read_settings())
    for row in engine.ask(LegalClocks(), actor=SYSTEM):
        clock, zone = row.clock, engine.platform.zone
        due = clock.due_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if clock.due_at else f"stands ({clock.paused or 'no calendar'})"
        print(f"{row.number or row.case}  {row.process}  {due}  {clock.used} of {clock.limit} days{'  late' if clock.late else ''}")

"""`alur reconcile`: compares the bank's statement of a day with our books."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from typing import Any


def add_payment_commands(commands: Any) -> None:
    reconcile = commands.add_parser(
        "reconcile", help="compare the bank's statement of a day with our books; what we did not hear of is booked"
    )
    reconcile.add_argument("day", nargs="?", type=date.fromisoformat, help="such as 2026-11-25; else yesterday")
    reconcile.set_defaults(run=_reconcile)


def _reconcile(options: argparse.Namespace) -> None:
    from casework.payments.reconcile import reconcile
    from engine.model.actor import SYSTEM
    from engine.model.errors import EngineError
    from engine.queries.jobs.current_time import CurrentTime
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    engine = build_platform(read_settings())
    yesterday = engine.ask(CurrentTime(), actor=SYSTEM).astimezone(engine.platform.zone).date() - timedelta(days=1)
    try:
        result = reconcile(engine, options.day or yesterday)
    except EngineError as refusal:
        sys.exit(f"alur: {refusal}")
    names = {
        "agreed": "agreed",
        "booked_now": "on the statement only, booked now",
        "missing_at_bank": "told to us, but not on the statement",
        "to_be_looked_after": "money that somebody must look after",
    }
    for key, name in names.items():
        print(f"{name}: {len(result[key])}")
        for item in result[key] if key != "agreed" else ():
            print(f"  {item}")
    sys.exit(1 if result["missing_at_bank"] or result["to_be_looked_after"] else 0)

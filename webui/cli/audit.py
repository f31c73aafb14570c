"""`alur audit verify`, `alur retention`, `alur hold`: proves that no audit row was altered, and erases cases after their retention."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any
from uuid import UUID

from engine.core.engine import Engine
from engine.model.actor import SYSTEM


def add_audit_commands(commands: Any) -> None:
    audit = commands.add_parser("audit", help="verify the audit").add_subparsers(dest="what", required=True)
    verify = audit.add_parser("verify", help="every chain and seal, or the chain of a case; names what was altered")
    verify.add_argument("instance", nargs="?", type=UUID)
    verify.set_defaults(run=_verify)
    retention = commands.add_parser("retention", help="ended cases whose time of keeping is over by the rules of their packages")
    retention.add_argument("--dry-run", action="store_true", help="show what would go (so it is without --yes)")
    retention.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="what will be due on this day")
    retention.add_argument("--yes", action="store_true", help="erase what may be destroyed and is not held")
    retention.add_argument("--basis", default="", help="number and date of the approval; --yes needs it")
    retention.set_defaults(run=_retention)
    hold = commands.add_parser("hold", help="hold a case: nothing of it is erased (a dispute, an audit)")
    hold.add_argument("instance", type=UUID)
    hold.add_argument("--reason", required=True)
    hold.add_argument("--lift", action="store_true", help="lift the hold")
    hold.set_defaults(run=_hold)
    erase = commands.add_parser("erase", help="erase the content of one ended case")
    erase.add_argument("instance", type=UUID)
    erase.add_argument("--basis", required=True, help="why: the rule or the request")
    erase.set_defaults(run=_erase)


def _engine() -> Engine:
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    return build_platform(read_settings())


def _verify(options: argparse.Namespace) -> None:
    from engine.queries.audit.audit_verification import VerifyAudit

    altered = _engine().ask(VerifyAudit(instance=options.instance), actor=SYSTEM)
    for item in altered:
        print(f"alur: {item.message}", file=sys.stderr)
    if altered:
        sys.exit(1)
    print("the chain is whole" if options.instance else "every chain is whole and fits its seals")


def _retention(options: argparse.Namespace) -> None:
    from casework.privacy.act_on_retention import erase_tree
    from casework.privacy.queries.retention_due import RetentionDue

    if options.yes and not options.basis:
        sys.exit("alur: expected --basis with the number of the approval, but it is missing")
    engine = _engine()
    count = 0
    while due := engine.ask(RetentionDue(until=None if options.yes else options.until), actor=SYSTEM):
        erased = 0
        for case in due:
            goes = case.fate == "DESTROY" and not case.held
            if not options.yes:
                held, approved = ("  held" if case.held else ""), ("  approved" if case.basis else "")
                print(f"{case.due}  {case.process}  {case.number or case.case}  {case.rule}{held}{approved}")
                count += goes
            elif goes:
                erased += erase_tree(engine, case, basis=options.basis)
        count += erased
        if not erased:
            break
    print(f"{count} cases erased" if options.yes else f"{count} cases would be erased; --yes --basis APPROVAL does it")


def _hold(options: argparse.Namespace) -> None:
    from casework.privacy.commands.lift_legal_hold import LiftLegalHold
    from casework.privacy.commands.place_legal_hold import PlaceLegalHold

    kind = LiftLegalHold if options.lift else PlaceLegalHold
    _engine().execute(kind(case=options.instance, reason=options.reason), actor=SYSTEM)
    print("the case is free again" if options.lift else "the case is held: nothing of it is erased")


def _erase(options: argparse.Namespace) -> None:
    from casework.privacy.commands.erase_case import EraseCase

    answer = _engine().execute(EraseCase(instance=options.instance, basis=options.basis), actor=SYSTEM)
    print(f"erased; {answer['history']} values left the history")

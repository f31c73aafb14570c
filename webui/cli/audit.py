"""`alur audit verify` and `alur retention`: proves that no audit row was altered, and erases cases after their retention."""

from __future__ import annotations

import argparse
import sys
from typing import Any
from uuid import UUID

from engine.core.engine import Engine
from engine.model.actor import SYSTEM


def add_audit_commands(commands: Any) -> None:
    audit = commands.add_parser("audit", help="verify the audit").add_subparsers(dest="what", required=True)
    verify = audit.add_parser("verify", help="every chain and seal, or the chain of a case; names what was altered")
    verify.add_argument("instance", nargs="?", type=UUID)
    verify.set_defaults(run=_verify)
    retention = commands.add_parser("retention", help="erase ended cases whose time of keeping is over (retention_years in process.toml)")
    retention.add_argument("--yes", action="store_true", help="do it; without this they are only counted")
    retention.set_defaults(run=_retention)
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
    from casework.privacy.commands.erase_case import EraseCase
    from casework.privacy.queries.retention import ExpiredCases

    engine = _engine()
    years: dict[str, int] = {}
    for package in engine.platform.packages:
        for case in package.manifest.cases if package.manifest else ():
            if case.retention_years:
                years[case.process] = case.retention_years
    count = 0
    while True:
        expired = engine.ask(ExpiredCases(years=years), actor=SYSTEM)
        if not options.yes or not expired:
            count += len(expired)
            break
        for instance in expired:
            engine.execute(EraseCase(instance=instance, basis="retention"), actor=SYSTEM)
        count += len(expired)
    print(f"{count} cases erased" if options.yes else f"{count} cases would be erased; --yes does it")


def _erase(options: argparse.Namespace) -> None:
    from casework.privacy.commands.erase_case import EraseCase

    answer = _engine().execute(EraseCase(instance=options.instance, basis=options.basis), actor=SYSTEM)
    print(f"erased; {answer['history']} values left the history")

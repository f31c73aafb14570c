"""`alur doctor`: finds cases that can never go on, with what to do about each, and what is wrong with live packages."""

from __future__ import annotations

import argparse
import sys
from typing import Any

#: the operator's remedy, by the finding's code
REMEDIES = {
    "NOTHING_STANDS": "its state has no token left: cancel it (it cannot go on), and report it as a fault of the engine",
    "NO_WAIT": "migrate it to the newest version of its process, which lets the element begin again; else cancel it",
    "NO_TOKEN_COMES": "its join waits for a token that cannot come: mend the diagram and migrate the case, or cancel it",
    "NO_SCOPE": "its state is torn: restore the case from the backup, and report it as a fault of the engine",
    "NO_HOST": "its state is torn: restore the case from the backup, and report it as a fault of the engine",
    "NO_TRIGGER": "an event listens for nothing: migrate the case to the newest version, which opens its events again",
    "CORRUPT": "its state cannot be read: restore the case from the backup",
    "NO_ROW": "the state waits, and no table knows of it: restore the case from the backup, or migrate it",
    "NO_TOKEN": "a row is left of a wait that is over: nobody can complete it; report it as a fault of the engine",
}


def add_doctor_command(commands: Any) -> None:
    doctor = commands.add_parser("doctor", help="find cases that will never go on, and what is wrong with live packages")
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> None:
    """Ends with exit status 1 where it found such a case, or an error of a package."""
    from engine.model.actor import SYSTEM
    from engine.queries.instances.stuck_cases import StuckCases
    from webui.bootstrap import build_platform
    from webui.settings import read_settings
    from workshop.publishing.queries.package_readiness import PackageReadiness

    engine, after, count = build_platform(read_settings()), None, 0
    while True:
        found, after = engine.ask(StuckCases(after=after), actor=SYSTEM)
        for case in found:
            what = f"{case.code} {case.wait}".strip()
            print(f"{case.number or case.instance}  {case.process}  {case.element}  {what}: {REMEDIES[case.code]}")
        count += len(found)
        if after is None:
            break
    for package, ready in engine.ask(PackageReadiness(live=True), actor=SYSTEM).items():
        # warnings are for `packages check`
        errors = [problem for problem in ready.told if problem.severity == "error"]
        for problem in errors:
            print(f"{package}  {problem}")
        count += len(errors)
    if count:
        sys.exit(f"alur: {count} findings")
    print("every active case waits for something that can come, and no live package has an error")

"""`alur packages` and `alur deploy`: lists, checks, enables, disables, makes and deploys process packages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError, ProgrammingError

from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from workshop.publishing.readiness import Readiness


def add_package_commands(commands: Any) -> None:
    packages = commands.add_parser("packages", help="list, check, enable, disable, make packages").add_subparsers(
        dest="what", required=True
    )
    for name, text, run in (
        ("list", "every package with its state", _list_packages),
        ("check", "what is wrong with a package (all without a name)", _check_packages),
        ("enable", "let a package work", _enable),
        ("disable", "stop a package: it starts no cases and runs no jobs", _disable),
    ):
        command = packages.add_parser(name, help=text)
        command.add_argument("package", nargs="?" if name in ("list", "check") else None, help="key of the package")
        command.set_defaults(run=run)
        if run is _disable:
            command.add_argument("--reason", help="why; it is kept and shown to whoever manages packages")
    new = packages.add_parser("new", help="make a package that can be deployed at once, to begin with")
    new.add_argument("key", help="small characters, digits and _, such as izin_keramaian")
    new.add_argument("--name", default="", help="what people read; else the key with blanks")
    new.add_argument("--folder", type=Path, help="where it is made; else the first folder of ALUR_PACKAGES, else processes/ of a checkout")
    new.add_argument("--handlers", action="store_true", help="with a job of its own, in Python")
    new.set_defaults(run=_new)
    schema = packages.add_parser("schema", help="the JSON Schema of process.toml or of a scenario, for editors")
    schema.add_argument("kind", choices=("process", "scenario"), help="of which of both")
    schema.set_defaults(run=_schema)
    deploy = commands.add_parser("deploy", help="deploy what a package's folder holds")
    deploy.add_argument("package", help="key of the package")
    deploy.set_defaults(run=_deploy)


def _engine() -> Engine:
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    return build_platform(read_settings())


def _catalogue() -> Any:
    """Reads the packages without a database, which a check does not need."""
    from webui.bootstrap import catalogue_of
    from webui.settings import package_folders

    return catalogue_of(package_folders())


def _list_packages(options: argparse.Namespace) -> None:
    from engine.queries.deployment.package_list import PackageList

    for package in _engine().ask(PackageList(), actor=SYSTEM):
        state = "broken" if package.broken else "enabled" if package.enabled else "disabled"
        print(f"{package.key:<24}{package.version:<10}{state:<10}{package.origin}")
        for problem in package.problems:
            print(f"    {problem}")


def _check_packages(options: argparse.Namespace) -> None:
    from engine.packages.checks import check_package
    from forms.check import FormCheck
    from webui.settings import environment_zone
    from workshop.trials.scenario_ends import ends_of_scenarios

    catalogue, zone = _catalogue(), environment_zone()
    chosen = [package for package in catalogue if options.package in (None, package.key)]
    if not chosen:
        sys.exit(f"alur: expected a package '{options.package}', but none is installed")
    wrong, asked = False, _asked_of_organisation(options.package)
    for package in chosen:
        played = ends_of_scenarios(package, catalogue, validator=FormCheck(zone=zone), zone=zone)
        problems = check_package(package, catalogue.all_job_types, catalogue, rules=catalogue.rules, played=played)
        told = {(problem.code, problem.resource, problem.element) for problem in problems}
        if package.key in asked:
            problems += [problem for problem in asked[package.key].told if (problem.code, problem.resource, problem.element) not in told]
        print(f"{package.key}: {'nothing is wrong' if not problems else f'{len(problems)} findings'}")
        for problem in problems:
            print(f"    {problem.severity}: {problem}")
        wrong = wrong or any(problem.severity == "error" for problem in problems)
    if wrong:
        sys.exit(1)


def _asked_of_organisation(package: str | None) -> dict[str, Readiness]:
    """Returns what the workshop asks before it publishes; nothing where no database is set, as on an author's own machine."""
    from engine.model.errors import EngineError
    from webui.settings import SettingsError
    from workshop.publishing.queries.package_readiness import PackageReadiness

    try:
        found: dict[str, Readiness] = _engine().ask(PackageReadiness(package=package), actor=SYSTEM)
    except (SettingsError, EngineError, OperationalError, ProgrammingError):
        print("the organisation is not asked: no database of Alur is set here", file=sys.stderr)
        return {}
    return found


def _enable(options: argparse.Namespace) -> None:
    from engine.commands.deployment.set_package_state import SetPackageState

    _engine().execute(SetPackageState(package=options.package, enabled=True), actor=SYSTEM)
    print(f"{options.package} is enabled")


def _disable(options: argparse.Namespace) -> None:
    from casework.applications.queries.package_use import PackageUse
    from engine.commands.deployment.set_package_state import SetPackageState

    engine = _engine()
    use = engine.ask(PackageUse(package=options.package), actor=SYSTEM)
    print(f"{use.cases} cases are running, with {use.open_tasks} open tasks in {use.unit_count} units; {use.waiting_jobs} steps wait")
    if use.services:
        print(f"citizens can no longer begin: {', '.join(use.services)} ({use.drafts} have begun)")
    reason = options.reason
    if reason is None:
        reason = input("why is it disabled? ") if sys.stdin.isatty() else ""
    engine.execute(SetPackageState(package=options.package, enabled=False, reason=reason), actor=SYSTEM)
    print(f"{options.package} is disabled")


def _deploy(options: argparse.Namespace) -> None:
    from engine.commands.deployment.deploy import Deploy
    from engine.queries.people.unfilled_roles import UnfilledRoles

    engine = _engine()
    package = engine.platform.packages.get(options.package)
    if package is None:
        sys.exit(f"alur: expected a package '{options.package}', but none is installed")
    answer = engine.execute(Deploy(package=package.key, resources=dict(package.resources)), actor=SYSTEM)
    if not answer["new"]:
        print("nothing has changed")
    for process in answer["processes"]:
        print(f"{process['key']}: version {process['version']}")
    for warning in engine.ask(UnfilledRoles(resources=package.resources), actor=SYSTEM):
        print(f"warning {warning}")


def _new(options: argparse.Namespace) -> None:
    from webui.cli.new_package import PackageRefused, write_package
    from webui.settings import ROOT, package_folders

    given = package_folders()[1:]
    folder = options.folder or (given[0] if given else ROOT / "processes" if (ROOT / "run").exists() else Path.cwd())
    try:
        made = write_package(folder, options.key, name=options.name, handlers=options.handlers, taken=[item.key for item in _catalogue()])
    except PackageRefused as refusal:
        sys.exit(f"alur: {refusal}")
    for path in made:
        print(path)
    print(f"alur packages check {options.key}    says whether anything is wrong")
    print(f"alur deploy {options.key}            lets people begin cases")
    if folder.absolute() not in [item.absolute() for item in package_folders()]:
        print(f"packages are looked for in {folder} once ALUR_PACKAGES names it")


def _schema(options: argparse.Namespace) -> None:
    import json

    from casework.composition import RULES
    from engine.packages.schemas import schema_of

    print(json.dumps(schema_of(options.kind, RULES.sections), indent=2, ensure_ascii=False))

"""`alur`: the administration command."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError

from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import EngineError
from webui.cli.audit import add_audit_commands
from webui.cli.calendar import add_calendar_commands
from webui.cli.cold import add_cold_commands
from webui.cli.deadlines import add_deadline_commands
from webui.cli.diagrams import add_diagram_commands
from webui.cli.doctor import add_doctor_command
from webui.cli.indonesian import speak_indonesian
from webui.cli.languages import add_commands
from webui.cli.migrations import add_migration_commands
from webui.cli.packages import add_package_commands
from webui.cli.payments import add_payment_commands
from webui.cli.serve import add_serve_command
from webui.cli.signing import add_signing_commands
from webui.settings import Settings, SettingsError, read_settings, var_folder


def main(arguments: list[str] | None = None) -> None:
    options = command_line().parse_args(arguments)
    #: the language of the terminal, such as `en_GB.UTF-8`
    options.terminal = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if arguments is None:  # a command line of its own, not a call of a test's process
        join_running_platform()
    chosen: Callable[[argparse.Namespace], None] = options.run
    try:
        chosen(options)
    except SettingsError as error:
        sys.exit(f"alur: the settings cannot be used:\n{error}")
    except EngineError as error:
        sys.exit(f"alur: {error}")
    except OperationalError as error:
        sys.exit(f"alur: the database does not answer: {str(error.orig).strip().splitlines()[0]}")


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alur", description="Serve and administer Alur. Settings come from ALUR_... variables; see docs/reference/settings.md."
    )
    parser.add_argument("--version", action="version", version=f"alur {version('alur')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("upgrade", help="bring the database to this release").set_defaults(run=_upgrade)
    add_serve_command(commands)
    add_package_commands(commands)
    add_calendar_commands(commands)
    add_diagram_commands(commands)
    add_migration_commands(commands)
    add_audit_commands(commands)
    add_signing_commands(commands)
    add_payment_commands(commands)
    add_deadline_commands(commands)
    add_cold_commands(commands)
    add_doctor_command(commands)
    organisation = commands.add_parser("organisation", help="units, positions, people, holdings, absences").add_subparsers(
        dest="what", required=True
    )
    load = organisation.add_parser("import", help="from a JSON file, all or nothing (docs/reference/organisation.md)")
    load.add_argument("file", type=Path, help="the file")
    load.set_defaults(run=_import_organisation)
    password = organisation.add_parser("password", help="give a person a password (asked for, or one line of standard input)")
    password.add_argument("email", help="the person's address")
    password.set_defaults(run=_set_password)
    demo = commands.add_parser("demo", help="the demonstration's data").add_subparsers(dest="what", required=True)
    demo.add_parser("load", help="organisation, accounts, a dozen cases").set_defaults(run=_load_demo)
    big = demo.add_parser("big", help="the big set for measuring: 20,000 holdings, 50,000 cases")
    big.add_argument("--cases", type=int, default=50_000, help="how many cases")
    big.add_argument("--holdings", type=int, default=20_000, help="how many holdings")
    big.set_defaults(run=_load_big)
    add_commands(commands)
    speak_indonesian(parser)
    return parser


def join_running_platform() -> None:
    """Takes the settings of a `./run` that is serving beside us, where no database is named: what is set already counts more."""
    written = var_folder() / "settings.json"
    if "ALUR_DATABASE_URL" in os.environ or not os.access(written, os.R_OK):
        return
    for name, value in json.loads(written.read_text()).items():
        os.environ.setdefault(name, value)


def _settings() -> Settings:
    return read_settings()


def _engine() -> Engine:
    from webui.bootstrap import build_platform

    return build_platform(_settings())


def _upgrade(options: argparse.Namespace) -> None:
    import os

    from engine.persistence.migrate import upgrade
    from webui.tables import METADATA

    url = os.environ.get("ALUR_MIGRATION_URL") or _settings().database_url
    try:
        applied = upgrade("postgresql+psycopg://" + url.partition("://")[2], METADATA)
    except DBAPIError as error:
        if "extension" not in str(error.orig):
            raise
        sys.exit(
            "alur: PostgreSQL refused an extension that the search needs. Install its contrib modules (postgresql-contrib), and as a "
            "superuser run in this database: CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; then upgrade again.\n"
            f"{str(error.orig).strip()}"
        )
    print(f"applied: {', '.join(applied)}" if applied else "the database is up to date")


def _import_organisation(options: argparse.Namespace) -> None:
    import simplejson

    from casework.regency.commands.set_public_information import SetPublicInformation
    from casework.regency.public_information import read_public_information
    from engine.commands.people.import_organisation import ImportOrganisation

    try:
        document = simplejson.loads(options.file.read_text())
    except OSError as error:
        sys.exit(f"alur: {options.file} cannot be read: {error.strerror}")
    except ValueError as error:
        sys.exit(f"alur: {options.file} is no JSON: {error}")
    if not isinstance(document, dict):
        sys.exit(f"alur: {options.file} must hold an object with lists; see docs/reference/organisation.md")
    information = document.pop("information", None)
    if information is not None:
        # looked at before anything is imported: the file is taken as a whole, or not at all
        read_public_information(information)
    engine = _engine()
    counts = engine.execute(ImportOrganisation(document=document), actor=SYSTEM) if document else {}
    if information is not None:
        counts |= engine.execute(SetPublicInformation(document=information), actor=SYSTEM)
    for name, count in counts.items():
        print(f"{name}: {count}")


def _set_password(options: argparse.Namespace) -> None:
    import getpass

    from engine.commands.people.set_password import SetPassword

    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    _engine().execute(SetPassword(email=options.email, password=password), actor=SYSTEM)
    print(f"{options.email} has a new password")


def _load_demo(options: argparse.Namespace) -> None:
    from demo.load import load

    if not _settings().demo:
        sys.exit("alur: demonstration accounts have known passwords; they are loaded only with ALUR_DEMO=1 and a loopback address")
    load(_engine(), lambda text: print(f"alur: {text}", flush=True))


def _load_big(options: argparse.Namespace) -> None:
    from demo.big import load_big

    if not _settings().demo:
        sys.exit("alur: the big set is invented data; it is loaded only with ALUR_DEMO=1 and a loopback address")
    load_big(_engine(), lambda text: print(f"alur: {text}", flush=True), cases=options.cases, holdings=options.holdings)


if __name__ == "__main__":
    main()

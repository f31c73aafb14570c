"""`alur migrate`: moves running cases to another version, with a dry run first; shows progress; undoes."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any
from uuid import UUID

from engine.core.engine import Engine
from engine.model.actor import SYSTEM

MAX_ROWS = 20


def add_migration_commands(commands: Any) -> None:
    migrate = commands.add_parser("migrate", help="move running cases to another version of their process")
    migrate.add_argument("process", nargs="?", help="key of the process")
    migrate.add_argument("--from", dest="source", type=int, metavar="VERSION", help="the version of the cases")
    migrate.add_argument("--to", dest="target", type=int, metavar="VERSION", help="the newest, if it is not said")
    migrate.add_argument(
        "--map", action="append", default=[], metavar="OLD=NEW", help="an element's id there (PROCESS:OLD=NEW for a called one)"
    )
    migrate.add_argument("--children", choices=("follow", "stay"), default="follow", help="the cases that these have called")
    migrate.add_argument("--yes", action="store_true", help="do it; without this only the dry run is shown")
    migrate.add_argument("--status", type=UUID, metavar="MIGRATION", help="how far it is")
    migrate.add_argument("--undo", type=UUID, metavar="MIGRATION", help="take it back for the cases that nothing has touched since")
    migrate.set_defaults(run=_migrate)


def _migrate(options: argparse.Namespace) -> None:
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    engine = build_platform(read_settings())
    if options.status:
        _show_progress(engine, options.status)
    elif options.undo:
        _undo(engine, options.undo)
    elif options.process and options.source:
        _plan(engine, options)
    else:
        sys.exit("alur: expected a process and --from VERSION, or --status or --undo with a migration")


def _plan(engine: Engine, options: argparse.Namespace) -> None:
    from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
    from engine.queries.migration.migration_plan import PlanMigration

    wanted: dict[str, Any] = {
        "process": options.process,
        "source_version": options.source,
        "target_version": options.target,
        "mapping": _mapping(options.process, options.map),
        "children": options.children == "follow",
    }
    plan = engine.ask(PlanMigration(**wanted), actor=SYSTEM)
    print(f"{options.process}: version {plan.source_version} to {plan.target_version}")
    for process, pairs in plan.mapping.items():
        for old, new in pairs.items():
            print(f"  {process}: {old} becomes {new}")
    print(f"{plan.movable} cases can move, {len(plan.refused)} cannot")
    for (code, element), count in sorted(plan.reasons.items()):
        print(f"  {count} x {code} {element}")
    for refused in plan.refused[:MAX_ROWS]:
        print(f"  {refused.business_key or refused.instance}: {' '.join(reason.message for reason in refused.reasons)}")
    if len(plan.refused) > MAX_ROWS:
        print(f"  and {len(plan.refused) - MAX_ROWS} more")
    if not options.yes:
        print("nothing was changed; --yes moves them")
        return
    made = engine.execute(MigrateProcessInstances(**wanted), actor=SYSTEM)
    print(f"migration {made['migration']}: {made['instances']} cases")
    _wait_until_done(engine, UUID(made["migration"]))


def _mapping(process: str, pairs: list[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for pair in pairs:
        names, separator, new = pair.partition("=")
        key, _, old = names.rpartition(":")
        if not (separator and old and new):
            sys.exit(f"alur: expected OLD=NEW, but got '{pair}'")
        found.setdefault(key or process, {})[old] = new
    return found


def _wait_until_done(engine: Engine, migration: UUID) -> None:
    """Waits until the workers have migrated every case."""
    from engine.queries.migration.migration_progress import MigrationProgress

    last = -1
    while True:
        progress = engine.ask(MigrationProgress(migration=migration), actor=SYSTEM)
        waiting = progress.counts.get("WAITING", 0)
        if waiting != last:
            print(f"  {waiting} to go", flush=True)
            last = waiting
        if progress.done:
            _show_progress(engine, migration)
            return
        time.sleep(1)


def _show_progress(engine: Engine, migration: UUID) -> None:
    from engine.queries.migration.migration_progress import MigrationProgress

    progress = engine.ask(MigrationProgress(migration=migration), actor=SYSTEM)
    print(", ".join(f"{count} {status.lower()}" for status, count in sorted(progress.counts.items())) or "no such migration")
    for sentence, count in sorted(progress.reasons.items()):
        print(f"  {count} x {sentence}")


def _undo(engine: Engine, migration: UUID) -> None:
    from engine.commands.migration.undo_migration import UndoMigration

    made = engine.execute(UndoMigration(migration=migration), actor=SYSTEM)
    print(f"{made['instances']} cases are being put back; --status {migration} shows how far it is")

"""Pages of a migration of running cases: the dry run, the progress in the background, and the undoing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.commands.migration.undo_migration import UndoMigration
from engine.queries.deployment.running_versions import RunningVersions, RunningVersionsView
from engine.queries.migration.migration_plan import PlanMigration
from engine.queries.migration.migration_progress import MigrationProgress
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate
from webui.workshop.blueprint import blueprint
from webui.workshop.publishing.obstacle_words import obstacle_words


@blueprint.get("/perancang/<package>/pindahkan")
@permission("design")
def migration_plan(package: str) -> str:
    view: RunningVersionsView = ask(RunningVersions(package=package))
    plan = None
    if "dari" in request.args:
        plan = ask(PlanMigration(**_request(view, request.args)))
    return render_template("workshop/migration_plan.html", view=view, plan=plan, given=request.args, obstacle_words=obstacle_words)


@blueprint.post("/perancang/<package>/pindahkan")
@permission("design", step_up=True)
def start_migration(package: str) -> Response:
    view: RunningVersionsView = ask(RunningVersions(package=package))
    made = execute(MigrateProcessInstances(**_request(view, request.form)))
    return redirect(url_for("workshop.migration_progress", migration=made["migration"]))


@blueprint.get("/perancang/pemindahan/<uuid:migration>")
@permission("design")
def migration_progress(migration: UUID) -> str:
    """Shows the progress; the page reloads by itself while the migration runs."""
    return render_template(
        "workshop/migration_progress.html",
        view=ask(MigrationProgress(migration=migration)),
        migration=migration,
        obstacle_words=obstacle_words,
    )


@blueprint.post("/perancang/pemindahan/<uuid:migration>/kembalikan")
@permission("design", step_up=True)
def undo_migration(migration: UUID) -> Response:
    tried = execute(UndoMigration(migration=migration))["instances"]
    flash(translate("{count} kasus dikembalikan ke versinya semula, bila belum disentuh siapa pun.", count=tried))
    return redirect(url_for("workshop.migration_progress", migration=migration))


def _request(view: RunningVersionsView, given: Mapping[str, str]) -> dict[str, Any]:
    """Reads the request from the page's fields: `proses`, `dari`, and `peta.OLD` for each element with another id now."""
    process, source = given.get("proses", ""), given.get("dari", "")
    if process not in view.elements or not source.isdecimal() or len(source) > 6:
        abort(404)
    chosen = {name[5:]: new for name, new in given.items() if name.startswith("peta.") and new in view.elements[process]}
    return {"process": process, "source_version": int(source), "mapping": {process: chosen} if chosen else {}}

"""Shows the changelog of procedures to all staff, not only to their authors."""

from __future__ import annotations

from flask import abort, render_template

from webui.access import person
from webui.auth import actor
from webui.door import ask
from webui.workshop.blueprint import blueprint
from workshop.publishing.queries.procedure_changes import ProcedureChanges


@blueprint.get("/perubahan")
@person
def changelog() -> str:
    if not actor().seats:  # citizens have accounts too
        abort(404)
    return render_template("workshop/changelog.html", rows=ask(ProcedureChanges()))

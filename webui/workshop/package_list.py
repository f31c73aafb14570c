"""Shows the workshop's first page: its packages, live and in work, and their editors."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.services.queries.missed_search_list import FEWEST, MissedSearchList
from webui.access import permission
from webui.door import ask, execute
from webui.workshop.blueprint import blueprint
from workshop.drafts.commands.begin_package_draft import BeginPackageDraft
from workshop.publishing.queries.workshop_packages import WorkshopPackages


@blueprint.get("/perancang")
@permission("design")
def package_list() -> str:
    return render_template("workshop/package_list.html", rows=ask(WorkshopPackages()))


@blueprint.post("/perancang/<package>/mulai")
@permission("design")
def begin(package: str) -> Response:
    begun = execute(BeginPackageDraft(package=package, folder="pembaruan" in request.form))
    return redirect(url_for("workshop.draft", draft=begun["draft"]))


@blueprint.get("/perancang/pencarian")
@permission("design")
def missed_searches() -> str:
    """Shows what people looked for in the catalogue and did not find: names for a service, or a service that is missing."""
    return render_template("workshop/missed_searches.html", rows=ask(MissedSearchList()), fewest=FEWEST)

"""The page on which operators see whether the whole platform works, and what to do where it does not."""

from __future__ import annotations

from flask import render_template

from webui.access import permission
from webui.cockpit.incidents import blueprint
from webui.health import look


@blueprint.get("/kokpit/keadaan")
@permission("operate")
def platform_health() -> str:
    return render_template("cockpit/platform_health.html", health=look())

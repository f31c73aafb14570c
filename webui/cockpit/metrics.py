"""/metrics: what all processes have counted, and what waits, for Prometheus. Operators and whoever shows the token alone read it."""

from __future__ import annotations

from flask import Blueprint, Response, abort
from prometheus_client import CONTENT_TYPE_LATEST

from engine.model.actor import SYSTEM
from engine.persistence.database import DatabaseTrouble
from engine.queries.programs.platform_load import PlatformLoad, PlatformLoadView
from engine.sdk import PACKAGE_QUEUES
from webui.access import public
from webui.door import engine
from webui.health import may_read_details
from webui.observation.exposition import exposition
from webui.observation.platform_figures import platform_figures
from webui.observation.requests import PROGRAM, observation

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Whoever may not read it finds nothing here."""
    if not may_read_details():
        abort(404)
    platform, observed = engine().platform, observation()
    load: PlatformLoadView | None
    try:
        load = engine().ask(PlatformLoad(), actor=SYSTEM)
    except DatabaseTrouble:
        load = None
    lengths = platform.doorbell.lengths(sorted({*PACKAGE_QUEUES, *(step.queue for step in platform.packages.steps.values())}))
    figures = platform_figures(load, lengths, lambda kind: platform.packages.job_type(kind) is not None)
    reports = observed.reports(PROGRAM) if observed is not None else {}
    return Response(exposition(reports, list(figures)), content_type=CONTENT_TYPE_LATEST)

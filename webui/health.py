"""Reports the health of this process, for the supervisor and for load balancers."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from casework.documents.parts import DocumentParts
from engine.model.actor import SYSTEM
from engine.queries.jobs.current_time import CurrentTime
from webui.access import public
from webui.door import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/sehat")
@public
def health() -> Response:
    now, used = engine().ask(CurrentTime(), actor=SYSTEM), engine().platform.part(DocumentParts).documents.used()
    return jsonify(status="ok", database=now.isoformat(), disk_used=round(used, 3))

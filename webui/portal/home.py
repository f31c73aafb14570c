"""Shows the first page: search, life events, tracking. Signed-in staff are led to their tasks."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from webui.access import public
from webui.answering.kept_pages import kept_for_guests
from webui.auth import current
from webui.portal.applying.held_drafts import held_drafts
from webui.portal.blueprint import blueprint
from webui.portal.life_events import life_events
from webui.portal.public_door import offered_services

#: services that the first page names
MAX_SERVICES = 8


@blueprint.get("/")
@public
@kept_for_guests()
def home() -> str | Response:
    user = current()
    if user is not None and user.actor.seats:
        return redirect(url_for("tasklist.overview" if user.actor.leads else "tasklist.inbox"))
    offered = offered_services()
    used = {event for item in offered for event in item.service.events}
    return render_template(
        "portal/home.html",
        offered=offered[:MAX_SERVICES],
        held=held_drafts(),
        events=[event for event in life_events() if event.key in used],
    )

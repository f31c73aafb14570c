"""Lists all services, by search or by life event."""

from __future__ import annotations

from flask import render_template, request

from casework.services.commands.record_missed_search import RecordMissedSearch
from webui.access import public
from webui.answering.kept_pages import kept_for_guests
from webui.portal.blueprint import blueprint
from webui.portal.information import public_information
from webui.portal.life_events import life_events
from webui.portal.public_door import execute, offered_services
from webui.portal.service_search import search_services

#: characters of a search that are looked at
MAX_SEARCH_LENGTH = 100


@blueprint.get("/layanan")
@public
@kept_for_guests("peristiwa")
def catalogue() -> str:
    typed, chosen = request.args.get("cari", "")[:MAX_SEARCH_LENGTH].strip(), request.args.get("peristiwa", "")
    event = next((item for item in life_events() if item.key == chosen), None)
    offered = offered_services()
    among = [item for item in offered if event is None or event.key in item.service.events]
    if not typed:
        return render_template("portal/catalogue.html", found=among, near=[], elsewhere=[], offered=offered, typed="", event=event)
    result = search_services(among, typed, public_information())
    if not result.found:
        execute(RecordMissedSearch(text=typed))
    return render_template(
        "portal/catalogue.html",
        found=result.found,
        near=result.near,
        elsewhere=result.elsewhere,
        offered=offered,
        typed=typed,
        event=event,
    )

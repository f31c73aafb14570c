"""Lists all services, by search or by life event."""

from __future__ import annotations

from flask import render_template, request

from casework.services.queries.service_catalogue import ServiceCatalogue
from webui.access import public
from webui.portal.blueprint import blueprint
from webui.portal.life_events import life_events
from webui.portal.public_door import ask
from webui.portal.service_texts import matches_search

#: characters of a search that are looked at
MAX_SEARCH_LENGTH = 100


@blueprint.get("/layanan")
@public
def catalogue() -> str:
    typed, chosen = request.args.get("cari", "")[:MAX_SEARCH_LENGTH].strip(), request.args.get("peristiwa", "")
    event = next((item for item in life_events() if item.key == chosen), None)
    offered = ask(ServiceCatalogue())
    found = [
        item
        for item in offered
        if matches_search(item.service, item.texts, typed.split()) and (event is None or event.key in item.service.events)
    ]
    return render_template("portal/catalogue.html", found=found, offered=offered, typed=typed, event=event)

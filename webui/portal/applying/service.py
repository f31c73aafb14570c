"""Shows the page of a service, made from its package, with the fourteen parts of its standard; and begins an application."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.begin_application import BeginApplication
from casework.services.queries.service_catalogue import ServiceByKey
from casework.services.service import DELIVERY, MANAGEMENT
from webui.access import public
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.applying.draft_cookie import set_draft_cookie
from webui.portal.applying.held_drafts import held_drafts
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.rendering.standard_headings import headings


@blueprint.get("/layanan/<key>")
@public
def service(key: str) -> str:
    offered = ask(ServiceByKey(service=key))
    return render_template(
        "portal/service.html",
        offered=offered,
        held=held_drafts(key),
        service=offered.service,
        texts=offered.texts,
        headings=headings(),
        delivery=DELIVERY,
        management=MANAGEMENT,
    )


@blueprint.post("/layanan/<key>/mulai")
@public
@rate_limit("600 per hour")
def begin(key: str) -> Response:
    held = held_drafts(key) if not request.form.get("baru") else []
    if held:
        flash(translate("Anda sudah memulai permohonan ini. Lanjutkan isian itu, atau mulai yang baru."))
        return redirect(url_for("portal.service", key=key))
    begun = execute(BeginApplication(service=key))
    return set_draft_cookie(redirect(url_for("portal.apply", draft=begun["draft"], step=1)), begun["draft"], begun["token"])

"""Shows the page of a service, made from its package, with the fourteen parts of its standard; and begins an application."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.applications.commands.begin_application import BeginApplication
from casework.documents.public_paper import render_sample
from casework.documents.queries.service_sample import ServiceSample
from casework.services.queries.service_catalogue import ServiceByKey
from casework.services.queries.service_examples import ServiceExamples
from casework.services.service import DELIVERY, MANAGEMENT
from webui.access import public
from webui.answering.kept_pages import kept_for_guests
from webui.door import engine
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.applying.draft_cookie import set_draft_cookie
from webui.portal.applying.held_drafts import held_drafts
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.rendering.standard_headings import headings


@blueprint.get("/layanan/<key>")
@public
@kept_for_guests()
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
        examples=ask(ServiceExamples(service=key)) if offered.service.examples else (),
    )


@blueprint.get("/layanan/<key>/contoh")
@public
@rate_limit("60 per hour", reads=True)
def sample(key: str) -> Response:
    """Sends a sample of what the service gives, as a PDF. It is rendered on demand, and nothing of it is stored."""
    response = make_response(render_sample(engine(), ask(ServiceSample(service=key))))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="contoh-{key}.pdf"'
    return response


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

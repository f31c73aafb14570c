"""What a service is: made from its package, with the fourteen parts of its standard; and the way into it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.commands.begin_application import BeginApplication
from engine.packages.service import DELIVERY, MANAGEMENT
from engine.queries.service_catalogue import OneService
from webui.access import public
from webui.i18n import translate
from webui.limits import limited
from webui.portal import blueprint
from webui.portal.door import ask, execute
from webui.portal.draft_cookie import keep


@blueprint.get("/layanan/<key>")
@public
def service(key: str) -> str:
    offered = ask(OneService(service=key))
    return render_template("portal/service.html", offered=offered, service=offered.service, texts=offered.texts, headings=headings(),
                           delivery=DELIVERY, management=MANAGEMENT)  # fmt: skip


@blueprint.post("/layanan/<key>/mulai")
@public
@limited("600 per hour")
def begin(key: str) -> Response:
    begun = execute(BeginApplication(service=key))
    return keep(redirect(url_for("portal.apply", draft=begun["draft"], step=1)), begun["draft"], begun["token"])


def headings() -> dict[str, str]:
    """Part of the standard -> its heading."""
    return {
        "requirements": translate("Persyaratan"),
        "procedure": translate("Prosedur"),
        "time_limit": translate("Jangka waktu"),
        "fees": translate("Biaya"),
        "product": translate("Produk layanan"),
        "complaints": translate("Pengaduan, saran, dan masukan"),
        "legal_basis": translate("Dasar hukum"),
        "facilities": translate("Sarana dan prasarana"),
        "competence": translate("Kompetensi pelaksana"),
        "supervision": translate("Pengawasan internal"),
        "staff": translate("Jumlah pelaksana"),
        "guarantee": translate("Jaminan pelayanan"),
        "safety": translate("Jaminan keamanan dan keselamatan"),
        "evaluation": translate("Evaluasi kinerja"),
    }

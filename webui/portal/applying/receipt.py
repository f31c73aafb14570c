"""Shows the receipt of an application: its number, its PIN, and an address that follows the case without either; as a page and as a PDF."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from casework.documents.public_paper import PaperPart
from casework.tracking.queries.tracking import Receipt, TrackingView
from webui.access import public
from webui.i18n import date_time, translate
from webui.portal.blueprint import blueprint
from webui.portal.paper import send_paper
from webui.portal.public_door import ask
from webui.portal.service_texts import stage_words, text_of


@blueprint.get("/tanda-terima/<token>")
@public
def receipt(token: str) -> str:
    view = ask(Receipt(token=token))
    return render_template("portal/receipt.html", view=view, token=token)


@blueprint.get("/tanda-terima/<token>/lacak")
@public
def open_tracking_page(token: str) -> str:
    view = ask(Receipt(token=token))
    return render_template("portal/track.html", view=view, token=token, place=None)


@blueprint.get("/tanda-terima/<token>/pdf")
@public
def receipt_pdf(token: str) -> Response:
    """Without the PIN (docs/decisions/0057): a PDF is passed on and printed, and number and PIN together open the case."""
    view: TrackingView = ask(Receipt(token=token))
    rows = [
        (translate("Layanan"), text_of(view.service, view.texts, "name")),
        (translate("Nomor permohonan"), view.number),
        (translate("Diterima"), date_time(view.submitted_at, year=True)),
    ]
    if time := text_of(view.service, view.texts, "time"):
        rows.append((translate("Jangka waktu"), time))
    if view.clock and view.clock.due_at:
        rows.append((translate("Diputuskan paling lambat"), date_time(view.clock.due_at, year=True)))
    steps = [". ".join(filter(None, stage_words(view.service, view.texts, item.stage))) for item in view.stages]
    lost = translate(
        "PIN tidak dicetak di sini, agar kertas ini boleh diperlihatkan. PIN ada pada halaman tanda terima; bila hilang, minta yang baru."
    )
    return send_paper(
        view,
        title=translate("Tanda terima permohonan"),
        number=view.number,
        lead="",
        rows=rows,
        parts=(
            PaperPart(title=translate("Selanjutnya"), lines=steps, numbered=True),
            PaperPart(title=translate("PIN"), lines=[lost]),
        ),
        file_name=f"{translate('tanda-terima')}-{view.number}.pdf",
    )

"""What the papers for applicants have in common: head, language, the way to the tracking page, and how they are sent."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, make_response, url_for
from werkzeug.wrappers import Response

from casework.documents.public_paper import PaperPart, PublicPaper, render_public_paper
from casework.tracking.queries.tracking import TrackingView
from webui.door import engine
from webui.i18n import language, translate


def send_paper(
    view: TrackingView, *, title: str, number: str, lead: str, rows: Sequence[tuple[str, str]], parts: Sequence[PaperPart], file_name: str
) -> Response:
    """Sends a paper about a case. Its QR code leads to the tracking page with the number alone: a paper goes through many hands."""
    paper = PublicPaper(
        language=language(),
        office=translate("Pemerintah {regency}", regency=current_app.config["REGENCY"]),
        title=title,
        number=number,
        lead=lead,
        heads=(translate("Perihal"), translate("Keterangan")),
        rows=rows,
        parts=parts,
        link=current_app.config["ADDRESS"] + url_for("portal.track", nomor=view.number),
        qr_words=translate("Lacak permohonan dengan nomor dan PIN Anda:"),
        qr_alt=translate("Kode QR ke halaman lacak"),
        footer=translate("Dicetak dari Alur. Keadaan terbaru ada pada halaman lacak."),
    )
    response = make_response(render_public_paper(engine(), paper))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

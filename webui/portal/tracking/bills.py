"""Papers about a bill (assessment, proof of payment), and money that its payer asks back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.documents.public_paper import PaperPart
from casework.payments.bill_views import BillView
from casework.payments.commands.ask_refund import AskRefund, read_account
from casework.tracking.queries.tracking import Receipt, Tracking, TrackingView
from engine.feel.government.amounts import in_words
from engine.model.errors import InvalidState, NotFound
from webui.access import public
from webui.i18n import date_time, language, rupiah, translate
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.information import public_information
from webui.portal.paper import send_paper
from webui.portal.public_door import ask, execute
from webui.portal.service_texts import text_of
from webui.portal.tracking.track import pass_of_opened_case
from webui.rendering.public_text import plain_text


@blueprint.get("/lacak/<int:place>/tagihan/<uuid:bill>/ketetapan.pdf")
@public
def assessment_tracked(place: int, bill: UUID) -> Response:
    return _assessment(*_bill(_opened(place), bill))


@blueprint.get("/tanda-terima/<token>/tagihan/<uuid:bill>/ketetapan.pdf")
@public
def assessment_received(token: str, bill: UUID) -> Response:
    return _assessment(*_bill(ask(Receipt(token=token)), bill))


@blueprint.get("/lacak/<int:place>/tagihan/<uuid:bill>/bukti.pdf")
@public
def payment_proof_tracked(place: int, bill: UUID) -> Response:
    return _proof(*_bill(_opened(place), bill))


@blueprint.get("/tanda-terima/<token>/tagihan/<uuid:bill>/bukti.pdf")
@public
def payment_proof_received(token: str, bill: UUID) -> Response:
    return _proof(*_bill(ask(Receipt(token=token)), bill))


@blueprint.route("/lacak/<int:place>/pengembalian/<reference>", methods=["GET", "POST"])
@public
@rate_limit("200 per hour")
def refund_tracked(place: int, reference: str) -> str | Response | tuple[str, int]:
    return _refund(_opened(place), reference, url_for("portal.tracking_page", place=place))


@blueprint.route("/tanda-terima/<token>/pengembalian/<reference>", methods=["GET", "POST"])
@public
@rate_limit("200 per hour")
def refund_received(token: str, reference: str) -> str | Response | tuple[str, int]:
    return _refund(ask(Receipt(token=token)), reference, url_for("portal.open_tracking_page", token=token))


def _opened(place: int) -> TrackingView:
    view: TrackingView = ask(Tracking(case_pass=pass_of_opened_case(place)))
    return view


def _bill(view: TrackingView, wanted: UUID) -> tuple[TrackingView, BillView]:
    found = next((bill for bill in view.bills if bill.id == wanted), None)
    if found is None:
        raise NotFound("Expected a bill of this case, but there is none under this id.")
    return view, found


def _rows(view: TrackingView, bill: BillView) -> list[tuple[str, str]]:
    rows = [
        (translate("Layanan"), text_of(view.service, view.texts, "name")),
        (translate("Nomor permohonan"), view.number),
        (translate("Uraian"), bill.description),
        (translate("Jumlah"), rupiah(bill.amount)),
    ]
    if language() == "id":
        rows.append(("Terbilang", f"{in_words(bill.amount)} rupiah"))
    return rows


def _assessment(view: TrackingView, bill: BillView) -> Response:
    """What is owed, why, until when, how it is paid, and the way to object."""
    rows = [
        *_rows(view, bill),
        (translate("Ditetapkan"), date_time(bill.since, year=True)),
        (translate("Batas bayar"), date_time(bill.expires_at, year=True)),
        (translate("Virtual account"), bill.va),
    ]
    told = public_information()
    filled = {"va": bill.va, "amount": rupiah(bill.amount)}
    parts = [
        PaperPart(title=bank.name, lines=[plain_text(step, **filled) for step in bank.steps], numbered=True)
        for bank in told.banks
        if bank.pays_by == "va"
    ]
    if told.objection:
        parts.append(PaperPart(title=translate("Bila Anda tidak setuju"), lines=[plain_text(text) for text in told.objection]))
    return send_paper(
        view,
        title=translate("Ketetapan"),
        number=_number(view, bill),
        lead=translate("Menurut aturan yang tertulis pada layanan ini, Anda harus membayar:"),
        rows=rows,
        parts=parts,
        file_name=f"{translate('ketetapan')}-{view.number}.pdf",
    )


def _proof(view: TrackingView, bill: BillView) -> Response:
    if bill.status != "PAID" or bill.paid_at is None:
        raise NotFound("Expected a bill that is paid, but it is not.")
    rows = [
        *_rows(view, bill),
        (translate("Dibayar"), date_time(bill.paid_at, year=True)),
        (translate("Bukti bank"), bill.reference),
        (translate("Virtual account"), bill.va),
    ]
    rows += [
        (translate("Bagian yang dihitung"), f"{rupiah(item.amount)}, {date_time(item.paid_at, year=True)}, {item.reference}")
        for item in bill.payments
        if item.kind == "part"
    ]
    return send_paper(
        view,
        title=translate("Bukti bayar"),
        number=_number(view, bill),
        lead=translate("Tagihan ini lunas menurut kabar bank."),
        rows=rows,
        parts=(),
        file_name=f"{translate('bukti-bayar')}-{view.number}.pdf",
    )


def _number(view: TrackingView, bill: BillView) -> str:
    """Returns the number of the application with that of its bill, the oldest first."""
    oldest_first = [item.id for item in reversed(view.bills)]
    return f"{view.number}/{oldest_first.index(bill.id) + 1}"


def _refund(view: TrackingView, reference: str, back: str) -> str | Response | tuple[str, int]:
    found = [item for bill in view.bills for item in bill.payments if item.reference == reference]
    payment = next((item for item in found if item.refund is not None and item.refunded_at is None and item.settled_at is None), None)
    if payment is None:
        raise NotFound("Expected a payment of this case that may go back, but there is none of this reference.")
    typed = {name: request.form.get(name, "")[:200] for name in ("bank", "rekening", "pemilik")}
    if request.method == "GET":
        return render_template("portal/refund.html", payment=payment, typed=typed, errors={}, back=back)
    errors = _account_errors(typed)
    if errors:
        return render_template("portal/refund.html", payment=payment, typed=typed, errors=errors, back=back), 422
    command = AskRefund(
        case_pass=view.case_pass, reference=reference, bank=typed["bank"], number=typed["rekening"], holder=typed["pemilik"]
    )
    try:
        execute(command)
    except InvalidState:
        flash(translate("Keadaan uang ini sudah berubah. Lihat di bawah."))
    else:
        flash(translate("Permintaan Anda tersimpan. Kami mengabari Anda bila uangnya sudah dikirim."))
    return redirect(back)


def _account_errors(typed: dict[str, str]) -> dict[str, str]:
    good = {"bank": "Bank", "rekening": "12345", "pemilik": "Nama"}
    sentences = {
        "bank": translate("Tulis nama banknya."),
        "rekening": translate("Tulis nomor rekening, 5 sampai 34 angka."),
        "pemilik": translate("Tulis nama pemilik rekening."),
    }
    errors = {}
    for name, sentence in sentences.items():
        one = good | {name: typed[name]}
        if read_account(one["bank"], one["rekening"], one["pemilik"]) is None:
            errors[name] = sentence
    return errors

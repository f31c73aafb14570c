"""The page of unbooked payments: those without a matching bill, and those missing on the bank's statement."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.payments.commands.accept_payment import AcceptPayment
from casework.payments.commands.pay_refund import LONGEST as LONGEST_TRANSFER
from casework.payments.commands.pay_refund import SHORTEST as SHORTEST_TRANSFER
from casework.payments.commands.pay_refund import PayRefund
from casework.payments.commands.settle_payment import LONGEST, SHORTEST, SettlePayment
from casework.payments.queries.unbooked_payments import UnbookedPayments
from engine.model.errors import InvalidState, NotFound
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import rupiah, translate

blueprint = Blueprint("money", __name__)


@blueprint.get("/kas")
@permission("treasury")
def money() -> str:
    return _page()


@blueprint.post("/kas")
@permission("treasury")
def settle() -> str | Response | tuple[str, int]:
    reference, note = request.form.get("bukti", "")[:200], request.form.get("catatan", "")
    try:
        execute(SettlePayment(reference=reference, note=note))
    except NotFound:
        return _page(error=translate("Pembayaran itu tidak ada dalam daftar. Muat ulang halaman ini.")), 404
    except InvalidState:
        wrong = not SHORTEST <= len(" ".join(note.split())) <= LONGEST
        how = translate("Tulis bagaimana uang ini ditangani, {shortest} sampai {longest} huruf.", shortest=SHORTEST, longest=LONGEST)
        error = how if wrong else translate("Orang lain sudah mencatatnya. Lihat di bawah.")
        return _page(error=error, failed=reference, typed=note[:1000]), 422
    flash(translate("Tercatat: {reference}.", reference=reference))
    return redirect(url_for("money.money"))


@blueprint.post("/kas/terima")
@permission("treasury")
def accept() -> str | Response | tuple[str, int]:
    """Books a payment of too much; what is too much goes back."""
    reference = request.form.get("bukti", "")[:200]
    try:
        back = execute(AcceptPayment(reference=reference))["goes_back"]
    except NotFound:
        return _page(error=translate("Pembayaran itu tidak ada dalam daftar. Muat ulang halaman ini.")), 404
    except InvalidState:
        return _page(
            error=translate("Keadaan pembayaran ini sudah berubah: tagihannya tidak terbuka lagi, atau uangnya diminta kembali.")
        ), 422
    flash(translate("Tagihan lunas dengan {reference}; {amount} masih harus dikembalikan.", reference=reference, amount=rupiah(back)))
    return redirect(url_for("money.money"))


@blueprint.post("/kas/kembalikan")
@permission("treasury")
def refund() -> str | Response | tuple[str, int]:
    reference, transfer = request.form.get("bukti", "")[:200], request.form.get("transfer", "")[:200]
    try:
        execute(PayRefund(reference=reference, transfer=transfer))
    except NotFound:
        return _page(error=translate("Pembayaran itu tidak ada dalam daftar. Muat ulang halaman ini.")), 404
    except InvalidState:
        if SHORTEST_TRANSFER <= len(" ".join(transfer.split())) <= LONGEST_TRANSFER:
            return _page(error=translate("Orang lain sudah mencatatnya. Lihat di bawah.")), 422
        error = translate(
            "Tulis nomor transfernya, {shortest} sampai {longest} huruf.", shortest=SHORTEST_TRANSFER, longest=LONGEST_TRANSFER
        )
        return _page(error=error, failed=reference, transfer=transfer), 422
    flash(translate("Pengembalian tercatat, dan pembayar diberi tahu: {reference}.", reference=reference))
    return redirect(url_for("money.money"))


def verdict_words(verdict: str) -> tuple[str, str]:
    """Returns the name of a verdict, and what to do about it."""
    return {
        "DOUBLE": (translate("Dibayar dua kali"), translate("Kembalikan kepada pembayar.")),
        "LATE": (translate("Dibayar setelah tagihan gugur"), translate("Kembalikan kepada pembayar; permohonannya sudah berakhir.")),
        "WRONG_AMOUNT": (
            translate("Jumlahnya tidak cocok"),
            translate("Pembayar sudah diberi tahu. Terima bila lebih, kembalikan bila diminta."),
        ),
        "EXCESS": (translate("Kelebihan bayar"), translate("Tagihannya lunas; kembalikan kelebihannya.")),
        "UNKNOWN": (translate("Nomor rekening tidak dikenal"), translate("Tanyakan kepada bank milik siapa.")),
        "MISSING": (translate("Dikabarkan, tetapi tidak ada di mutasi"), translate("Tanyakan kepada bank hari ini juga.")),
    }[verdict]


def _page(*, error: str = "", failed: str = "", typed: str = "", transfer: str | None = None) -> str:
    """`transfer`: what was typed as the number of a transfer, where that is wrong."""
    view = ask(UnbookedPayments())
    return render_template(
        "cockpit/money.html", money=view, verdict=verdict_words, error=error, failed=failed, typed=typed, transfer=transfer
    )

"""The page of unbooked payments: those without a matching bill, and those missing on the bank's statement."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.payments.commands.settle_payment import LONGEST, SHORTEST, SettlePayment
from casework.payments.queries.unbooked_payments import UnbookedPayments
from engine.model.errors import InvalidState, NotFound
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

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


def verdict_words(verdict: str) -> tuple[str, str]:
    """Returns the name of a verdict, and what to do about it."""
    return {
        "DOUBLE": (translate("Dibayar dua kali"), translate("Kembalikan kepada pembayar.")),
        "LATE": (translate("Dibayar setelah tagihan gugur"), translate("Kembalikan kepada pembayar; permohonannya sudah berakhir.")),
        "WRONG_AMOUNT": (translate("Jumlahnya tidak cocok"), translate("Kembalikan, dan minta pembayar membayar tepat.")),
        "UNKNOWN": (translate("Nomor rekening tidak dikenal"), translate("Tanyakan kepada bank milik siapa.")),
        "MISSING": (translate("Dikabarkan, tetapi tidak ada di mutasi"), translate("Tanyakan kepada bank hari ini juga.")),
    }[verdict]


def _page(*, error: str = "", failed: str = "", typed: str = "") -> str:
    return render_template(
        "cockpit/money.html", money=ask(UnbookedPayments()), verdict=verdict_words, error=error, failed=failed, typed=typed
    )

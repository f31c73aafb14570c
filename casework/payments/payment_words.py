"""Writes the words of a notice about a payment that did not fit, or that went back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from casework.notices.wording import Words
from casework.payments.payment_views import payment_of_notice
from engine.core.context import QueryContext


def payment_words(context: QueryContext, about: Mapping[str, Any]) -> Words:
    """Returns None for a payment that fits by now, or is unknown."""
    found = payment_of_notice(context, str(about["payment"]))
    if found is None:
        return None
    view = found[1]
    amount, how = _rupiah(view.amount), "Caranya ada di halaman lacak."
    if view.refunded_at and view.refund is not None:
        back = _rupiah(view.refund)
        return f"{back} dikembalikan", f"{back} sudah dikembalikan dengan nomor transfer {view.transfer}."
    match view.kind:
        case "short" if view.completable:
            missing = _rupiah(view.missing)
            return (
                f"pembayaran kurang {missing}",
                f"{amount} sudah kami terima, tetapi kurang {missing}; tagihan belum lunas. "
                f"Bayar kekurangannya atau minta uang itu kembali. {how}",
            )
        case "short":
            return f"{amount} dapat dikembalikan", f"{amount} tidak dipakai untuk tagihan itu dan dapat dikembalikan. {how}"
        case "over":
            return (
                "pembayaran lebih dari tagihan",
                f"{amount} sudah kami terima, lebih dari tagihannya. Jangan membayar lagi; bendahara memeriksanya. {how}",
            )
        case "double":
            return (
                "tagihan dibayar dua kali",
                f"tagihan itu sudah lunas, dan {amount} diterima sekali lagi. Uang itu dapat dikembalikan. {how}",
            )
        case "late":
            return (
                "pembayaran terlambat",
                f"{amount} diterima setelah waktu tagihan habis, sehingga tagihannya tidak lunas. Uang itu dapat dikembalikan. {how}",
            )
    return None


def _rupiah(amount: Decimal) -> str:
    return f"Rp{amount:,.0f}".replace(",", ".")

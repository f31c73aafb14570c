"""Writes the words of a notice about a payment that did not fit, or that went back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.notices.wording import NoticeText, Words, fill
from casework.payments.payment_views import payment_of_notice
from engine.core.context import QueryContext
from forms.fields.number import RUPIAH
from forms.printing import Writer
from forms.texts import Text

HOW = Text(id="Caranya ada di halaman lacak.", en="The tracking page says how.")
#: what has happened -> (subject, text)
TEXTS = {
    "refunded": (
        Text(id="{back} dikembalikan", en="{back} was paid back"),
        Text(id="{back} sudah dikembalikan dengan nomor transfer {transfer}.", en="{back} was paid back with the transfer {transfer}."),
    ),
    "completable": (
        Text(id="pembayaran kurang {missing}", en="the payment lacks {missing}"),
        Text(
            id="{amount} sudah kami terima, tetapi kurang {missing}; tagihan belum lunas. "
            "Bayar kekurangannya atau minta uang itu kembali. {how}",
            en="we have received {amount}, but {missing} is lacking; the bill is not paid yet. "
            "Pay the rest, or ask for the money back. {how}",
        ),
    ),
    "short": (
        Text(id="{amount} dapat dikembalikan", en="{amount} can be paid back"),
        Text(
            id="{amount} tidak dipakai untuk tagihan itu dan dapat dikembalikan. {how}",
            en="{amount} was not used for the bill and can be paid back. {how}",
        ),
    ),
    "over": (
        Text(id="pembayaran lebih dari tagihan", en="the payment is more than the bill"),
        Text(
            id="{amount} sudah kami terima, lebih dari tagihannya. Jangan membayar lagi; bendahara memeriksanya. {how}",
            en="we have received {amount}, more than the bill. Do not pay again; the treasurer looks at it. {how}",
        ),
    ),
    "double": (
        Text(id="tagihan dibayar dua kali", en="the bill was paid twice"),
        Text(
            id="tagihan itu sudah lunas, dan {amount} diterima sekali lagi. Uang itu dapat dikembalikan. {how}",
            en="the bill was paid already, and {amount} came once more. It can be paid back. {how}",
        ),
    ),
    "late": (
        Text(id="pembayaran terlambat", en="the payment was late"),
        Text(
            id="{amount} diterima setelah waktu tagihan habis, sehingga tagihannya tidak lunas. Uang itu dapat dikembalikan. {how}",
            en="{amount} came after the bill's time, so that the bill is not paid. It can be paid back. {how}",
        ),
    ),
}


def payment_words(context: QueryContext, about: Mapping[str, Any], writer: Writer) -> Words:
    """Returns None for a payment that fits by now, or is unknown."""
    found = payment_of_notice(context, str(about["payment"]))
    if found is None:
        return None
    view = found[1]
    refunded = bool(view.refunded_at) and view.refund is not None
    kind = "refunded" if refunded else "completable" if view.kind == "short" and view.completable else view.kind
    if kind not in TEXTS:
        return None
    values = {
        "amount": writer.quantity(view.amount, RUPIAH),
        "missing": writer.quantity(view.missing, RUPIAH),
        "back": writer.quantity(view.refund, RUPIAH) if refunded else "",
        "transfer": view.transfer,
        "how": writer.text(HOW),
    }
    subject, text = TEXTS[kind]
    return NoticeText(subject=fill(writer, subject, **values), text=fill(writer, text, **values))

"""Names the pause reasons of a legal clock that every package may use; others stand in its own texts under `clock.REASON`."""

from __future__ import annotations

from webui.i18n import translate


def pause_words(reason: str) -> str:
    known = {
        "applicant": translate("selama menunggu pemohon"),
        "payment": translate("selama menunggu pembayaran"),
        "agency": translate("selama menunggu instansi lain"),
    }
    return known.get(reason, reason)

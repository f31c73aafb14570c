"""Says the states of a case and the pauses of its legal clock in words: a package's own where it has some, else the platform's."""

from __future__ import annotations

from collections.abc import Mapping

from webui.i18n import translate, words


def case_state(status: str, texts: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """`status`: of the case, or what its package calls the state of a step in it; `texts`: of the package, which may name it."""
    own = {
        "ACTIVE": translate("Berjalan"),
        "COMPLETED": translate("Selesai"),
        "TERMINATED": translate("Dihentikan"),
        "FAILED": translate("Berakhir dengan kesalahan"),
    }.get(status, status)
    return words(texts, f"status.{status}", own) if texts else own


def pause_words(reason: str) -> str:
    """Names a pause that every package may use; others stand in its own texts under `clock.REASON`."""
    known = {
        "applicant": translate("selama menunggu pemohon"),
        "payment": translate("selama menunggu pembayaran"),
        "agency": translate("selama menunggu instansi lain"),
    }
    return known.get(reason, reason)

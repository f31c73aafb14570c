"""Says in which state a case is: in its package's word where that has one, else in the platform's."""

from __future__ import annotations

from webui.i18n import translate, words
from webui.wording.case_words import Texts


def case_state(status: str, texts: Texts | None = None) -> str:
    """`status`: of the case, or what its package calls the state of a step in it; it is never shown raw where it is the platform's."""
    own = {
        "ACTIVE": translate("Berjalan"),
        "COMPLETED": translate("Selesai"),
        "TERMINATED": translate("Dihentikan"),
        "FAILED": translate("Berakhir dengan kesalahan"),
    }.get(status, status)
    return words(texts, f"status.{status}", own) if texts else own

"""Words the reason codes of returned fields for officers and applicants, and the applicant's remedy for each."""

from __future__ import annotations

from engine.model.returns import REASONS
from webui.i18n import translate


def reason_words(code: str) -> tuple[str, str]:
    """Returns (the fault, the remedy)."""
    known = {
        "MISSING": (translate("Belum lengkap"), translate("Isi atau unggah yang kurang.")),
        "UNREADABLE": (translate("Tidak terbaca"), translate("Potret atau pindai lagi sampai semua tulisan terbaca.")),
        "EXPIRED": (translate("Sudah tidak berlaku"), translate("Kirim yang masih berlaku.")),
        "MISMATCH": (translate("Tidak sesuai"), translate("Samakan dengan isian dan berkas lain.")),
        "UNSIGNED": (translate("Belum ditandatangani atau bermeterai"), translate("Lengkapi tanda tangan dan meterai, lalu unggah lagi.")),
        "WRONG_PLACE": (translate("Titik lokasi salah"), translate("Tunjukkan lokasi yang benar.")),
        "NOT_OURS": (translate("Bukan kewenangan kabupaten"), translate("Baca catatan petugas.")),
        "OTHER": (translate("Lainnya"), translate("Baca catatan petugas.")),
    }
    return known.get(code, (code, ""))


def return_reasons() -> list[tuple[str, str]]:
    """Returns (code, words), in the order in which an officer chooses."""
    return [(code, reason_words(code)[0]) for code in REASONS]

"""Writes sentences for a red scenario or a refused step, in the reader's language."""

from __future__ import annotations

from webui.i18n import translate


def why_words(code: str) -> str:
    return {
        "PROCESS": translate("Prosesnya tidak ada lagi dalam draf."),
        "LINT": translate("Diagramnya masih memuat kesalahan."),
        "NOT_TRIED": translate("Belum diuji sampai selesai."),
        "OUTCOME": translate("Sampai di tempat lain daripada ketika direkam."),
        "INCIDENT": translate("Berhenti dengan insiden. Buka uji itu untuk melihat sebabnya."),
        "NOTHING_WAITS": translate("Tidak ada yang menunggu langkah itu lagi."),
        "ANSWERS": translate("Formulir tidak menerima jawaban yang direkam."),
        "FORM": translate("Formulirnya masih memuat kesalahan."),
        "NOT_BEGUN": translate("Uji belum dimulai."),
        "BEGUN": translate("Uji sudah dimulai."),
        "NO_CALENDAR": translate("Hari libur untuk tanggal itu belum diketahui."),
        "TIMERS": translate("Pengatur waktunya berulang terlalu sering untuk diuji. Lewatkan lebih sedikit hari."),
        "FULL": translate("Uji ini sudah terlalu panjang."),
    }[code]

"""The fourteen parts of the service standard under the names of UU 25/2009, article 21 (docs/law/service-standard.md)."""

from __future__ import annotations

from webui.i18n import translate


def headings() -> dict[str, str]:
    """Returns part of the standard -> its heading."""
    return {
        "requirements": translate("Persyaratan"),
        "procedure": translate("Prosedur"),
        "time_limit": translate("Jangka waktu"),
        "fees": translate("Biaya"),
        "product": translate("Produk layanan"),
        "complaints": translate("Pengaduan, saran, dan masukan"),
        "legal_basis": translate("Dasar hukum"),
        "facilities": translate("Sarana dan prasarana"),
        "competence": translate("Kompetensi pelaksana"),
        "supervision": translate("Pengawasan internal"),
        "staff": translate("Jumlah pelaksana"),
        "guarantee": translate("Jaminan pelayanan"),
        "safety": translate("Jaminan keamanan dan keselamatan"),
        "evaluation": translate("Evaluasi kinerja"),
    }

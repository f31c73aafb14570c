"""Orders the catalogue by events in people's lives (docs/law/service-standard.md#life-events)."""

from __future__ import annotations

from dataclasses import dataclass

from webui.i18n import translate


@dataclass(frozen=True)
class LifeEvent:
    key: str
    name: str
    hint: str
    #: the inside of a drawing of 24 by 24
    drawing: str


def life_events() -> tuple[LifeEvent, ...]:
    """Returns the events in the reader's language."""
    return (
        LifeEvent(
            "birth",
            translate("Kelahiran"),
            translate("Akta, KK, kartu anak"),
            '<circle cx="12" cy="8.5" r="5"/><path d="M10.3 8.6h.01M13.7 8.6h.01M10.4 10.6c1 .8 2.2.8 3.2 0M5 '
            '21c.4-3.8 3.2-6 7-6s6.6 2.2 7 6z"/>',
        ),
        LifeEvent(
            "school",
            translate("Sekolah"),
            translate("Mutasi, beasiswa"),
            '<path d="M12 4L2 9l10 5 10-5zM6 11.5V17c3.5 2.6 8.5 2.6 12 0v-5.5M22 9v6"/>',
        ),
        LifeEvent(
            "business",
            translate("Usaha"),
            translate("Izin usaha, izin praktik"),
            '<path d="M4 10v10h16V10M3 10l2-6h14l2 6c0 1.7-1.3 2.8-3 2.8S15 11.7 15 10c0 1.7-1.3 2.8-3 2.8S9 '
            '11.7 9 10c0 1.7-1.3 2.8-3 2.8S3 11.7 3 10zM10 20v-5h4v5"/>',
        ),
        LifeEvent(
            "home",
            translate("Rumah dan tanah"),
            translate("Bangunan, BPHTB, PBB"),
            '<path d="M3 11.5L12 4l9 7.5M5.5 10v10h13V10M10 20v-5.5h4V20"/>',
        ),
        LifeEvent(
            "moving",
            translate("Pindah"),
            translate("Dalam dan luar daerah"),
            '<path d="M2 6h11v10H2zM13 9.5h4.5L21 13v3h-8z"/><circle cx="6.5" cy="17.5" r="2"/><circle cx="17" cy="17.5" r="2"/>',
        ),
        LifeEvent(
            "health",
            translate("Kesehatan"),
            translate("Jaminan kesehatan"),
            '<path d="M12 20.5S3.5 15.5 3.5 9.3C3.5 6.4 5.6 4.5 8 4.5c1.8 0 3.2 1 4 2.5.8-1.5 2.2-2.5 4-2.5 2.4 '
            '0 4.5 1.9 4.5 4.8 0 6.2-8.5 11.2-8.5 11.2z"/>',
        ),
        LifeEvent(
            "tax",
            translate("Pajak daerah"),
            translate("Tagihan, keberatan"),
            '<path d="M5 2.5h14v19l-2.3-1.5-2.4 1.5-2.3-1.5-2.3 1.5-2.4-1.5L5 21.5zM9 8h6M9 12h6"/>',
        ),
        LifeEvent(
            "death",
            translate("Kematian"),
            translate("Akta, ahli waris"),
            '<path d="M12 21v-8M12 13c-4.5 0-6-3-6-7 2.5 0 4 1 4.5 2.5C10.7 6 11 4.5 12 3c1 1.5 1.3 3 1.5 5.5C14 '
            '7 15.5 6 18 6c0 4-1.5 7-6 7zM8 21h8"/>',
        ),
        LifeEvent(
            "community",
            translate("Lingkungan"),
            translate("Pengaduan, aspirasi"),
            '<path d="M4 5h16v10.5H11L6.5 20v-4.5H4zM8 9h8M8 12h5"/>',
        ),
    )

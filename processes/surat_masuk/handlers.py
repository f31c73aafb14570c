"""Langkah otomatis surat masuk: mencari surat yang sama dan memberi nomor agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.sdk import JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Surat:
    pengirim: str
    nomor_surat: str
    tanggal_surat: str


@dataclass(frozen=True, kw_only=True)
class Kembar:
    """Surat dengan pengirim, nomor, dan tanggal yang sama; hal tidak disebut, karena bisa rahasia."""

    kembar: list[dict[str, Any]]


@job_handler("surat_masuk:cari-kembar", label="Cari surat yang sama")
def cari_kembar(context: JobContext, surat: Surat) -> Kembar:
    found = context.registers.matching(
        "agenda", {"pengirim": surat.pengirim, "nomor_surat": surat.nomor_surat, "tanggal_surat": surat.tanggal_surat}
    )
    return Kembar(
        kembar=[{"nomor_agenda": entry.get("nomor_agenda") or "–", "tanggal_diterima": entry.get("tanggal_diterima")} for entry in found]
    )


@dataclass(frozen=True, kw_only=True)
class Unit:
    unit: str


@dataclass(frozen=True, kw_only=True)
class Nomor:
    nomor_agenda: str
    tahun: int


@job_handler("surat_masuk:beri-nomor", label="Beri nomor agenda")
def beri_nomor(context: JobContext, unit: Unit) -> Nomor:
    """Urut tanpa celah untuk tiap unit dan tahun; pekerjaan yang diulang mendapat nomor yang sama."""
    tahun = context.today.year
    nomor = context.numbers.reserve("agenda", f"{unit.unit}/{tahun}")
    return Nomor(nomor_agenda=f"{nomor:04d}/{tahun}", tahun=tahun)

"""Greets a guest."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engine.sdk import BpmnError, JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Tamu:
    nama: str


@dataclass(frozen=True, kw_only=True)
class Sapaan:
    sapaan: str


@job_handler("buku_tamu:sapa", queue="service", timeout=10, label="Sapa tamu")
def sapa(context: JobContext, tamu: Tamu) -> Sapaan:
    if tamu.nama.startswith("Pelan"):
        time.sleep(1.5)  # long enough for a test to kill the worker in the middle
    if tamu.nama.casefold() == "tanpa nama":
        raise BpmnError("TANPA_NAMA", "Tamu harus menyebut nama.")
    return Sapaan(sapaan=f"Selamat datang, {tamu.nama}.")

"""The interface for process packages to forms: the rules of identifiers."""

from __future__ import annotations

from forms.identifiers import bpjs, email, klasifikasi, kodepos, mobile, nib, nik, nip, nisn, nomor_kk, nop, npsn, npwp, phone, plat

__all__ = [
    "bpjs",
    "email",
    "klasifikasi",
    "kodepos",
    "mobile",
    "nib",
    "nik",
    "nip",
    "nisn",
    "nomor_kk",
    "nop",
    "npsn",
    "npwp",
    "phone",
    "plat",
]

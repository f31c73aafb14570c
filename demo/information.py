"""What the demonstration's regency tells everybody about itself: invented numbers, addresses and places."""

from __future__ import annotations

import json
from typing import Any

from demo.organisation import AREAS_FILE

_WORKDAYS = [{"days": [1, 2, 3, 4], "open": "08:00", "close": "16:00"}, {"days": [5], "open": "08:00", "close": "16:30"}]
_COUNTER = [{"days": [1, 2, 3, 4], "open": "08:00", "close": "15:00"}, {"days": [5], "open": "08:00", "close": "14:30"}]
_MALL = [{"days": [1, 2, 3, 4, 5], "open": "08:00", "close": "15:00"}, {"days": [6], "open": "08:00", "close": "12:00"}]
_CHOOSE_VA = {
    "id": "Pilih Bayar, lalu Virtual Account. Masukkan {va}.",
    "en": "Choose Pay, then Virtual Account. Enter {va}.",
}
_LOOK = {
    "id": "Periksa nama dan jumlahnya: harus {amount}. Selesaikan pembayaran.",
    "en": "Check the name and the amount: it must be {amount}. Complete the payment.",
}


def demo_information() -> dict[str, Any]:
    """Returns the document that `alur organisation import` would read under `information`."""
    return {
        "contact": {
            "phone": "+62 8000000111",
            "whatsapp": "+62 8000000112",
            "email": "bantuan@tangerangkab.example",
            "address": "Mal Pelayanan Publik, Jl. Contoh Raya No. 1, Tigaraksa 15720",
            "hours": _WORKDAYS,
        },
        "counters": [*_offices(), *_districts()],
        "data_protection": {
            "controller": "Pemerintah Kabupaten Tangerang",
            "officer": "Kepala Bidang Persandian, Dinas Komunikasi dan Informatika",
            "email": "data.pribadi@tangerangkab.example",
            "phone": "+62 8000000113",
            "address": "Dinas Komunikasi dan Informatika, Jl. Contoh Raya No. 3, Tigaraksa 15720",
        },
        "accessibility": {
            "assessed_on": "2026-11-20",
            "assessed_by": "Dinas Komunikasi dan Informatika",
            "gaps": [
                {
                    "id": "Diagram prosedur bagi pegawai tidak dapat digambar tanpa tetikus; daftar langkahnya dapat dibaca.",
                    "en": "Diagrams of procedures for staff cannot be drawn without a mouse; their list of steps can be read.",
                },
                {
                    "id": "Surat yang dipindai sebagai gambar tidak terbaca oleh pembaca layar. Minta isinya dibacakan lewat telepon.",
                    "en": "Letters that were scanned as pictures cannot be read by a screen reader. Ask for them to be read to you on the phone.",
                },
            ],
            "email": "bantuan@tangerangkab.example",
        },
        "elsewhere": [
            {
                "words": ["KTP", "KK", "kartu keluarga", "akta", "surat pindah", "KIA", "identity card", "birth certificate"],
                "text": {
                    "id": "KTP-el, kartu keluarga, akta, dan surat pindah diurus di loket kecamatan mana pun, atau di Dinas Kependudukan dan Pencatatan Sipil.",
                    "en": "Identity cards, family cards, certificates and moving papers are done at any district counter, or at the civil registry.",
                },
            },
            {
                "words": ["PBB", "pajak bumi", "pajak"],
                "text": {
                    "id": "PBB dan pajak daerah lain ditanyakan dan dibayar di Badan Pendapatan Daerah; pajak reklame dibayar lewat Izin reklame.",
                    "en": "Land tax and other local taxes are handled by the regional revenue agency; advertising tax comes with the advertising permit.",
                },
            },
            {
                "words": ["IMB", "PBG", "izin bangunan", "SLF", "building permit"],
                "text": {
                    "id": "Persetujuan bangunan gedung (PBG, dahulu IMB) diajukan di simbg.pu.go.id dan diperiksa Dinas Tata Ruang dan Bangunan.",
                    "en": "Building approvals (PBG, formerly IMB) are applied for at simbg.pu.go.id and checked by the building agency.",
                },
            },
            {
                "words": ["BPJS", "JKN", "NPWP", "buku nikah", "NIB", "OSS", "health insurance"],
                "text": {
                    "id": "BPJS, NPWP (kantor pajak), buku nikah (KUA), dan NIB (oss.go.id) bukan kewenangan kabupaten; loket kecamatan dapat menunjukkan tempatnya.",
                    "en": "Health insurance, tax numbers, marriage books and business numbers are not the regency's; any district counter can tell where they are done.",
                },
            },
            {
                "words": ["SIM", "SKCK", "paspor", "STNK"],
                "text": {
                    "id": "SIM dan SKCK diurus kepolisian, paspor kantor imigrasi, STNK Samsat: bukan kewenangan kabupaten.",
                    "en": "Driving licences and police records are done by the police, passports by immigration, vehicle papers by Samsat.",
                },
            },
        ],
        "objection": [
            {
                "id": "Ajukan keberatan tertulis kepada Kepala Badan Pendapatan Daerah paling lambat 3 bulan sejak tanggal surat ketetapan "
                "(UU 1/2022), dengan hitungan Anda sendiri dan buktinya. Bayar dahulu bagian yang Anda setujui.",
                "en": "File a written objection with the head of the regional revenue agency within 3 months of the date of the assessment "
                "(Law 1/2022), with your own calculation and evidence. Pay the part that you agree with first.",
            },
            {
                "id": "Keberatan tidak menunda kewajiban membayar. Bapenda memutusnya paling lama 12 bulan; bila lewat, keberatan dianggap "
                "dikabulkan. Kelebihan bayar dikembalikan.",
                "en": "An objection does not postpone the duty to pay. The agency decides within 12 months; after that the objection counts as "
                "granted. What was paid too much is returned.",
            },
        ],
        "banks": [
            {
                "name": "Bank Contoh Banten (ATM)",
                "steps": [
                    {
                        "id": "Masukkan kartu dan PIN kartu, pilih Pembayaran, lalu Virtual Account.",
                        "en": "Insert the card and its PIN, choose Payment, then Virtual Account.",
                    },
                    {"id": "Masukkan {va}.", "en": "Enter {va}."},
                    _LOOK,
                    {"id": "Simpan struknya.", "en": "Keep the slip."},
                ],
            },
            {"name": "Bank Contoh Banten Mobile", "steps": [_CHOOSE_VA, _LOOK]},
            {
                "name": "Bank lain (transfer ke virtual account)",
                "steps": [
                    {
                        "id": "Pilih Transfer ke bank lain, bank tujuan Bank Contoh Banten (kode 999), nomor rekening {va}.",
                        "en": "Choose transfer to another bank, destination Bank Contoh Banten (code 999), account number {va}.",
                    },
                    _LOOK,
                ],
            },
            {
                "name": "Dompet digital dan mobile banking (QRIS)",
                "pays_by": "qris",
                "steps": [
                    {
                        "id": "Buka aplikasi, pilih Bayar atau QRIS, lalu pindai kode pada halaman ini. Di ponsel yang sama: simpan gambarnya, lalu pilih dari galeri.",
                        "en": "Open the app, choose Pay or QRIS, and scan the code on this page. On the same phone: save the picture, then choose it from the gallery.",
                    },
                    _LOOK,
                ],
            },
        ],
    }


def _offices() -> list[dict[str, Any]]:
    return [
        {
            "name": "Mal Pelayanan Publik Tigaraksa",
            "address": "Jl. Contoh Raya No. 1, Tigaraksa 15720",
            "phone": "+62 8000000111",
            "latitude": -6.2646,
            "longitude": 106.4797,
            "hours": _MALL,
            "note": {
                "id": "Ada jalur kursi roda dan juru bahasa isyarat pada hari Rabu.",
                "en": "Ramp for wheelchairs; sign language on Wednesdays.",
            },
        },
        {
            "name": "Dinas Kependudukan dan Pencatatan Sipil",
            "address": "Jl. Contoh Raya No. 5, Tigaraksa 15720",
            "phone": "+62 8000000115",
            "latitude": -6.2661,
            "longitude": 106.4772,
            "hours": _COUNTER,
        },
        {
            "name": "Badan Pendapatan Daerah",
            "address": "Jl. Contoh Raya No. 7, Tigaraksa 15720",
            "phone": "+62 8000000117",
            "latitude": -6.2673,
            "longitude": 106.4759,
            "hours": _COUNTER,
        },
    ]


def _districts() -> list[dict[str, Any]]:
    areas = [area for area in json.loads(AREAS_FILE.read_text()) if area["kode"].count(".") == 2]
    return [
        {"name": f"Loket Kecamatan {area['nama']}", "address": f"Kantor Kecamatan {area['nama']}, Kabupaten Tangerang", "hours": _COUNTER}
        for area in areas
    ]

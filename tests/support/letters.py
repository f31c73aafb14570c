"""A letter as the registrar types it in: what the tests of the pages send."""

import io
from datetime import date

from demo.letters import LETTERS, letter_pdf
from demo.organisation import identifier

PDF = letter_pdf(LETTERS[0], date(2026, 11, 19))
ANSWERS = {
    "pengirim": "BPBD Provinsi Banten",
    "nomor_surat": "B/1187/300.2.3/2026",
    "tanggal_surat-day": "19",
    "tanggal_surat-month": "11",
    "tanggal_surat-year": "2026",
    "tanggal_diterima-day": "23",
    "tanggal_diterima-month": "11",
    "tanggal_diterima-year": "2026",
    "hal": "Undangan rapat <b>banjir</b>",
    "sifat": "B",
    "urgensi": "SEGERA",
    "klasifikasi": "300.2",
    "jumlah_lampiran": "1",
    "ringkasan": "",
    "tujuan": str(identifier("position", "bupati")),
}


def pdf(content=PDF, name="surat.pdf"):
    return (io.BytesIO(content), name)

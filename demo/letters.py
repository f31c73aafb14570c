"""Writes a dozen invented letters as real PDFs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import typst

_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


@dataclass(frozen=True, kw_only=True)
class Letter:
    sender: str
    place: str
    number: str
    #: how many days before the demonstration is loaded the letter was written
    age: int
    subject: str
    to: str
    addressee: str
    body: tuple[str, ...]
    security: str = "B"
    urgency: str = "BIASA"
    classification: str = "000.1"
    signer: str = "Contoh Nugraha"


LETTERS = (
    Letter(sender="Badan Penanggulangan Bencana Daerah Provinsi Banten", place="Serang", number="B/1187/300.2.3/2026", age=6,
           subject="Undangan rapat koordinasi kesiapsiagaan banjir", to="bupati", addressee="Bupati Tangerang", urgency="SEGERA", classification="300.2",
           body=("Menghadapi puncak musim hujan Desember 2026 sampai Februari 2027, kami mengundang Saudara pada rapat koordinasi kesiapsiagaan banjir wilayah sungai Cisadane dan Cidurian.", "Mohon membawa data titik rawan genangan dan kesiapan pompa.")),
    Letter(sender="Badan Perencanaan Pembangunan Daerah Provinsi Banten", place="Serang", number="B/902/600.1/2026", age=9,
           subject="Permintaan data drainase kabupaten", to="kepala.dbmsda", addressee="Kepala Dinas Bina Marga dan Sumber Daya Air", classification="600.1", urgency="PENTING",
           body=("Dalam rangka penyusunan rencana induk drainase, mohon bantuan Saudara mengirim data saluran primer dan sekunder.", "Data diterima paling lambat dua minggu sejak surat ini.")),
    Letter(sender="Kementerian Pendidikan Dasar dan Menengah", place="Jakarta", number="2210/C3/DM/2026", age=4,
           subject="Pelaksanaan asesmen nasional sekolah dasar", to="kepala.disdik", addressee="Kepala Dinas Pendidikan", classification="400.3.5",
           body=("Asesmen nasional sekolah dasar dilaksanakan serentak. Mohon pendataan sekolah, pengawas, dan ruang.",)),
    Letter(sender="Dinas Kesehatan Provinsi Banten", place="Serang", number="B/3341/400.7/2026", age=3,
           subject="Peningkatan kewaspadaan demam berdarah", to="kepala.dinkes", addressee="Kepala Dinas Kesehatan", urgency="SEGERA", classification="400.7",
           body=("Kasus demam berdarah meningkat. Mohon penguatan pemantauan jentik dan pelaporan harian puskesmas.",)),
    Letter(sender="Forum Rukun Warga Kelapa Dua", place="Kelapa Dua", number="014/FRW-KD/XI/2026", age=2,
           subject="Permohonan perbaikan jalan lingkungan", to="camat.28", addressee="Camat Kelapa Dua", classification="600.1",
           body=("Jalan lingkungan sepanjang 400 meter berlubang dan tergenang. Kami memohon perbaikan sebelum puncak musim hujan.",), signer="Sulaiman Contoh"),
    Letter(sender="Badan Kepegawaian Negara", place="Jakarta", number="8125/B-AK.02/SD/K/2026", age=5,
           subject="Pemutakhiran data pegawai", to="sekda", addressee="Sekretaris Daerah Kabupaten Tangerang", classification="800.1", urgency="PENTING",
           body=("Mohon pemutakhiran data seluruh pegawai melalui aplikasi yang tersedia sampai akhir Desember 2026.",)),
    Letter(sender="Inspektorat Provinsi Banten", place="Serang", number="R/77/700.1/2026", age=2,
           subject="Pemeriksaan khusus pengadaan", to="bupati", addressee="Bupati Tangerang", security="R", urgency="SANGAT_SEGERA", classification="700.1",
           body=("Dalam rangka pemeriksaan khusus, mohon dokumen pengadaan disiapkan dan tidak disebarluaskan.",)),
    Letter(sender="Universitas Contoh Nusantara", place="Tangerang", number="412/UCN/R/XI/2026", age=8,
           subject="Permohonan data penelitian UMKM", to="sekda", addressee="Sekretaris Daerah Kabupaten Tangerang", classification="500.3",
           body=("Kami memohon data usaha mikro menurut kecamatan untuk penelitian mahasiswa program magister.",), signer="Rektor Contoh"),
    Letter(sender="PT Contoh Air Banten", place="Tangerang", number="221/CAB/XI/2026", age=1,
           subject="Pemberitahuan pemeliharaan jaringan air bersih", to="sekda", addressee="Sekretaris Daerah Kabupaten Tangerang", classification="600.1",
           body=("Jaringan air bersih wilayah Cikupa dan Panongan dipelihara pada akhir pekan. Aliran air berhenti selama enam jam.",), signer="Direktur Contoh"),
    Letter(sender="Dewan Perwakilan Rakyat Daerah Kabupaten Tangerang", place="Tigaraksa", number="100.3/512/DPRD/2026", age=3,
           subject="Undangan rapat paripurna rancangan APBD 2027", to="bupati", addressee="Bupati Tangerang", urgency="PENTING", classification="100.3",
           body=("Rapat paripurna pembahasan rancangan APBD 2027 dilaksanakan di ruang rapat utama. Kehadiran Saudara sangat kami harapkan.",)),
    Letter(sender="Dinas Kependudukan dan Pencatatan Sipil Provinsi Banten", place="Serang", number="B/771/400.12/2026", age=7,
           subject="Jadwal pendampingan pencatatan kelahiran di desa", to="kepala.disdukcapil", addressee="Kepala Dinas Kependudukan dan Pencatatan Sipil", classification="400.12.3.1",
           body=("Pendampingan pencatatan kelahiran di desa dilaksanakan bergiliran. Mohon daftar desa dan petugas pendamping.",)),
    Letter(sender="Sekolah Dasar Contoh Harapan", place="Rajeg", number="421/SD-CH/XI/2026", age=1,
           subject="Permohonan kunjungan perpustakaan keliling", to="kepala.dpad", addressee="Kepala Dinas Perpustakaan dan Arsip Daerah", classification="000.5",
           body=("Kami memohon kunjungan perpustakaan keliling bagi 240 murid pada bulan Desember 2026.",), signer="Kepala Sekolah Contoh"),
)  # fmt: skip


def letter_pdf(letter: Letter, written: date) -> bytes:
    """Returns one A4 page. Texts go in as data, never as typst code."""
    source = """
#let data = json(bytes(sys.inputs.letter))
#set page(paper: "a4", margin: (x: 25mm, top: 18mm, bottom: 20mm))
#set text(font: "Libertinus Serif", size: 11.5pt, lang: "id")
#set document(title: data.subject, author: data.sender)
#align(center)[#text(size: 14pt, weight: "bold")[#upper(data.sender)] \\ #text(size: 9pt)[Surat contoh untuk peragaan Alur; bukan surat sungguhan]]
#line(length: 100%, stroke: 1.5pt)
#v(4mm)
#align(right)[#data.place, #data.date]
#grid(columns: (22mm, 1fr), row-gutter: 3mm, [Nomor], [: #data.number], [Sifat], [: #data.security], [Hal], [: #data.subject])
#v(6mm)
Yth. #data.addressee \\ di tempat
#v(6mm)
#set par(justify: true, leading: 0.8em, spacing: 1.2em, first-line-indent: 12mm)
#for paragraph in data.body [#par(paragraph)]
#par[Atas perhatian Saudara, kami sampaikan terima kasih.]
#v(14mm)
#align(right)[#block(width: 65mm)[#align(left)[Hormat kami, #v(16mm) #data.signer]]]
"""
    data = {
        "sender": letter.sender,
        "place": letter.place,
        "date": f"{written.day} {_MONTHS[written.month - 1]} {written.year}",
        "number": letter.number,
        "security": {"B": "Biasa", "T": "Terbatas", "R": "Rahasia", "SR": "Sangat rahasia"}[letter.security],
        "subject": letter.subject,
        "addressee": letter.addressee,
        "body": list(letter.body),
        "signer": letter.signer,
    }
    return bytes(typst.compile(source.encode(), sys_inputs={"letter": json.dumps(data)}))

"""From an error's code to the sentence at the field: what is wrong and what to write instead."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.model.errors import FieldError
from webui.i18n import day, number, translate

# Each text stands in a call of its own, so that the translation test finds it.
_ = str
SENTENCES = {
    "REQUIRED": _("{label}: bagian ini harus diisi."),
    "REQUIRED_QUESTION": _("Jawab pertanyaan ini: {label}"),
    "UNKNOWN_FIELD": _("Formulir ini tidak mengenal isian '{field}'. Muat ulang halaman, lalu isi lagi."),
    "NOT_ONE": _("{label}: isi satu saja."),
    "NOT_TEXT": _("{label}: isi dengan teks."),
    "TOO_LONG": _("{label}: paling banyak {limit} huruf; sekarang {length}."),
    "TOO_SHORT": _("{label}: paling sedikit {limit} huruf; sekarang {length}."),
    "PATTERN": _("{label}: bentuknya tidak sesuai. Lihat contohnya."),
    "NOT_NUMBER": _("{label}: isi dengan angka, misalnya 1.250 atau 12,5."),
    "DECIMALS": _("{label}: paling banyak {limit} angka di belakang koma."),
    "TOO_SMALL": _("{label}: paling kecil {limit}."),
    "TOO_LARGE": _("{label}: paling besar {limit}."),
    "NOT_DATE": _("{label}: isi tanggal, bulan, dan tahun, misalnya 23 11 2026."),
    "NO_SUCH_DATE": _("{label}: tanggal ini tidak ada. Periksa hari dan bulannya."),
    "TOO_EARLY": _("{label}: paling awal {limit}."),
    "TOO_LATE": _("{label}: paling lambat {limit}."),
    "NOT_OFFERED": _("{label}: pilih dari daftar."),
    "RULE": _("{label}: isian ini belum sesuai."),
    "BAD_NIK": _("{label}: NIK terdiri atas 16 angka, seperti pada KTP."),
    "BAD_KK": _("{label}: nomor KK terdiri atas 16 angka, seperti pada kartu keluarga."),
    "BAD_NIP": _("{label}: NIP terdiri atas 18 angka."),
    "BAD_NPWP": _("{label}: NPWP terdiri atas 15 atau 16 angka."),
    "BAD_NOP": _("{label}: NOP terdiri atas 18 angka, seperti pada SPPT."),
    "BAD_NPSN": _("{label}: NPSN terdiri atas 8 huruf atau angka."),
    "BAD_NISN": _("{label}: NISN terdiri atas 10 angka."),
    "BAD_NIB": _("{label}: NIB terdiri atas 13 angka."),
    "BAD_BPJS": _("{label}: nomor kartu BPJS terdiri atas 13 angka."),
    "BAD_KLASIFIKASI": _("{label}: isi kode klasifikasi, misalnya 400.3.5."),
    "BAD_TELEPON": _("{label}: isi nomor telepon, misalnya 0812 3456 7890."),
    "BAD_EMAIL": _("{label}: isi alamat e-mail, misalnya nama@contoh.id."),
    "RETURN_REASON": _("{label}: pilih alasan untuk “{what}”."),
    "RETURN_NOTE": _("{label}: tulis apa yang tidak sesuai pada “{what}”."),
    "TOO_MANY_FILES": _("{label}: paling banyak {limit} berkas."),
    "FILE_UNKNOWN": _("{label}: berkas ini tidak ditemukan. Unggah lagi."),
    "FILE_EMPTY": _("Berkas {name} kosong. Pilih berkas lain."),
    "FILE_TOO_LARGE": _(
        "Berkas {name} terlalu besar. Paling besar {limit} MB: potret lagi dengan ukuran lebih kecil, atau pindai hitam-putih."
    ),
    "FILE_TOO_MANY_PIXELS": _("Gambar {name} terlalu besar: paling banyak {limit} juta titik. Potret lagi dengan ukuran lebih kecil."),
    "FILE_TOO_MUCH": _("Berkas {name} tidak muat: semua berkas bersama paling besar {limit} MB. Hapus atau kecilkan salah satunya."),
    "FILE_MALWARE": _("Berkas {name} memuat program berbahaya dan tidak disimpan. Periksa perangkat Anda, lalu unggah berkas lain."),
    "FILE_KIND": _("Berkas {name} bukan PDF, JPG, atau PNG. Simpan sebagai salah satunya, lalu unggah lagi."),
    "FILE_BROKEN": _("Berkas {name} rusak dan tidak dapat dibuka. Pindai atau simpan lagi, lalu unggah."),
    "FILE_ACTIVE": _("Berkas {name} berisi skrip atau berkas lain di dalamnya. Cetak ke PDF baru, lalu unggah."),
    "FILE_ENCRYPTED": _("Berkas {name} dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah."),
    "FILE_TOO_MANY_PAGES": _("Berkas {name} terlalu tebal: paling banyak {limit} halaman."),
}


def sentence(error: FieldError, label: str, own: str = "") -> str:
    """`own`: the package's sentence for its own rule."""
    if error.code == "RULE" and own:
        return own
    values: dict[str, Any] = {**error.values, "label": label, "field": error.field}
    limit = values.get("limit")
    if isinstance(limit, date):
        values["limit"] = day(limit)
    elif limit is not None:
        values["limit"] = number(limit)
    code = "REQUIRED_QUESTION" if error.code == "REQUIRED" and label.endswith("?") else error.code
    return translate(SENTENCES[code], **values)

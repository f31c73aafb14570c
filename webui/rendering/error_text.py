"""Turns an error's code into the sentence at the field: the fault, and what to write instead.

Those that only some types of field have stand in the declarations of these types (forms/fields).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.model.errors import FieldError
from forms.registry import sentences
from webui.i18n import day, number, text_in_language, translate

# Each text stands in a call of its own, so that the translation test finds it.
_ = str
SENTENCES = {
    "REQUIRED": _("{label}: bagian ini harus diisi."),
    "REQUIRED_QUESTION": _("Jawab pertanyaan ini: {label}"),
    "UNKNOWN_FIELD": _("Formulir ini tidak mengenal isian '{field}'. Muat ulang halaman, lalu isi lagi."),
    "NOT_ONE": _("{label}: isi satu saja."),
    "RULE": _("{label}: isian ini belum sesuai."),
    "FILE_EMPTY": _("Berkas {name} kosong. Pilih berkas lain."),
    "FILE_TOO_LARGE": _(
        "Berkas {name} terlalu besar. Paling besar {limit} MB: potret lagi dengan ukuran lebih kecil, atau pindai hitam-putih."
    ),
    "FILE_TOO_MANY_PIXELS": _("Gambar {name} terlalu besar: paling banyak {limit} juta titik. Potret lagi dengan ukuran lebih kecil."),
    "FILE_TOO_MUCH": _("Berkas {name} tidak muat: semua berkas bersama paling besar {limit} MB. Hapus atau kecilkan salah satunya."),
    "FILE_TOO_HEAVY": _(
        "Berkas {name} terlalu berat untuk dibuka dengan aman. Cetak ke PDF baru, atau potret lagi dengan ukuran lebih kecil."
    ),
    "FILE_BUSY": _(
        "Berkas {name} belum tersimpan: banyak berkas sedang diperiksa. Tunggu satu menit, lalu unggah lagi. Isian lain tidak hilang."
    ),
    "FILE_SCANNER": _(
        "Berkas {name} belum tersimpan: pemeriksa virus sedang tidak menjawab. Unggah lagi sebentar lagi. Isian lain tidak hilang."
    ),
    "FILE_MALWARE": _("Berkas {name} memuat program berbahaya dan tidak disimpan. Periksa perangkat Anda, lalu unggah berkas lain."),
    "FILE_KIND": _(
        "Berkas {name} bukan PDF atau foto. Simpan sebagai PDF, lalu unggah lagi."
        " Di iPhone: buka berkasnya, ketuk Bagikan, Cetak, Bagikan lagi, lalu Simpan ke File."
        " Di Android: buka berkasnya, ketuk menu titik tiga, Cetak, lalu Simpan sebagai PDF."
    ),
    "FILE_OFFICE": _(
        "Berkas {name} dibuat dengan Word, Excel, atau PowerPoint. Simpan sebagai PDF, lalu unggah lagi."
        " Di komputer: File, Simpan Sebagai, PDF. Di iPhone: Bagikan, Cetak, Bagikan lagi, lalu Simpan ke File."
        " Di Android: menu titik tiga, Cetak, lalu Simpan sebagai PDF."
    ),
    "FILE_ARCHIVE": _(
        "Berkas {name} adalah kumpulan berkas (ZIP atau RAR). Buka dulu, lalu unggah foto atau PDF di dalamnya satu per satu."
    ),
    "FILE_VIDEO": _("Berkas {name} adalah video atau suara. Unggah foto: putar videonya di ponsel, jeda, lalu ambil tangkapan layar."),
    "FILE_RAW": _(
        "Berkas {name} adalah foto mentah (RAW). Ambil tangkapan layar foto itu, atau potret lagi sebagai foto biasa."
        " Di iPhone: matikan RAW di aplikasi Kamera. Di Android: matikan RAW di setelan kamera."
    ),
    "FILE_BROKEN": _("Berkas {name} rusak dan tidak dapat dibuka. Potret, pindai, atau simpan lagi, lalu unggah."),
    "FILE_CUT": _(
        "Berkas {name} terpotong: bagian akhirnya hilang, biasanya karena pengiriman terputus."
        " Unggah lagi dari perangkat asalnya, atau potret lagi."
    ),
    "FILE_ACTIVE": _("Berkas {name} berisi skrip, formulir yang mengirim data, video, atau suara. Cetak ke PDF baru, lalu unggah."),
    "FILE_EMBEDDED": _(
        "Berkas {name} menyimpan berkas lain di dalamnya. Cetak ke PDF baru, lalu unggah; berkas di dalamnya diunggah sendiri."
    ),
    "FILE_FILE_LINK": _("Berkas {name} berisi tautan ke berkas atau komputer lain. Cetak ke PDF baru, lalu unggah."),
    "FILE_ENCRYPTED": _(
        "Berkas {name} dikunci dengan kata sandi. Buka dengan kata sandinya, lalu simpan salinannya tanpa kata sandi: lewat Cetak,"
        " lalu Simpan sebagai PDF. Unggah salinan itu."
    ),
    "FILE_NO_PAGES": _("Berkas {name} tidak berisi satu halaman pun. Simpan atau pindai lagi, lihat dulu isinya, lalu unggah."),
    "FILE_TOO_MANY_PAGES": _("Berkas {name} terlalu tebal: paling banyak {limit} halaman. Bagi menjadi beberapa berkas."),
}


#: codes that are said in another way where a plain sentence would sound like a machine: a label that asks, no digits behind the comma
_OTHERWISE = {"REQUIRED": "REQUIRED_QUESTION", "DECIMALS": "WHOLE_NUMBER"}


def _is_said_otherwise(error: FieldError, label: str) -> bool:
    return label.endswith("?") if error.code == "REQUIRED" else not error.values.get("limit")


def sentence(error: FieldError, label: str, own: str = "", hint: str = "") -> str:
    """Returns the sentence. `own`: that of the package for this rule; `hint`: of the field, where the rule has no words of its own."""
    if own:
        return own
    asked = label if error.code == "REQUIRED" and label.endswith("?") else label.rstrip(" ?:")
    values: dict[str, Any] = {**error.values, "label": asked, "field": error.field}
    limit = values.get("limit")
    if isinstance(limit, date):
        values["limit"] = day(limit)
    elif limit is not None:
        values["limit"] = number(limit)
    code = _OTHERWISE[error.code] if error.code in _OTHERWISE and _is_said_otherwise(error, label) else error.code
    if code in ("RULE", "PATTERN") and hint:
        return translate("{label}: isian ini belum sesuai. {hint}", label=asked, hint=hint)
    of_a_type = sentences().get(code)
    return text_in_language(of_a_type, **values) if of_a_type else translate(SENTENCES[code], **values)

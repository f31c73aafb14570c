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
    "FILE_MALWARE": _("Berkas {name} memuat program berbahaya dan tidak disimpan. Periksa perangkat Anda, lalu unggah berkas lain."),
    "FILE_KIND": _("Berkas {name} bukan PDF, JPG, atau PNG. Simpan sebagai salah satunya, lalu unggah lagi."),
    "FILE_BROKEN": _("Berkas {name} rusak dan tidak dapat dibuka. Pindai atau simpan lagi, lalu unggah."),
    "FILE_ACTIVE": _("Berkas {name} berisi skrip atau berkas lain di dalamnya. Cetak ke PDF baru, lalu unggah."),
    "FILE_ENCRYPTED": _("Berkas {name} dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah."),
    "FILE_TOO_MANY_PAGES": _("Berkas {name} terlalu tebal: paling banyak {limit} halaman."),
}


def sentence(error: FieldError, label: str, own: str = "") -> str:
    """Returns the sentence. `own`: the package's sentence for its own rule."""
    if error.code == "RULE" and own:
        return own
    values: dict[str, Any] = {**error.values, "label": label, "field": error.field}
    limit = values.get("limit")
    if isinstance(limit, date):
        values["limit"] = day(limit)
    elif limit is not None:
        values["limit"] = number(limit)
    code = "REQUIRED_QUESTION" if error.code == "REQUIRED" and label.endswith("?") else error.code
    of_a_type = sentences().get(code)
    return text_in_language(of_a_type, **values) if of_a_type else translate(SENTENCES[code], **values)

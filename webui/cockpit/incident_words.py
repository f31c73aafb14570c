"""Says for operators what stands still and why, in the reader's language; the engine's own sentence stands beside it."""

from __future__ import annotations

from collections.abc import Mapping

from webui.i18n import translate, words


def step_name(texts: Mapping[str, Mapping[str, str]], process: str, element: str, name: str) -> str:
    """Names a step as its package does, else as the diagram does; one without a name is told by its id."""
    if element == process or element.startswith("alur:"):  # a follow-up of the platform itself, which stands in no diagram
        return translate("Tindak lanjut platform")
    return words(texts, f"element.{process}.{element}", name) or translate("Langkah tanpa nama ({id})", id=element)


def process_name(texts: Mapping[str, Mapping[str, str]], process: str) -> str:
    return words(texts, f"process.{process}", process)


def reason_of(kind: str) -> str:
    """Returns the sentence for a kind of incident, with what helps."""
    sentences = {
        "job": translate("Langkah otomatis gagal sampai percobaan terakhir. Perbaiki sebabnya, lalu coba ulang."),
        "expression": translate("Sebuah rumus tidak dapat dihitung dengan data kasus ini. Perbaiki datanya, lalu coba ulang."),
        "assignment": translate("Tidak ada yang dapat diberi tugas ini. Tulis kode jabatan yang mengerjakannya."),
        "step_limit": translate("Langkah-langkahnya berputar tanpa akhir. Perbaiki data yang menentukan arahnya, lalu coba ulang."),
        "unhandled_error": translate("Langkah melaporkan kesalahan yang tidak ditangani diagram. Perbaiki sebabnya, lalu coba ulang."),
        "called_process": translate("Prosedur yang dipanggil tidak dapat dimulai. Terbitkan atau aktifkan prosedur itu, lalu coba ulang."),
        "to_be_checked": translate("Perlu diperiksa: langkah ini mungkin sudah terjadi di luar sistem."),
        "deadlock": translate("Gabungan menunggu jalur yang tidak akan datang lagi. Coba ulang, atau hentikan kasusnya."),
        "legal_clock": translate('Batas waktu layanan tidak dapat dihitung. Tulis jumlah hari kerjanya, misalnya {"working_days": 14}.'),
        "legal_clock_calendar": translate("Kalender hari kerja belum mencakup batas waktunya. Lengkapi kalender, lalu coba ulang."),
    }
    return sentences.get(kind) or translate("Langkah berhenti karena gangguan. Baca keterangan teknisnya.")


def variable_words(sort: str, size: int) -> str:
    """Says of a variable what it is, never what it holds."""
    return {
        "empty": translate("kosong"),
        "yes": translate("ya"),
        "no": translate("tidak"),
        "number": translate("angka"),
        "text": translate("teks, {count} huruf", count=size),
        "list": translate("daftar, {count} isi", count=size),
        "object": translate("kelompok, {count} isi", count=size),
    }[sort]


def job_state(status: str) -> str:
    return {
        "READY": translate("menunggu dikerjakan"),
        "LEASED": translate("sedang dikerjakan"),
        "FAILED": translate("gagal"),
    }[status]

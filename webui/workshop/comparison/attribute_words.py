"""Words for the changed attributes of an element or a decision, in the reader's language."""

from __future__ import annotations

from webui.i18n import translate
from workshop.comparison.attribute_change import AttributeChange


def attribute_name(attribute: AttributeChange) -> str:
    words = {**_decisions(), **_steps(), **_flow(), **_data()}
    return f"{words.get(attribute.code, attribute.code)} {attribute.name}".strip()


def _decisions() -> dict[str, str]:
    return {
        "formula": translate("Rumus"),
        "column": translate("Kolom"),
        "policy": translate("Penggabungan"),
        "needs": translate("Memakai"),
        "variable": translate("Variabel"),
        "type": translate("Jenis nilai"),
    }


def _steps() -> dict[str, str]:
    return {
        "name": translate("Nama"),
        "kind": translate("Jenis"),
        "form": translate("Formulir"),
        "assignee": translate("Orang yang ditunjuk"),
        "candidate_groups": translate("Dikerjakan oleh"),
        "candidate_users": translate("Pejabat yang boleh mengerjakan"),
        "initiator": translate("Siapa yang memulai kasus"),
        "due_date": translate("Tenggat"),
        "follow_up_date": translate("Pengingat"),
        "priority": translate("Prioritas"),
        "job_type": translate("Layanan"),
        "retries": translate("Percobaan"),
        "headers": translate("Pengaturan"),
        "called_process": translate("Proses yang dipanggil"),
        "decision": translate("Keputusan"),
        "script": translate("Rumus"),
        "properties": translate("Sifat"),
        "listeners": translate("Pendengar"),
        "lane": translate("Lajur"),
    }


def _flow() -> dict[str, str]:
    return {
        "condition": translate("Syarat"),
        "source": translate("Dari"),
        "target": translate("Ke"),
        "default": translate("Alur baku"),
        "order": translate("Urutan cabang"),
        "rest": translate("Urutan isinya berbeda"),
        "scope": translate("Di dalam"),
        "attached_to": translate("Menempel pada"),
        "interrupting": translate("Menghentikan langkahnya"),
        "events": translate("Peristiwa"),
        "loop": translate("Perulangan"),
        "ad_hoc": translate("Urutan bebas"),
        "handler": translate("Ditangani oleh"),
        "parallel_multiple": translate("Menunggu semua peristiwa"),
        "for_compensation": translate("Langkah pembatalan"),
        "start_quantity": translate("Token untuk mulai"),
        "completion_quantity": translate("Token yang keluar"),
        "instantiates": translate("Memulai kasus"),
        "activation_condition": translate("Syarat lanjut"),
        "executable": translate("Dapat dijalankan"),
        "losses": translate("Yang tidak dijalankan"),
        "oddities": translate("Yang tidak mempunyai akibat"),
    }


def _data() -> dict[str, str]:
    return {
        "inputs": translate("Masukan"),
        "outputs": translate("Keluaran"),
        "keeps_results": translate("Semua hasil diteruskan"),
        "result_variable": translate("Variabel hasil"),
        "version_tag": translate("Tanda versi"),
        "data_objects": translate("Objek data"),
        "propagate_all_child": translate("Semua hasil diteruskan"),
        "propagate_all_parent": translate("Semua data dibawa"),
        "binding": translate("Versi yang dipakai"),
    }


def part_name(name: str) -> str:
    """Returns the name of a part of a form's field; one without a word keeps its name in the schema."""
    return {
        "label": translate("Pertanyaan"),
        "text": translate("Teks"),
        "description": translate("Keterangan di bawah pertanyaan"),
        "type": translate("Jenis"),
        "key": translate("Variabel"),
        "defaultValue": translate("Jawaban awal"),
        "values": translate("Pilihan"),
        "valuesExpression": translate("Rumus pilihan"),
        "valuesKey": translate("Variabel pilihan"),
        "multiple": translate("Boleh beberapa"),
        "accept": translate("Jenis berkas yang diterima"),
        "decimalDigits": translate("Angka di belakang koma"),
        "disabled": translate("Dimatikan"),
        "readonly": translate("Hanya dibaca"),
        "decision": translate("Tabel yang mengatur jabatan"),
        "conditional.hide": translate("Disembunyikan bila"),
        "validate.required": translate("Wajib diisi"),
        "validate.min": translate("Paling kecil"),
        "validate.max": translate("Paling besar"),
        "validate.minLength": translate("Paling sedikit huruf"),
        "validate.maxLength": translate("Paling banyak huruf"),
        "validate.pattern": translate("Pola jawaban"),
        "properties.dataClass": translate("Kelas data"),
        "properties.retention": translate("Masa simpan"),
        "properties.identifier": translate("Jenis nomor"),
        "properties.page": translate("Halaman"),
    }.get(name, name)

"""Holds the words of our own editors; those of bpmn-js stand in the frontend."""

from __future__ import annotations

from webui.i18n import translate


def editor_words() -> dict[str, str]:
    """Returns the words; the page fills values in braces."""
    return {
        "saving": translate("Menyimpan ..."),
        "saved": translate("Tersimpan pukul {time}", time="{time}"),
        "later": translate("Belum tersimpan: server tidak terjangkau. Dicoba lagi sendiri setiap 10 detik."),
        "signedOut": translate(
            "Belum tersimpan: sesi Anda sudah berakhir. Perubahan Anda ada di peramban ini dan disimpan sesudah Anda masuk."
        ),
        "signedOutOnly": translate("Belum tersimpan: sesi Anda sudah berakhir. Jangan tutup halaman ini."),
        "signIn": translate("Masuk lagi"),
        "takeOut": translate("Unduh perubahan"),
        "found": translate("Ada perubahan dari {when} yang belum tersimpan.", when="{when}"),
        "foundOld": translate("Ada perubahan dari {when} yang belum tersimpan, dan berkasnya sudah diubah sejak itu.", when="{when}"),
        "putBack": translate("Kembalikan"),
        "drop": translate("Buang"),
        "refused": translate("Belum tersimpan."),
        "unread": translate("{count} bagian tidak dapat ditampilkan; bagian itu tetap disimpan.", count="{count}"),
        "laidOut": translate("Berkas ini tidak memuat gambar, jadi Alur menyusunnya. Gambar itu tersimpan bersama perubahan pertama Anda."),
        "laidOutToRead": translate("Berkas ini tidak memuat gambar, jadi Alur menyusunnya."),
        "readOnly": translate("Hanya dibaca"),
        "noProcess": translate("tidak ada proses di dalamnya."),
        "unopened": translate("Berkas ini tidak dapat dibuka: {reason}", reason="{reason}"),
        "error": translate("Kesalahan"),
        "warning": translate("Perlu dilihat"),
        "hint": translate("Saran"),
        "errors": translate("{count} hal perlu diperbaiki", count="{count}"),
        "clean": translate("Tidak ada kesalahan."),
        "step": translate("Langkah"),
        "form": translate("Formulir"),
        "noform": translate("(tanpa formulir)"),
        "groups": translate("Dikerjakan oleh"),
        "groupshint": translate("Ketik jabatan atau unit, lalu pilih: peran@unit."),
        "days": translate("Tenggat (hari kerja)"),
        "dayshint": translate("Tanpa tenggat, keterlambatan tidak dilaporkan kepada atasan."),
        "dayselse": translate("Sekarang dihitung dengan rumus: {due}", due="{due}"),
        "stage": translate("Tahap yang dilihat pemohon"),
        "nostage": translate("(tidak memulai tahap)"),
        "application": translate("Nomor permohonan warga"),
        "initiator": translate("Siapa yang memulai kasus"),
        "drd": translate("Hubungan antarkeputusan"),
        "formulas": translate("Dihitung langkah demi langkah; tiap langkah dapat memakai nama langkah sebelumnya."),
        "nologic": translate("Keputusan ini belum berisi. Pilih tabel atau rumus pada gambar di atas (Ganti jenis), atau:"),
        "stepwise": translate("Hitung langkah demi langkah"),
        "stepname": translate("Nama langkah"),
        "formula": translate("Rumus"),
        "result": translate("Hasil"),
        "addformula": translate("Tambah langkah hitung"),
        "removeformula": translate("Hapus langkah"),
        "asfile": translate("Bagian ini bukan rumus biasa; unduh berkasnya untuk mengubahnya."),
        "platform": translate("Aturan isian"),
        "dataclass": translate("Kelas data"),
        "dataclassnone": translate("(intern)"),
        "retention": translate("Masa simpan"),
        "retentionhint": translate("Misalnya: 7 musnah"),
        "identifier": translate("Jenis nomor"),
        "identifiernone": translate("(bukan nomor identitas)"),
        "page": translate("Halaman"),
        "pagehint": translate("Isian dengan halaman yang sama ditanyakan bersama."),
        **_kinds(),
    }


def class_name(key: str) -> str:
    return {
        "public": translate("Umum: boleh dibaca siapa pun"),
        "internal": translate("Intern: bagi yang mengurus kasus"),
        "personal": translate("Pribadi: dilindungi UU 27/2022"),
        "sensitive": translate("Peka: disegel terpisah dari kasus"),
    }[key]


def _kinds() -> dict[str, str]:
    return {
        "StartEvent": translate("mulai"),
        "EndEvent": translate("akhir"),
        "UserTask": translate("tugas orang"),
        "ServiceTask": translate("layanan"),
        "ScriptTask": translate("rumus"),
        "BusinessRuleTask": translate("keputusan"),
        "SendTask": translate("kirim pesan"),
        "ReceiveTask": translate("terima pesan"),
        "ManualTask": translate("di luar sistem"),
        "Task": translate("tugas tanpa jenis"),
        "CallActivity": translate("panggil proses"),
        "SubProcess": translate("subproses"),
        "AdHocSubProcess": translate("subproses bebas urutan"),
        "Transaction": translate("transaksi"),
        "ExclusiveGateway": translate("cabang pilihan"),
        "ParallelGateway": translate("cabang serentak"),
        "InclusiveGateway": translate("cabang beberapa pilihan"),
        "ComplexGateway": translate("cabang kompleks"),
        "EventBasedGateway": translate("cabang peristiwa"),
        "IntermediateCatchEvent": translate("menunggu peristiwa"),
        "IntermediateThrowEvent": translate("mengirim peristiwa"),
        "BoundaryEvent": translate("peristiwa tepi"),
    }

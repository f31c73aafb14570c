"""Writes sentences for problems of a diagram, a table or a form in the reader's language, by the problem's code, with its place."""

from __future__ import annotations

from engine.bpmn.data_flow.problems import NOTHING_ELSE
from engine.model.errors import Problem
from webui.i18n import language, translate
from webui.rendering.diagram_problem_text import DIAGRAM
from webui.rendering.standard_headings import headings

#: code -> sentence and remedy in Indonesian; English readers get the engine's own words
INDONESIAN = {
    **DIAGRAM,
    "BAD_RETRIES": "Banyaknya percobaan ulang bukan bilangan bulat. Tulis angka, misalnya 3.",
    "DEAD_END": "Tidak ada alur yang keluar dari sini. Sambungkan ke elemen berikutnya.",
    "DECISION_CELL_TYPE": "Baris {rule} tabel '{decision}': nilai pada kolom '{column}' bukan tipe kolom itu. Tulis nilai yang sesuai.",
    "DECISION_CYCLE": "Keputusan atau tipe data ini bergantung pada dirinya sendiri. Putuskan lingkarannya.",
    "DECISION_EXTERNAL": "Fungsi luar (Java atau PMML) tidak dijalankan. Tulis fungsinya dalam FEEL.",
    "DECISION_GAP": "Tabel '{decision}' tidak mempunyai baris untuk, misalnya, {example}. Tambahkan baris, atau hasil baku.",
    "DECISION_MASKED_RULE": "Baris {rule} tabel '{decision}' tidak pernah menentukan: kalah oleh baris di atasnya. Naikkan, atau hapus.",
    "DECISION_OUTPUT_TYPE": "Baris {rule} tabel '{decision}': hasil '{column}' bukan tipe yang ditetapkan. Tulis nilai yang sesuai.",
    "DECISION_OUTPUT_VALUE": "Baris {rule} tabel '{decision}': hasil '{column}' tidak ada dalam daftar nilainya. Pilih salah satunya.",
    "DECISION_OVERLAP": "Baris {other} dan {rule} tabel '{decision}' sama-sama cocok, misalnya untuk {example}. Persempit salah satunya.",
    "DECISION_REFERENCE": "Keputusan ini memerlukan bagian yang tidak ada. Tambahkan berkasnya, atau hapus panahnya.",
    "DECISION_SYNTAX": "{place}: '{text}' tidak dapat dibaca. Perbaiki penulisannya.",
    "DECISION_TABLE": "Tabel keputusan ini tidak utuh. Periksa kebijakan, kolom, dan barisnya.",
    "DECISION_TOO_DEEP": "Terlalu banyak keputusan atau tipe data yang bergantung satu pada yang lain. Ratakan.",
    "DECISION_TOO_LARGE": "Tabel '{decision}' terlalu besar untuk dicari baris yang hilang. Bagi tabelnya.",
    "DECISION_TYPE": "Tipe data yang disebut tidak ada. Pilih tipe yang lain, atau buat definisinya.",
    "DECISION_UNKNOWN_NAME": "'{decision}' memakai '{name}', tetapi tidak terhubung dengannya. Hubungkan, atau perbaiki namanya.",
    "DECISION_UNREACHABLE_RULE": "Baris {rule} tabel '{decision}' tidak pernah cocok: isi kolom '{column}' mustahil. Perbaiki, atau hapus.",
    "DUPLICATE_DECISION": "Dua tabel memakai id yang sama. Beri salah satunya id lain.",
    "DUPLICATE_ID": "Dua elemen memakai id yang sama. Beri tiap elemen id sendiri.",
    "DUPLICATE_KEY": "Kunci paket sudah dipakai paket lain. Beri salah satunya kunci lain.",
    "DUPLICATE_PROCESS": "Dua diagram berisi proses yang sama. Simpan salah satunya.",
    "END_UNTESTED": "Belum ada uji atau skenario yang mencapai akhir ini. Tulis dan jalankan uji dalam folder tests, atau rekam skenario.",
    "FEEL_SYNTAX": "Rumus FEEL salah tulis. Perbaiki rumusnya.",
    "FIELD_AUTOCOMPLETE": "Kata untuk isian otomatis tidak dikenal. Pakai misalnya name, street-address, postal-code, bday, atau off.",
    "BAD_RETENTION": "Masa simpan '{written}' tidak dapat dijalankan. Tulis, misalnya 7 musnah, sama untuk register dan prosesnya, "
    "dan untuk isian tidak lebih lama daripada kasusnya.",
    "FIELD_RETENTION": "Masa simpan isian ini tidak dapat dijalankan. Tulis, misalnya 2+3 musnah, 18 bulan musnah, atau permanen.",
    "FIELD_CLASS": "Kelas data isian tidak dikenal. Pilih public, internal, personal, atau sensitive.",
    "FIELD_DECISION": "Isian jabatan tidak menyebut tabel keputusan yang mengatur pilihannya. Sebutkan tabelnya.",
    "FIELD_IDENTIFIER": "Jenis nomor identitas tidak dikenal. Pilih salah satu yang tersedia.",
    "FIELD_KEY": "Isian tidak mempunyai kunci. Beri kunci.",
    "FIELD_LABEL": "Isian tidak mempunyai label. Beri label.",
    "FIELD_OPTIONS": "Isian tidak menawarkan pilihan. Tambah pilihannya.",
    "FOREIGN_ID": "Id '{id}' milik paket '{package}'. Pilih id lain, atau ubah di paket itu.",
    "PACKAGE_PATH": "Paket tidak memuat berkas bernama demikian. Beri nama seperti a.bpmn, a.dmn, forms/a.form, atau locale/id.json.",
    "FILE_LARGE": "Berkas ini terlalu besar: paling besar 2 MB.",
    "FILE_UNREADABLE": "Berkas ini tidak dapat dibaca. Buka dengan alat yang membuatnya, perbaiki, lalu simpan lagi.",
    "PACKAGE_LARGE": "Paket ini terlalu besar: paling banyak 200 berkas dan 10 MB.",
    "PACKAGE_OTHER": "Arsip memuat berkas lain. Paket dari web hanya berisi diagram, tabel, formulir, teks, dan templat; tidak ada Python.",
    "PACKAGE_ZIP": "Arsip ini tidak dapat dibuka. Ekspor paketnya sekali lagi.",
    "NO_FILE": "Belum ada berkas yang dipilih.",
    "FIELD_RULE": "Batas atau pola isian ini tidak dapat dibaca. Tulis angka, rumus FEEL, atau pola yang benar.",
    "FIELD_SETTING": "Setelan isian ini tidak dijalankan di sini. Hapus setelannya, atau tanyakan dengan cara lain.",
    "FIELD_SENSITIVE": "Hanya isian teks yang dapat berkelas sensitive. Ganti jenis isian atau kelasnya.",
    "FIELD_TWICE": "Dua isian memakai kunci yang sama. Beri salah satunya kunci lain.",
    "FIELD_TYPE": "Jenis isian ini belum didukung. Pakai jenis lain.",
    "FLOW_CROSSES": "Alur melintasi batas subproses. Akhiri di dalamnya.",
    "FORM_ID": "Formulir tidak mempunyai id. Beri id.",
    "FORM_SHAPE": "Susunan formulir ini salah: ada bagian yang bukan daftar, teks, atau isian. Simpan lagi dari penyunting formulir.",
    "FORM_SYNTAX": "Formulir bukan JSON yang benar. Simpan lagi dari penyunting formulir.",
    "HALF_OUTPUT": "Pengulangan memerlukan daftar hasil dan isi hasil sekaligus. Isi keduanya, atau kosongkan keduanya.",
    "HANDLERS": "Langkah otomatis paket tidak dapat dimuat. Perbaiki handlers.py.",
    "JOB_TYPE_NAME": "Nama langkah otomatis harus diawali kunci paketnya.",
    "LOOP_IGNORED": "Hanya kegiatan yang dapat diulang. Hapus tandanya.",
    "LOOSE_BOUNDARY": "Peristiwa tepi tidak menempel pada kegiatan. Tempelkan.",
    "LOOSE_FLOW": "Alur tidak menyambung dua elemen. Sambungkan kedua ujungnya.",
    "MANIFEST": "process.toml tidak dapat dipakai. Perbaiki isinya.",
    "NEVER_CATCHES": "Kegiatan ini tidak pernah menimbulkan kesalahan itu. Hapus peristiwa tepinya.",
    "NO_BPMN": "Berkas ini XML, tetapi bukan BPMN 2.0. Simpan sebagai BPMN dari perancang.",
    "NO_CONDITION": "Alur ini tidak mempunyai syarat dan bukan alur baku. Tulis syarat, atau jadikan alur baku.",
    "NO_DECISION": "Tabel keputusan yang disebut tidak ada. Tambahkan tabelnya, atau pilih yang lain.",
    "NO_DMN": "Berkas ini bukan DMN, atau ungkapannya terlalu panjang. Simpan sebagai DMN, atau bagi menjadi beberapa berkas.",
    "NOBODY_GIVEN": "Proses yang dipanggil menugaskan menurut '{name}', yang tidak diberikan di sini. Tambahkan masukan '{name}'.",
    "NO_FORM": "Formulir yang disebut tidak ada. Tambahkan, atau pilih yang lain.",
    "NO_ID": "Proses tidak mempunyai id. Beri id pada panel sifat.",
    "NO_JOB_TYPE": "Langkah ini tidak menyebut layanan yang terpasang. Pilih dari daftar layanan.",
    "NO_MESSAGE": "Peristiwa ini tidak menyebut pesan. Pilih pesan pada panel sifat.",
    "NO_MODULE": "Modul paket tidak ditemukan. Pasang ulang paketnya.",
    "NO_PROCESS": "Proses yang disebut tidak ada. Tambahkan diagramnya.",
    "NO_PROCESS_ID": "Kegiatan panggil tidak menyebut proses. Pilih proses yang dipanggil.",
    "NO_SCRIPT": "Tugas skrip tidak mempunyai rumus FEEL dan variabel hasil. Tulis keduanya.",
    "NO_START": "Tidak ada peristiwa awal. Gambar peristiwa awal, lalu sambungkan.",
    "NO_TIMER": "Pewaktu tidak mempunyai tanggal, lama, atau siklus. Tulis, misalnya P3D.",
    "RAW_VALUE": "'{place}' mencetak '{name}' seperti ditulis mesin. Di templat pakai words.{name}; dalam pemberitahuan tulis {{{name}}}.",
    "SCENARIO": "Uji ini tidak dapat dibaca. Rekam lagi dari halaman Uji jalan.",
    "SCENARIO_RED": "Uji '{scenario}' merah: sampai di tempat lain atau tidak dapat diulang. Perbaiki draf, atau rekam lagi ujinya.",
    "FLOWS_UNTRIED": "{count} alur pada '{process}' belum diuji. Uji jalannya, atau kecualikan dengan alasan.",
    "FIELD_UNCLASSED": "Kelas data isian ini belum dipilih. Pilih dalam penyunting formulir.",
    "SERVICE_EVENT": "'{event}' bukan peristiwa dalam katalog. Pilih salah satu yang ada.",
    "SERVICE_FORM": "Layanan ini mulai tanpa formulir permohonan. Beri formulir pada peristiwa awalnya.",
    "SERVICE_PART": "Standar pelayanan belum memuat: {parts}. Lengkapi empat belas bagiannya.",
    "SERVICE_EXAMPLE": "Layanan memberi contoh biaya, tetapi tidak ada keputusan yang menghitungnya (preview).",
    "SERVICE_SAMPLE": "Contoh hasil layanan memakai templat '{template}', yang tidak ada dalam paket.",
    "SERVICE_WITHDRAW": "Permohonan dapat ditarik sampai tahap '{stage}', tetapi itu bukan tahap sebelum yang terakhir.",
    "SERVICE_STAGES": "Tahap yang dilihat pemohon harus empat sampai enam, masing-masing dengan kunci sendiri; sekarang {count}.",
    "SEVERAL_STARTS": "Ada beberapa peristiwa awal tanpa pemicu. Simpan salah satunya.",
    "TEMPLATE": "Templat dokumen memakai lebih dari datanya sendiri. Tulis semuanya di dalam templat; data.json dan qr.svg sudah tersedia.",
    "TEXTS": "Berkas terjemahan tidak dapat dipakai. Perbaiki isinya.",
    "UNKNOWN_FILE": "Berkas ini bukan diagram, tabel, formulir, manifes, atau terjemahan. Keluarkan dari paket.",
    "UNKNOWN_POSITION": "Jabatan '{position}' tidak ada dalam organisasi. Perbaiki kodenya, atau tambahkan jabatannya lebih dahulu.",
    "UNKNOWN_PROCESS": "process.toml menyebut proses yang tidak ada. Perbaiki namanya.",
    "TOO_MANY_STEPS": "Diagram berisi terlalu banyak elemen: {count} langkah dan alur, batasnya {limit}. Bagi ke proses lain.",
    "UNKNOWN_ROLE": "Tidak ada jabatan dengan peran '{role}'. Perbaiki namanya, atau tambahkan jabatannya lebih dahulu.",
    "UNKNOWN_STAGE": "Tahap '{stage}' tidak ada pada layanan. Perbaiki sifatnya, atau tambahkan tahapnya.",
    "UNKNOWN_UNIT": "Unit '{unit}' tidak ada dalam organisasi. Perbaiki kodenya, atau tambahkan unitnya lebih dahulu.",
    "UNTRANSLATED": "Teks ini belum diterjemahkan. Terjemahkan.",
    "WRONG_DEFAULT": "Alur baku tidak keluar dari elemen ini. Pilih alurnya sendiri.",
    "XML_DOCTYPE": "Berkas memuat DOCTYPE atau entitas, yang tidak diterima. Hapus, lalu simpan lagi dari perancang.",
    "XML_SYNTAX": "Berkas bukan XML yang benar. Buka di perancang, lalu simpan lagi.",
    "XML_TOO_DEEP": "Berkas bersarang terlalu dalam: paling banyak {limit} tingkat. Ratakan, atau pakai proses yang dipanggil.",
    "XML_TOO_LARGE": "Berkas terlalu besar: paling banyak {limit} bita. Hapus gambar dan data aplikasi lain, atau bagi diagramnya.",
    "XML_TOO_MANY": "Berkas berisi terlalu banyak elemen XML: {count}, paling banyak {limit}. Hapus data aplikasi lain dari berkas.",
}


def problem_text(problem: Problem) -> str:
    """Returns the problem's place, its sentence, and the remedy."""
    place = [problem.resource] if problem.resource else []
    table = problem.code.startswith("DECISION_")
    if problem.line and not table:
        place.append(translate("baris {line}", line=problem.line))
    # a sentence that names the rule of a table needs no line of the file beside it
    if problem.element and not table:
        place.append(problem.element)
    text = sentence(problem, language())
    return f"{', '.join(place)}: {text}" if place else text


def sentence(problem: Problem, spoken: str) -> str:
    """Returns the sentence and the remedy, without the place. `spoken` is id or en."""
    if spoken != "id":
        place = f"{_place_of_expression(problem, 'Row {rule} of the table {decision}, column {column}', 'Decision {decision}')}: "
        return f"{place if problem.code == 'DECISION_SYNTAX' else ''}{problem.message} {problem.remedy}".strip()
    text = INDONESIAN[problem.code]
    values = dict(problem.values)
    if problem.code == "SERVICE_PART":
        values["parts"] = ", ".join(headings()[part] for part in values["parts"].split(", "))
    if problem.code == "DECISION_SYNTAX":
        values.setdefault("text", "")
        values["place"] = _place_of_expression(problem, "Baris {rule} tabel '{decision}', kolom '{column}'", "Keputusan '{decision}'")
    if problem.code == "UNKNOWN_NAME":
        values["similar"] = f" (mirip: {values['details']})" if values.get("details") not in (None, NOTHING_ELSE) else ""
    return text.format(**values) if values else text


def _place_of_expression(problem: Problem, cell: str, decision: str) -> str:
    values = {"decision": "", "rule": "", "column": "", **problem.values}
    return (cell if values["rule"] else decision).format(**values)

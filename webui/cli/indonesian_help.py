"""The help of each command and argument of the command line, in Bahasa Indonesia."""

from __future__ import annotations

HELP = {
    "Serve and administer Alur. Settings come from ALUR_... variables; see docs/reference/settings.md.": (
        "Menjalankan dan mengelola Alur. Pengaturan dibaca dari variabel ALUR_...; lihat docs/reference/settings.md."
    ),
    "bring the database to this release": "samakan basis data dengan rilis ini",
    "serve with PostgreSQL, Valkey and demonstration data of its own": "jalankan dengan PostgreSQL, Valkey, dan data contoh sendiri",
    "the port on 127.0.0.1 (8000)": "port pada 127.0.0.1 (8000)",
    "without demonstration accounts, cases and mailbox": "tanpa akun, kasus, dan kotak surel contoh",
    # packages
    "list, check, enable, disable, make packages": "daftar, periksa, aktifkan, nonaktifkan, buat paket",
    "every package with its state": "semua paket dengan keadaannya",
    "what is wrong with a package (all without a name)": "apa yang salah pada sebuah paket (tanpa nama: semua)",
    "let a package work": "aktifkan sebuah paket",
    "stop a package: it starts no cases and runs no jobs": "hentikan sebuah paket: tidak ada kasus baru, langkah otomatisnya menunggu",
    "why; it is kept and shown to whoever manages packages": "alasannya; tersimpan dan dibaca pengelola paket",
    "make a package that can be deployed at once, to begin with": "buat paket awal yang langsung dapat diterbitkan",
    "small characters, digits and _, such as izin_keramaian": "huruf kecil, angka, dan _, misalnya izin_keramaian",
    "what people read; else the key with blanks": "nama yang dibaca orang; tanpa ini kuncinya dengan spasi",
    "where it is made; else the first folder of ALUR_PACKAGES, else processes/ of a checkout": (
        "tempat paket dibuat; tanpa ini folder pertama ALUR_PACKAGES, atau processes/"
    ),
    "with a job of its own, in Python": "dengan langkah otomatis sendiri, dalam Python",
    "the JSON Schema of process.toml or of a scenario, for editors": "JSON Schema untuk process.toml atau skenario, bagi penyunting teks",
    "of which of both": "untuk yang mana",
    "deploy what a package's folder holds": "terbitkan isi folder sebuah paket",
    "key of the package": "kunci paket",
    # calendar
    "working days of the regency": "hari kerja daerah",
    "days on which nobody works; due dates under way follow": "hari libur; batas waktu yang berjalan mengikuti",
    "days on which people work after all": "hari yang tetap masuk kerja",
    "office hours from a day on; with --to special ones, such as those of a fasting month": (
        "jam kerja sejak suatu hari; dengan --to jam khusus, misalnya Ramadan"
    ),
    "from a JSON file: basis, days (day, works, name), years that are complete": (
        "dari berkas JSON: basis, days (day, works, name), years yang sudah lengkap"
    ),
    "the days": "hari-harinya",
    "what people read, such as Cuti bersama Natal": "nama yang dibaca orang, misalnya Cuti bersama Natal",
    "the decree": "dasar hukumnya",
    "the first day": "hari pertama",
    "the last day": "hari terakhir",
    "Monday to Thursday: opens and closes": "Senin sampai Kamis: buka dan tutup",
    "Friday: opens and closes": "Jumat: buka dan tutup",
    "what people read, such as Ramadan 1449 H": "nama yang dibaca orang, misalnya Ramadan 1449 H",
    # diagrams, expressions, decisions
    "what is wrong with a diagram": "apa yang salah pada sebuah diagram",
    "of the findings": "bahasa temuannya",
    "also how it is drawn": "juga cara menggambarnya",
    "with --hints: a size of your own, userTask=120x80": "dengan --hints: ukuran sendiri, userTask=120x80",
    "also whom nobody bears in this installation's organisation": "juga jabatan dan peran yang tidak ada di organisasi ini",
    "what becomes of each element of a diagram": "apa yang terjadi dengan setiap unsur sebuah diagram",
    "the value of a FEEL expression": "nilai sebuah rumus FEEL",
    "the expression": "rumusnya",
    "variables, such as '{\"x\": 1}'": "variabel, misalnya '{\"x\": 1}'",
    "evaluate and check decision models": "hitung dan periksa tabel keputusan",
    "the value of a decision, and the rules that matched": "nilai sebuah keputusan, dan aturan yang cocok",
    "name or id; without it the model's only decision": "nama atau id; tanpa ini satu-satunya keputusan dalam berkas",
    "values of the input data by name": "nilai masukan menurut namanya",
    "a model that it imports": "berkas lain yang dipakainya",
    "overlaps, gaps, rules that never decide, wrong types, unknown names": (
        "tumpang tindih, celah, aturan yang tidak pernah dipakai, jenis yang salah, nama yang tidak dikenal"
    ),
    # running cases
    "move running cases to another version of their process": "pindahkan kasus yang berjalan ke versi lain",
    "key of the process": "kunci proses",
    "the version of the cases": "versi kasus-kasusnya",
    "the newest, if it is not said": "versi tujuan; tanpa ini yang terbaru",
    "an element's id there (PROCESS:OLD=NEW for a called one)": "id unsur di versi tujuan (PROSES:LAMA=BARU untuk yang dipanggil)",
    "the cases that these have called": "kasus yang dipanggil kasus-kasus ini",
    "do it; without this only the dry run is shown": "jalankan; tanpa ini hanya ditunjukkan",
    "how far it is": "sampai di mana",
    "take it back for the cases that nothing has touched since": "batalkan untuk kasus yang belum disentuh sejak itu",
    "find cases that will never go on, and what is wrong with live packages": (
        "cari kasus yang tidak akan berlanjut, dan yang salah pada paket yang berlaku"
    ),
    "cases whose legal clock runs, the most pressing first": "kasus yang batas waktunya berjalan, yang paling mendesak dulu",
    # audit and retention
    "verify the audit; pin and change the key of its seals": "periksa jejak audit; catat dan ganti kunci segelnya",
    "every chain and seal, or the chain of a case; names what was altered": (
        "semua rantai dan segel, atau rantai satu kasus; menyebut yang diubah"
    ),
    "number or id of a case; without it everything": "nomor atau id sebuah kasus; tanpa ini semuanya",
    "file of trusted keys; without it that of ALUR_SEAL_PINS": "berkas kunci tepercaya; tanpa ini dari ALUR_SEAL_PINS",
    "copy of the heads outside the database; without it that of ALUR_SEAL_HEADS": (
        "salinan kepala rantai di luar basis data; tanpa ini dari ALUR_SEAL_HEADS"
    ),
    "write the public key of ALUR_SEAL_KEY into a new file of trusted keys": (
        "tulis kunci publik ALUR_SEAL_KEY ke berkas kunci tepercaya baru"
    ),
    "the new file": "berkas baru",
    "let the key of ALUR_SEAL_KEY name its successor in the file of trusted keys": "biarkan kunci ALUR_SEAL_KEY menyebut penggantinya",
    "the file of trusted keys": "berkas kunci tepercaya",
    "the new public key in base64: `alur audit pin` prints it where the new ALUR_SEAL_KEY is set": (
        "kunci publik baru dalam base64: `alur audit pin` menampilkannya di tempat ALUR_SEAL_KEY baru"
    ),
    "ended cases whose time of keeping is over by the rules of their packages": (
        "kasus selesai yang masa simpannya habis menurut aturan paketnya"
    ),
    "show what would go (so it is without --yes)": "tunjukkan saja (begitu juga tanpa --yes)",
    "what will be due on this day": "yang habis sampai hari ini",
    "erase what may be destroyed and is not held": "hapus yang boleh dimusnahkan dan tidak ditahan",
    "number and date of the approval; --yes needs it": "nomor dan tanggal persetujuan; wajib dengan --yes",
    "hold a case: nothing of it is erased (a dispute, an audit)": "tahan sebuah kasus dari penghapusan (perkara, pemeriksaan)",
    "number or id of the case": "nomor atau id kasusnya",
    "of the answer; else that of LANG": "bahasa jawabannya; tanpa ini menurut LANG",
    "why: it is kept with the case": "alasannya: tersimpan bersama kasusnya",
    "lift the hold": "lepaskan penahanannya",
    "erase the content of one ended case": "hapus isi satu kasus yang selesai",
    "why: the rule or the request": "dasarnya: aturan atau permintaan",
    # cold storage
    "cold storage of cases that ended long ago": "penyimpanan dingin untuk kasus yang lama selesai",
    "move now what the clock would move in its next rounds": "pindahkan sekarang yang akan dipindahkan jam pada putaran berikutnya",
    "since the end of a case; without it ALUR_COLD_AFTER_DAYS": "hari sejak kasus selesai; tanpa ini ALUR_COLD_AFTER_DAYS",
    "bring a case back, with those that it called": "kembalikan sebuah kasus, bersama kasus yang dipanggilnya",
    "how long it stays (90)": "berapa hari kasus itu tinggal (90)",
    # signatures and money
    "what each signature of a PDF says, and whether the file is as it was signed: offline, by the published certificates": (
        "isi setiap tanda tangan sebuah PDF, dan apakah berkasnya masih seperti saat ditandatangani: tanpa jaringan"
    ),
    "certificates as PEM (/verifikasi/sertifikat.pem); else those of this installation": (
        "sertifikat sebagai PEM (/verifikasi/sertifikat.pem); tanpa ini milik instalasi ini"
    ),
    "certificates for trials": "sertifikat untuk uji coba",
    "make a key and a certificate for somebody; asks for the passphrase": (
        "buat kunci dan sertifikat untuk seseorang; frasa sandinya ditanyakan"
    ),
    "the person's address": "alamat surel orangnya",
    "an issued document no longer holds": "cabut sebuah dokumen yang sudah terbit",
    "the code under its QR": "kode di bawah QR-nya",
    "public: whoever verifies reads it": "alasannya, terbuka: dibaca siapa pun yang memverifikasi",
    "compare the bank's statement of a day with our books; what we did not hear of is booked": (
        "bandingkan mutasi bank suatu hari dengan buku kita; yang belum terdengar dibukukan"
    ),
    "such as 2026-11-25; else yesterday": "misalnya 2026-11-25; tanpa ini kemarin",
    # organisation and demonstration
    "units, positions, people, holdings, absences": "unit, jabatan, orang, pejabat, ketidakhadiran",
    "from a JSON file, all or nothing (docs/reference/organisation.md)": "dari berkas JSON, seluruhnya atau tidak sama sekali",
    "give a person a password (asked for, or one line of standard input)": (
        "beri seseorang kata sandi (ditanyakan, atau satu baris masukan)"
    ),
    "the demonstration's data": "data contoh",
    "organisation, accounts, a dozen cases": "organisasi, akun, selusin kasus",
    "the big set for measuring: 20,000 holdings, 50,000 cases": "himpunan besar untuk pengukuran: 20.000 pejabat, 50.000 kasus",
    "how many cases": "banyaknya kasus",
    "how many holdings": "banyaknya pejabat",
    "the file": "berkasnya",
}

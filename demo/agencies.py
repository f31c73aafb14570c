"""Lists the perangkat daerah of the demonstration: (code, name, kind, coordinating assistant, its bidang)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Agency:
    code: str
    name: str
    #: 1 government and welfare, 2 economy and development, 3 administration
    assistant: int
    divisions: tuple[str, ...]
    head: str = "Kepala"


AGENCIES = (
    Agency("disdik", "Dinas Pendidikan", 1, ("PAUD dan Pendidikan Masyarakat", "Sekolah Dasar", "Sekolah Menengah Pertama", "Ketenagaan")),
    Agency("dinkes", "Dinas Kesehatan", 1, ("Kesehatan Masyarakat", "Pelayanan Kesehatan", "Pencegahan Penyakit", "Sumber Daya Kesehatan")),
    Agency("dinsos", "Dinas Sosial", 1, ("Pemberdayaan Sosial", "Rehabilitasi Sosial", "Perlindungan dan Jaminan Sosial")),
    Agency("disnaker", "Dinas Tenaga Kerja", 1, ("Penempatan Tenaga Kerja", "Pelatihan Kerja", "Hubungan Industrial")),
    Agency(
        "dp3a",
        "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
        1,
        ("Pengarusutamaan Gender", "Perlindungan Perempuan", "Perlindungan Anak"),
    ),
    Agency(
        "dppkb",
        "Dinas Pengendalian Penduduk dan Keluarga Berencana",
        1,
        ("Pengendalian Penduduk", "Keluarga Berencana", "Ketahanan Keluarga"),
    ),
    Agency(
        "dpmpd", "Dinas Pemberdayaan Masyarakat dan Pemerintahan Desa", 1, ("Pemerintahan Desa", "Keuangan Desa", "Pemberdayaan Masyarakat")
    ),
    Agency(
        "disdukcapil",
        "Dinas Kependudukan dan Pencatatan Sipil",
        1,
        ("Pendaftaran Penduduk", "Pencatatan Sipil", "Pengelolaan Informasi", "Pemanfaatan Data"),
    ),
    Agency(
        "disporabudpar", "Dinas Pemuda, Olahraga, Kebudayaan, dan Pariwisata", 1, ("Kepemudaan", "Olahraga", "Kebudayaan", "Pariwisata")
    ),
    Agency("dpad", "Dinas Perpustakaan dan Arsip Daerah", 1, ("Perpustakaan", "Pengelolaan Arsip", "Pembinaan Kearsipan")),
    Agency("satpolpp", "Satuan Polisi Pamong Praja", 1, ("Penegakan Perundang-undangan", "Ketertiban Umum", "Perlindungan Masyarakat")),
    Agency(
        "bpbd",
        "Badan Penanggulangan Bencana Daerah",
        1,
        ("Pencegahan dan Kesiapsiagaan", "Kedaruratan dan Logistik", "Rehabilitasi dan Rekonstruksi"),
    ),
    Agency(
        "kesbangpol",
        "Badan Kesatuan Bangsa dan Politik",
        1,
        ("Ideologi dan Wawasan Kebangsaan", "Politik Dalam Negeri", "Kewaspadaan Nasional"),
    ),
    Agency("dbmsda", "Dinas Bina Marga dan Sumber Daya Air", 2, ("Bina Marga", "Sumber Daya Air", "Pemeliharaan Jalan", "Bina Konstruksi")),
    Agency("dtrb", "Dinas Tata Ruang dan Bangunan", 2, ("Tata Ruang", "Bangunan Gedung", "Pengawasan Bangunan")),
    Agency("dpkp", "Dinas Perumahan, Permukiman, dan Pemakaman", 2, ("Perumahan", "Permukiman", "Pertamanan dan Pemakaman")),
    Agency("dlhk", "Dinas Lingkungan Hidup dan Kebersihan", 2, ("Tata Lingkungan", "Pengendalian Pencemaran", "Kebersihan")),
    Agency("dishub", "Dinas Perhubungan", 2, ("Lalu Lintas", "Angkutan", "Prasarana")),
    Agency("distan", "Dinas Pertanian dan Ketahanan Pangan", 2, ("Tanaman Pangan", "Peternakan", "Ketahanan Pangan", "Penyuluhan")),
    Agency("diskan", "Dinas Perikanan", 2, ("Perikanan Tangkap", "Perikanan Budidaya", "Pemasaran Hasil Perikanan")),
    Agency("disperindag", "Dinas Perindustrian dan Perdagangan", 2, ("Perindustrian", "Perdagangan", "Pasar", "Kemetrologian")),
    Agency("diskopum", "Dinas Koperasi dan Usaha Mikro", 2, ("Kelembagaan Koperasi", "Pemberdayaan Usaha Mikro", "Pengawasan Koperasi")),
    Agency(
        "dpmptsp",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        2,
        ("Penanaman Modal", "Perizinan Berusaha", "Perizinan Nonberusaha", "Pengaduan"),
    ),
    Agency(
        "bappeda",
        "Badan Perencanaan Pembangunan Daerah",
        2,
        ("Pemerintahan", "Ekonomi", "Prasarana Wilayah", "Penelitian dan Pengembangan"),
    ),
    Agency(
        "diskominfo",
        "Dinas Komunikasi dan Informatika",
        3,
        ("Informasi dan Komunikasi Publik", "Aplikasi Informatika", "Infrastruktur Teknologi", "Persandian dan Statistik"),
    ),
    Agency(
        "bkpsdm",
        "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        3,
        ("Mutasi", "Pengembangan Kompetensi", "Pembinaan dan Disiplin", "Data Kepegawaian"),
    ),
    Agency("bpkad", "Badan Pengelolaan Keuangan dan Aset Daerah", 3, ("Anggaran", "Perbendaharaan", "Akuntansi", "Aset")),
    Agency("bapenda", "Badan Pendapatan Daerah", 3, ("Pendataan dan Penilaian", "Penetapan", "Penagihan", "Pengendalian")),
    Agency("inspektorat", "Inspektorat", 3, ("Pengawasan Wilayah I", "Pengawasan Wilayah II", "Pengawasan Wilayah III"), "Inspektur"),
    Agency("setwan", "Sekretariat DPRD", 3, ("Persidangan", "Keuangan", "Hubungan Masyarakat"), "Sekretaris"),
)

#: bagian of the Sekretariat Daerah: (name, assistant)
BUREAUS = (
    ("Pemerintahan", 1),
    ("Kesejahteraan Rakyat", 1),
    ("Hukum", 1),
    ("Perekonomian", 2),
    ("Administrasi Pembangunan", 2),
    ("Pengadaan Barang dan Jasa", 2),
    ("Umum", 3),
    ("Organisasi", 3),
    ("Protokol dan Komunikasi Pimpinan", 3),
    ("Perencanaan dan Keuangan", 3),
)
ASSISTANTS = ("Pemerintahan dan Kesejahteraan Rakyat", "Perekonomian dan Pembangunan", "Administrasi Umum")
SECTIONS = ("Perencanaan", "Pelayanan", "Evaluasi")

"""What somebody answers who complains."""

ANSWERS = {
    "jenis": "pengaduan",
    "hal": "Lampu jalan padam di Jalan Raya Serang Km 12",
    "isi": "Sejak Senin malam sepuluh lampu padam, dan anak sekolah pulang dalam gelap.",
    "lokasi": "Jalan Raya Serang Km 12, Cikupa",
    "identitas": "terbuka",
    "nama": "Dewi",
}

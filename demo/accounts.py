"""Lists the accounts that a visitor of the demonstration tries first."""

from __future__ import annotations

from demo.organisation import DOMAIN

PASSWORD = "alur-demo-2026"
#: opens the trial certificates of those who sign
PASSPHRASE = "tanda-tangan-uji"
SIGNERS = ("bupati", "kepala.dpmptsp", "kepala.dbmsda", "kepala.diskominfo")
#: (address, what one can try with it)
ACCOUNTS = tuple(
    (f"{code}@{DOMAIN}", what)
    for code, what in (
        ("agendaris.setda", "Pencatat surat: mencatat surat masuk"),
        ("bupati", "Bupati: membaca dan mendisposisikan"),
        ("kepala.dbmsda", "Kepala dinas"),
        ("kabid.dbmsda.2", "Kepala bidang"),
        ("tim.dbmsda.2.2", "Ketua tim: melaporkan"),
        ("agendaris.diskominfo", "Koordinator pengaduan: meneruskan pengaduan warga"),
        ("staf.dpmptsp.3.2", "Loket perizinan: memeriksa kelengkapan izin reklame"),
        ("tim.dtrb.3.2", "Tim teknis: meninjau lokasi"),
        ("tim.dpmptsp.3.1", "Ketua tim perizinan: merekomendasikan"),
        ("tim.bapenda.2.2", "Bapenda: menetapkan pajak"),
        ("kepala.dpmptsp", "Kepala DPMPTSP: menandatangani izin"),
        ("kabid.diskominfo.2", "Analis: mengubah prosedur di Perancang"),
        ("kabid.diskominfo.1", "Analis kedua: menyetujui perubahan"),
        ("bendahara.bapenda", "Bendahara: uang yang tidak dapat dibukukan"),
        ("operator", "Operator: insiden dan paket"),
    )
)

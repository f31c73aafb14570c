"""Lists the accounts that a visitor of the demonstration tries first."""

from __future__ import annotations

from demo.organisation import DOMAIN

PASSWORD = "alur-demo-2026"
#: opens the trial certificates of those who sign
PASSPHRASE = "tanda-tangan-uji"
SIGNERS = ("bupati", "kepala.dpmptsp", "kepala.dbmsda", "kepala.diskominfo")
#: (code of the position, what one can try with it, the same in English)
_TRIED = (
    ("agendaris.setda", "Pencatat surat: mencatat surat masuk", "Registrar: registers incoming letters"),
    ("bupati", "Bupati: membaca dan mendisposisikan", "Regent: reads and gives instructions"),
    ("kepala.dbmsda", "Kepala dinas", "Head of an agency"),
    ("kabid.dbmsda.2", "Kepala bidang", "Head of a division"),
    ("tim.dbmsda.2.2", "Ketua tim: melaporkan", "Team leader: reports"),
    ("agendaris.diskominfo", "Koordinator pengaduan: meneruskan pengaduan warga", "Complaints coordinator: passes complaints on"),
    ("staf.dpmptsp.3.2", "Loket perizinan: memeriksa kelengkapan izin reklame", "Permit counter: checks that applications are complete"),
    ("tim.dtrb.3.2", "Tim teknis: meninjau lokasi", "Technical team: visits the place"),
    ("tim.dpmptsp.3.1", "Ketua tim perizinan: merekomendasikan", "Permit team leader: recommends"),
    ("tim.bapenda.2.2", "Bapenda: menetapkan pajak", "Revenue agency: assesses the tax"),
    ("kepala.dpmptsp", "Kepala DPMPTSP: menandatangani izin", "Head of the permit agency: signs permits"),
    ("kabid.diskominfo.2", "Analis: mengubah prosedur di Perancang", "Analyst: changes procedures in the workshop"),
    ("kabid.diskominfo.1", "Analis kedua: menyetujui perubahan", "Second analyst: approves changes"),
    ("bendahara.bapenda", "Bendahara: uang yang tidak dapat dibukukan", "Treasurer: money that no bill could take"),
    ("operator", "Operator: insiden dan paket", "Operator: incidents and packages"),
)
#: by language: (address, what one can try with it)
ACCOUNTS_BY_LANGUAGE = {
    "id": tuple((f"{code}@{DOMAIN}", what) for code, what, _english in _TRIED),
    "en": tuple((f"{code}@{DOMAIN}", english) for code, _what, english in _TRIED),
}
ACCOUNTS = ACCOUNTS_BY_LANGUAGE["id"]

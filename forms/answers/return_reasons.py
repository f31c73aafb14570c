"""Words the reason codes of returned fields for officers and applicants, and the applicant's remedy for each."""

from __future__ import annotations

from forms.texts import Text

_NOTE = Text(id="Baca catatan petugas.", en="Read the officer's note.")
#: code -> (the fault, the remedy)
RETURN_REASONS = {
    "MISSING": (
        Text(id="Belum lengkap", en="Incomplete"),
        Text(id="Isi atau unggah yang kurang.", en="Fill in or upload what is missing."),
    ),
    "UNREADABLE": (
        Text(id="Tidak terbaca", en="Not readable"),
        Text(id="Potret atau pindai lagi sampai semua tulisan terbaca.", en="Photograph or scan it again, so that all of it can be read."),
    ),
    "EXPIRED": (
        Text(id="Sudah tidak berlaku", en="No longer valid"),
        Text(id="Kirim yang masih berlaku.", en="Send one that is still valid."),
    ),
    "MISMATCH": (
        Text(id="Tidak sesuai", en="Does not fit"),
        Text(id="Samakan dengan isian dan berkas lain.", en="Make it agree with your answers and the other files."),
    ),
    "UNSIGNED": (
        Text(id="Belum ditandatangani atau bermeterai", en="Not signed or stamped yet"),
        Text(id="Lengkapi tanda tangan dan meterai, lalu unggah lagi.", en="Add the signature and the stamp, then upload it again."),
    ),
    "WRONG_PLACE": (
        Text(id="Titik lokasi salah", en="The place is wrong"),
        Text(id="Tunjukkan lokasi yang benar.", en="Show the right place."),
    ),
    "NOT_OURS": (Text(id="Bukan kewenangan kabupaten", en="Not for the regency"), _NOTE),
    "OTHER": (Text(id="Lainnya", en="Other"), _NOTE),
}

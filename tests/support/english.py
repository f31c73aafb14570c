"""What of a page is left in Indonesian for somebody who reads English, and ids that no person should read."""

import html
import re

#: words that nearly every Indonesian sentence has one of, and that are no English
INDONESIAN = frozenset(
    "yang dan untuk dengan tidak anda pada dari ini itu atau akan sudah belum oleh karena bila harus dapat permohonan layanan kerja "
    "sekarang sejak selesai lihat kembali masuk nomor berkas petugas jawaban surat izin pajak tagihan bayar dibayar tulis pilih isi "
    "simpan kirim hari gratis wajib boleh kosong uang cari tanggal bulan tahun lacak periksa".split()
)
#: names of agencies and places are names in every language
NAMES = re.compile(
    r"(?:Dinas|Badan|Kantor|Loket|Mal|Kepala|Pemerintah|Kabupaten|Sekretariat|Jl\.|Bank)(?:[ ,]+(?:dan |No\. )?[A-Z0-9][\w.-]*)+"
    r"|SIM|No\. \d+"
)
#: a word that only a machine says: snake_case, an id
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-")
_SAID = re.compile(r'\b(?:alt|aria-label|title|placeholder|data-(?:copied|too-large|here|nowhere|show|hide))="([^"]*)"')


def texts_of(page):
    """What a person reads or hears of a page, without what is marked as Indonesian."""
    page = re.sub(r"<(script|style|svg|pre)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<(?!html)(\w+)\b[^>]*\blang="id"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    return [html.unescape(text).strip() for text in re.findall(r">([^<>]+)<", page) + _SAID.findall(page) if text.strip()]


def indonesian_left(page):
    return [text for text in texts_of(page) if INDONESIAN & set(re.findall(r"[a-z]+", NAMES.sub("", text).casefold()))]


def raw_left(page):
    return [text for text in texts_of(page) if RAW.search(text)]

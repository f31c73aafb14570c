"""What the tests of citizens' pages do again and again: begin, fill in, send."""

import re

FIRST = {"jenis": "pengaduan", "hal": "Lampu jalan padam di Cikupa", "isi": "Sejak Senin malam sepuluh lampu padam."}
SECOND = {"lokasi": "Jalan Raya Serang Km 12"}
THIRD = {"identitas": "terbuka", "nama": "Dewi"}


def begin(guest):
    """The address of the first page."""
    guest.get("/layanan/pengaduan")
    answer = guest.post("/layanan/pengaduan/mulai", baru="ya")
    assert answer.status_code == 302
    return answer.headers["Location"]


def fill(guest, first):
    """All pages; gives the address of the last look."""
    where = first
    for answers in (FIRST, SECOND, THIRD):
        guest.get(where)
        answer = guest.post(where, **answers)
        assert answer.status_code == 302, guest.page
        where = answer.headers["Location"]
    return where


def send(guest):
    """The receipt's address."""
    where = fill(guest, begin(guest))
    guest.get(where)
    answer = guest.post(where, benar="ya")
    assert answer.status_code == 302, guest.page
    return answer.headers["Location"]


def number_and_pin(page):
    return re.findall(r'alur-receipt__no">([^<]+)<', page)

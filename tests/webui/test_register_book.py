"""The book of a register as a page: narrowed, printed and as files, of what the reader may see, and without a formula in it."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from demo.organisation import identifier
from tests.support.letters import ANSWERS, pdf

BOOK = "/buku/surat_masuk"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def book(web, browse):
    """Four letters of the registrar; the third is secret, the last wants to be a formula."""
    registrar = browse("agendaris.setda")
    letters = (
        {"pengirim": "BPBD Provinsi Banten", "klasifikasi": "300.2", "hal": "Undangan rapat banjir"},
        {"pengirim": "Dinas Sosial", "klasifikasi": "400.9", "hal": "Data keluarga", "tanggal_diterima-day": "20"},
        {"pengirim": "Polres", "klasifikasi": "300.1", "hal": "Laporan intelijen", "sifat": "R"},
        {"pengirim": '=HYPERLINK("http://a")', "klasifikasi": "300.2", "hal": "+62\x01 \u2028<b>&"},
    )
    for number, letter in enumerate(letters):
        registrar.get("/mulai/surat_masuk")
        answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "nomor_surat": f"N/{number}", **letter})
        assert answer.status_code == 302, registrar.page
        web.harness.run_jobs()
        web.harness.clock.forward(minutes=1)
    return registrar


def numbers(browser, **chosen):
    browser.get(BOOK + "?" + "&".join(f"{name}={value}" for name, value in chosen.items()))
    return re.findall(r">(\d{4})/2026<", browser.page)


def sheet(browser, query=""):
    answer = browser.client.get(f"{BOOK}.xlsx{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)[-1500:]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
        rows = ET.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter(f"{MAIN}row")
        return [[cell.findtext(f"{MAIN}is/{MAIN}t") for cell in row] for row in rows]


def test_the_book_is_narrowed_by_period_sender_class_security_and_state(web, book):
    assert numbers(book) == ["0004", "0003", "0002", "0001"]
    assert numbers(book, **{"f-pengirim": "bpbd"}) == ["0001"]
    assert numbers(book, **{"f-klasifikasi": "300"}) == ["0004", "0003", "0001"]
    assert numbers(book, **{"f-sifat": "R"}) == ["0003"]
    assert numbers(book, dari="2026-11-21") == ["0004", "0003", "0001"]
    assert numbers(book, sampai="2026-11-20") == ["0002"]
    assert numbers(book, keadaan="COMPLETED") == []
    assert "Tidak ada yang sesuai saringan." in book.page
    assert numbers(book, dari="kemarin", keadaan="X", **{"f-lain": "x", "hal": "-3"}) == ["0004", "0003", "0002", "0001"]
    assert numbers(book, **{"f-pengirim": "%25"}) == [], "a per cent is a per cent"


def test_the_files_hold_the_same_rows_without_a_formula_or_a_secret(web, book):
    rows = sheet(book)
    answer = book.client.get(f"{BOOK}.csv")
    written = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Nomor agenda", "0001/2026", "0002/2026", "0003/2026", "0004/2026"], (
        "as a book is: the oldest first"
    )
    assert [row[0] for row in written] == [row[0] for row in rows]
    assert rows[1][2] == written[1][2] == "BPBD Provinsi Banten"
    assert "H. Contoh Wijaya, Bupati Tangerang" in rows[1]
    assert rows[4][2] == '=HYPERLINK("http://a")', "a text in a cell of texts"
    assert written[4][2] == '\'=HYPERLINK("http://a")'
    assert not [cell for row in written for cell in row if cell[:1] in ("=", "+", "-", "@")]
    for table in (rows, written):
        assert "Rahasia" in table[3]
        assert not [cell for cell in table[3] if cell in ("Polres", "Laporan intelijen")]
    assert "no-store" in answer.headers["Cache-Control"]
    assert [row[0] for row in sheet(book, "?f-pengirim=sosial")[1:]] == ["0002/2026"]


def test_others_see_of_the_book_what_they_may_see(web, book, browse):
    colleague = browse("agendaris.dinkes")
    assert numbers(colleague) == []
    assert "Buku ini masih kosong." in colleague.page
    assert sheet(colleague)[1:] == []
    assert browse("bupati").client.get(f"{BOOK}.xlsx").status_code == 200
    assert browse().get(BOOK).status_code in (302, 401)
    for address in ("/buku/disposisi", "/buku/tidak_ada", "/buku/disposisi.csv", "/buku/disposisi/cetak"):
        assert book.get(address).status_code == 404, address
    kepala = str(identifier("position", "kepala.dinkes"))
    colleague.get("/mulai/surat_masuk")
    assert colleague.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "tujuan": kepala, "nomor_surat": "D/1"}).status_code == 302
    web.harness.run_jobs()
    assert numbers(colleague) == ["0001"]
    assert numbers(book) == ["0004", "0003", "0002", "0001"], "each agency has its own"

"""Bad input by hand: a sentence in the reader's words, status 422, what was typed is kept, nothing is stored by half."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.documents.tables import Document
from engine.persistence.tables.instances import ProcessInstance
from tests.support.letters import ANSWERS, PDF, pdf


@pytest.mark.parametrize(
    ("change", "file", "sentence"),
    [
        ({"hal": ""}, pdf, "Hal: bagian ini harus diisi."),
        ({"tanggal_surat-day": "31", "tanggal_surat-month": "02"}, pdf, "Tanggal surat: tanggal ini tidak ada."),
        ({"tanggal_surat-year": "2027"}, pdf, "Tanggal surat: paling lambat Senin, 23 November 2026."),
        ({"jumlah_lampiran": "beberapa"}, pdf, "Jumlah lampiran: isi dengan angka"),
        ({"klasifikasi": "banjir"}, pdf, "Klasifikasi arsip: pilih dari daftar."),
        ({"tujuan": str(uuid4())}, pdf, "Ditujukan kepada: pilih dari daftar."),
        ({"jabatan_rahasia": "x"}, pdf, "tidak mengenal isian &#39;jabatan_rahasia&#39;"),
        ({}, lambda: pdf(b"MZ not a pdf", "virus.pdf"), "Berkas virus.pdf bukan PDF atau foto."),
        ({}, lambda: pdf(b"%PDF-1.7 broken", "rusak.pdf"), "Berkas rusak.pdf rusak"),
        ({}, lambda: pdf(b"", "kosong.pdf"), "Berkas kosong.pdf kosong"),
        ({}, lambda: pdf(b"{\\rtf1 x}", "surat.doc"), "Berkas surat.doc dibuat dengan Word"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(browse, web, change, file, sentence):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    answer = registrar.post("/mulai/surat_masuk", berkas=file(), **{**ANSWERS, **change})
    assert answer.status_code == 422
    assert sentence in registrar.page
    assert "<title>Kesalahan:" in registrar.page
    typed = {**ANSWERS, **change}
    assert f'value="{typed["pengirim"]}"' in registrar.page
    assert f'value="{typed["tanggal_surat-day"]}"' in registrar.page
    if file is pdf:
        assert "Sudah terunggah" in registrar.page
    with Session(web.harness.database) as session:
        assert session.execute(select(func.count()).select_from(ProcessInstance)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(Document).where(Document.instance_id.is_not(None))).scalar_one() == 0


def test_an_active_pdf_is_refused(browse):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    active = PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>", 1)
    if active == PDF:
        active = re.sub(rb"/Type\s*/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>", PDF, count=1)
    assert active != PDF
    registrar.post("/mulai/surat_masuk", berkas=pdf(active), **ANSWERS)
    assert "berisi skrip" in registrar.page


@pytest.mark.parametrize("word", ["'", '"', "a & | !", "<script>", "%", "_", "\\", "x" * 5000, "(((", "0001/2026"])
def test_no_search_word_breaks_the_page(browse, word):
    browser = browse("bupati")
    assert browser.get("/cari", query_string={"kata": word}).status_code == 200
    assert browser.get("/tugas", query_string={"cari": word, "hal": "0", "tab": word}).status_code == 200


def test_a_character_that_cannot_be_stored_is_refused_with_a_sentence(browse, registered):
    leader = browse("bupati")
    assert leader.get("/cari", query_string={"kata": "a\x00b"}).status_code == 422
    assert "tidak dapat disimpan" in leader.page
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(address, tindakan="selesai", laporan="a\x00b", simpan="1").status_code == 422
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(address, tindakan="selesai", laporan="a\x00b").status_code == 422
    leader.get("/tugas")
    assert address in leader.page


def test_a_refused_file_and_wrong_answers_are_told_together(browse, registered):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    registrar.post("/mulai/surat_masuk", berkas=pdf(b"MZ", "virus.pdf"), **{**ANSWERS, "hal": "", "tanggal_surat-day": "32"})
    for sentence in ("Berkas virus.pdf bukan PDF", "Hal: bagian ini harus diisi.", "Tanggal surat: tanggal ini tidak ada."):
        assert sentence in registrar.page
    assert "Pindaian surat: bagian ini harus diisi." not in registrar.page
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(address, tindakan="selesai", laporan="", berkas_laporan=pdf(b"MZ", "laporan.pdf")).status_code == 422
    for sentence in ("Berkas laporan.pdf bukan PDF", "Jawab pertanyaan ini: Apa yang sudah dilakukan?"):
        assert sentence in leader.page

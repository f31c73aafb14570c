"""Signing on a page, with the passphrase asked each time; and the public's page that says whether a document is ours."""

import io
import re

import pytest

from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.signed_pdfs import Authority, note, plain, sign, stamp
from tests.support.signing_desk import HEAD, PHRASE, YES, Desk
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def desk(web, regency):
    return Desk(Office(web.harness, regency))


@pytest.fixture
def head(desk, browse):
    somebody = browse(HEAD)
    somebody.get(f"/tugas/{desk.task}?putusan=setuju")
    return somebody


def test_the_head_signs_with_a_passphrase_and_nothing_else(desk, head, caplog):
    address = f"/tugas/{desk.task}/tanda-tangan"
    assert "Frasa sandi sertifikat Anda" in head.page
    assert "Sertifikat UJI" in head.page
    assert f'action="{address}?putusan=setuju"' in head.page
    assert 'data-draft="' not in head.page, "a passphrase is never kept as a draft"
    for phrase, told in (("", "Tulis frasa sandi"), ("salah sama sekali", "Frasa sandi ini salah. Dokumen belum ditandatangani.")):
        assert head.post(address, **YES, frasa=phrase).status_code == 422
        assert told in head.page
        assert "salah sama sekali" not in head.page
    assert head.post(address, **YES, frasa=PHRASE).status_code == 302, head.page
    assert PHRASE not in caplog.text
    head.get("/tugas?tab=selesai")
    assert "Izin uji Dewi" in head.page
    assert head.post(address, **YES, frasa=PHRASE).status_code == 409, "it is done"


def test_without_a_certificate_it_is_said_what_to_do(desk, head):
    desk.harness.signer._path(desk.head.person).unlink()
    assert head.post(f"/tugas/{desk.task}/tanda-tangan", **YES, frasa=PHRASE).status_code == 422
    assert "Anda belum mempunyai sertifikat" in head.page


def test_sending_back_needs_no_signature(desk, head):
    head.get(f"/tugas/{desk.task}?putusan=perbaiki")
    assert "Frasa sandi" not in head.page
    assert head.post(f"/tugas/{desk.task}", putusan="perbaiki", catatan="Sebutkan syaratnya.").status_code == 302


def test_a_signature_cannot_be_left_out(desk, head):
    assert head.post(f"/tugas/{desk.task}", **YES).status_code == 409


def test_anybody_verifies_by_code_by_number_and_by_the_file(desk, browse):
    content = desk.signed()
    citizen = browse()
    citizen.get(f"/tanda-terima/{desk.receipt}/lacak")
    code = re.search(r'href="/verifikasi/([^"]+)"', citizen.page)[1]
    download = re.search(r'href="(/tanda-terima/[^"]+/dokumen/[^"]+)"', citizen.page)[1]
    answer = citizen.client.get(download)
    assert answer.data == content
    assert answer.mimetype == "application/pdf"
    for address in (f"/verifikasi/{code}", f"/verifikasi?kode={code.lower()}", "/verifikasi?kode=500.16.7.2/1/2026"):
        citizen.get(address)
        assert "Dokumen asli dan masih berlaku" in citizen.page, address
        for shown in ("Izin uji", "500.16.7.2/1/2026", "D***", "Dinas Perhubungan", "Tanda tangan UJI"):
            assert shown in citizen.page, shown
        for hidden in ("Dewi", desk.head.name):
            assert hidden not in citizen.page, hidden
    altered = bytearray(content)
    altered[1500] ^= 1
    authority = Authority()
    foreign = stamp(sign(plain(), authority.signer("Bupati Lain")), authority.stamper())
    for file, said in (
        (content, "Dokumen asli dan masih berlaku"),
        (bytes(altered), "Berkas ini berubah sejak ditandatangani"),
        (note(content), "Dokumen asli kami, tetapi berkas ini ditambahi"),
        (note(content), "Catatan atau gambar ditambahkan <strong>(tidak ditandatangani siapa pun)"),
        (foreign, "Tanda tangannya utuh, tetapi bukan dokumen kami"),
        (foreign, "sertifikatnya tidak kami kenal: namanya belum terbukti"),
        (foreign, "Cap waktu seluruh dokumen ditambahkan: dikunci oleh nomor 2, TSA Uji"),
        (b"%PDF-1.4 apa saja", "Tidak dikenal"),
        (b"\xff" * 5000, "Tidak dikenal"),
    ):
        assert citizen.post("/verifikasi", berkas=(io.BytesIO(file), "izin.pdf")).status_code == 200
        assert said in citizen.page, said
        citizen.get("/verifikasi")
    assert citizen.post("/verifikasi").status_code == 422
    assert "Pilih berkas PDF" in citizen.page
    for address in ("/verifikasi/TIDAK-ADA", '/verifikasi?kode="><script>', f"/verifikasi/{'x' * 500}"):
        citizen.get(address)
        assert "Tidak dikenal" in citizen.page
        assert "<script>" not in citizen.page
    assert citizen.client.get("/verifikasi/sertifikat.pem").data == desk.harness.signer.roots
    stranger = browse()
    assert stranger.get(download.replace(desk.receipt, "x")).status_code == 404

"""Who has chosen English reads English on every public page: also what is wrong, what is sent, and what packages say."""

import re

import pytest

from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from processes.izin_reklame.tests.permit import Permit
from tests.support.citizens import send
from tests.support.english import indonesian_left, raw_left
from tests.support.templates import deployed

PAGES = (
    *("/", "/layanan", "/layanan?cari=qqq", "/layanan?peristiwa=business", "/layanan/izin-reklame", "/layanan/pengaduan"),
    *("/lacak", "/lacak/pin", "/lanjutkan", "/verifikasi", "/verifikasi?kode=X", "/masuk", "/masuk/warga", "/survei", "/tidak-ada"),
    *("/bantuan", "/kontak", "/privasi", "/aksesibilitas", "/kode-sumber"),
)


@pytest.fixture
@deployed(*PERMIT, "pengaduan")
def reader(web, regency, browse):
    Permit(web.harness, regency)
    web.harness.deploy("pengaduan")
    reader = browse()
    reader.client.set_cookie("bahasa", "en")
    return reader


def look(reader, path):
    assert '<html lang="en"' in reader.page, path
    assert indonesian_left(reader.page) == [], path
    assert raw_left(reader.page) == [], path


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_english(reader, path):
    reader.get(path)
    look(reader, path)


@pytest.mark.parametrize(("service", "pages"), [("izin-reklame", 5), ("pengaduan", 3)])
def test_an_application_is_english_page_by_page_and_where_it_is_wrong(reader, service, pages):
    reader.get(f"/layanan/{service}")
    first = reader.post(f"/layanan/{service}/mulai").headers["Location"]
    for number in range(1, pages + 1):
        where = re.sub(r"1$", str(number), first)
        reader.get(where)
        look(reader, where)
        if reader.post(where).status_code == 422:
            look(reader, f"{where}, wrong")
    where = re.sub(r"1$", "periksa", first)
    reader.get(where)
    look(reader, where)
    reader.get("/lacak")
    assert reader.post("/lacak", nomor="x", pin="1").status_code == 422
    look(reader, "/lacak, wrong")
    assert reader.post("/lacak/pin", nomor="", alamat="x").status_code == 422
    look(reader, "/lacak/pin, wrong")


def test_a_case_is_english_for_its_applicant(reader):
    receipt = send(reader)
    for path in (receipt, f"{receipt}/lacak"):
        reader.get(path)
        look(reader, path)


def test_the_search_for_indonesian_finds_it(reader, browse):
    guest = browse()
    guest.get("/lacak")
    assert len(indonesian_left(guest.page)) > 5
    assert indonesian_left('<p lang="id">Tulis nomor</p><p>Dinas Kesehatan dan Sosial</p>') == []
    assert raw_left("<p>alur_bill</p>") == ["alur_bill"]

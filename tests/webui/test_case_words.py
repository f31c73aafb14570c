"""Pages and mails speak of a complaint where a complaint is meant: the package says the words, and no page can forget them."""

import re

import pytest

from tests.support.citizens import FIRST, SECOND, THIRD, begin
from tests.support.templates import deployed
from webui.wording.case_words import replace_words

ID, EN = {"permohonan": "pengaduan", "pemohon": "pelapor"}, {"application": "objection", "applicant": "complainant"}


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        ("id", "Permohonan ini sudah selesai", "Pengaduan ini sudah selesai"),
        ("id", "Siapa yang membuka permohonan ini", "Siapa yang membuka pengaduan ini"),
        ("id", "Pesan dengan pemohon", "Pesan dengan pelapor"),
        ("id", "bermohon dan pemohonan", "bermohon dan pemohonan"),
        ("en", "An application of an applicant", "An objection of a complainant"),
        ("en", "Your applications", "Your objections"),
    ],
)
def test_the_word_of_the_package_takes_the_place_of_the_platforms(language, sentence, said):
    assert replace_words(sentence, ID if language == "id" else EN, language) == said


def words_of(page):
    """What a person reads: without addresses, styles and the menu."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<[^>]+>", " ", main).lower()


@pytest.fixture
@deployed("pengaduan", "izin_reklame")
def services(web):
    web.harness.deploy("pengaduan")
    web.harness.deploy("izin_reklame")


def test_no_page_of_a_complaint_speaks_of_an_application(services, web, browse):
    citizen, seen = browse(), []

    def look(path):
        assert citizen.get(path).status_code == 200, path
        seen.append(path)
        assert not re.search(r"permohonan|pemohon", words_of(citizen.page)), (path, words_of(citizen.page))

    look("/layanan/pengaduan")
    where = begin(citizen)
    for answers in (FIRST, SECOND, THIRD):
        look(where)
        where = citizen.post(where, **answers).headers["Location"]
    look(where)
    receipt = citizen.post(where, benar="ya").headers["Location"]
    look(receipt)
    look(f"{receipt}/lacak")
    officer = browse("agendaris.diskominfo")
    officer.get(f"/tugas/{web.harness.task('verifikasi').id}")
    assert not re.search(r"permohonan|pemohon", words_of(officer.page))
    officer.get(f"/kasus/{web.harness.task('verifikasi').instance_id}")
    assert "Pesan dengan pelapor" in officer.page
    citizen.get("/layanan/izin-reklame")
    assert "Mulai permohonan" in citizen.page
    assert len(seen) == 7

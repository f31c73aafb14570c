"""Completeness on the pages: the officer ticks, the applicant reads why and answers on one page; messages go both ways."""

import io
import re

import pytest

from tests.support.citizens import number_and_pin
from tests.support.files import photo
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def office(web, regency):
    return Office(web.harness, regency)


@pytest.fixture
def returned(office, browse):
    """An officer has asked for two things; the applicant's browser is at the case."""
    receipt = office.send()
    officer = browse(OFFICER)
    task = office.harness.task("periksa")
    officer.get(f"/tugas/{task.id}?putusan=kembalikan")
    assert "Gambar rancangan" in officer.page
    bad = officer.post(
        f"/tugas/{task.id}", kelengkapan="kembalikan", dikembalikan=["luas", "gambar"], **{"dikembalikan-reason-luas": "MISMATCH"}
    )
    assert bad.status_code == 422
    assert "tulis apa yang tidak sesuai pada “Luas”" in officer.page
    assert re.search(r'value="luas" checked', officer.page), "what was ticked stays"
    sent = officer.post(
        f"/tugas/{task.id}",
        kelengkapan="kembalikan",
        dikembalikan=["luas", "gambar"],
        **{
            "dikembalikan-reason-luas": "MISMATCH",
            "dikembalikan-note-luas": 'Pada gambar 20 m <img src=x onerror="alert(1)">',
            "dikembalikan-reason-gambar": "UNREADABLE",
        },
    )
    assert sent.status_code == 302, officer.page
    office.harness.run_jobs()
    citizen = browse()
    citizen.get(f"/tanda-terima/{receipt}")
    number, pin = number_and_pin(citizen.page)
    citizen.get("/lacak")
    where = citizen.post("/lacak", nomor=number, pin=pin).headers["Location"]
    citizen.get(where)
    return citizen, where, officer, receipt


def begin(citizen):
    address = re.search(r'action="([^"]+/lengkapi/[^"]+)"', citizen.page)[1]
    where = citizen.post(address).headers["Location"]
    citizen.get(where)
    return where


def test_the_applicant_answers_what_came_back_on_one_page(office, returned):
    citizen, where, officer, _receipt = returned
    assert "Menunggu Anda" in citizen.page
    assert "Lengkapi 2 hal sebelum Rabu, 2 Desember, pukul 16.00" in citizen.page
    page = begin(citizen)
    for text in ("Tidak sesuai", "Pada gambar 20 m &lt;img", "Tidak terbaca", "Potret atau pindai lagi", 'value="24"'):
        assert text in citizen.page, text
    assert "Nama pemohon" not in citizen.page
    # who wrote the note and when, the file that came back, and the way back
    by = "Pencatat Surat Dinas Komunikasi dan Informatika, Senin, 23 November 2026, pukul 12.00"
    assert citizen.page.count(f'<p class="alur-meta">{by}</p></blockquote>') == 2
    former = re.search(r'Berkas lama: <a class="alur-link" href="(/lacak/0/jawaban/[^"]+)">([^<]+)</a>', citizen.page)
    assert citizen.client.get(former[1]).headers["Content-Disposition"].startswith("attachment")
    assert f'<a href="{where}" class="govuk-back-link">Kembali ke permohonan' in citizen.page
    answer = citizen.post(page, luas="abc", gambar=(io.BytesIO(b"MZ"), "a.exe"))
    assert answer.status_code == 422
    assert "a.exe bukan PDF" in citizen.page
    assert 'value="abc"' in citizen.page
    assert citizen.post(page, luas="20", nanti="1").status_code == 200
    assert "Belum terkirim" in citizen.page
    citizen.get(page)
    assert 'value="20"' in citizen.page
    answer = citizen.post(page, luas="20", gambar=(io.BytesIO(photo()), "baru.jpg"))
    assert answer.status_code == 302, citizen.page
    citizen.get(answer.headers["Location"])
    assert "Terkirim" in citizen.page
    office.harness.run_jobs()
    citizen.get(where)
    assert "alur-call__tag" not in citizen.page
    officer.get(f"/tugas/{office.harness.task('periksa').id}")
    for text in ("baru.jpg", "Diminta lagi", '<dd dir="auto">20', "Pada gambar 20 m &lt;img"):
        assert text in officer.page, text


def test_by_the_receipt_too_and_by_nobody_else(returned, browse):
    citizen, _where, _officer, receipt = returned
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    page = begin(citizen)
    assert '<a href="/lacak/0" class="govuk-back-link">' in citizen.page
    assert "Berkas lama:" in citizen.page
    assert browse().get(page).status_code == 404
    task = re.search(r"/lengkapi/([^\"]+)\"", citizen.get(f"/tanda-terima/{receipt}/lacak") and citizen.page)[1]
    stranger = browse()
    stranger.get("/lacak")
    for address in (f"/lacak/0/lengkapi/{task}", f"/tanda-terima/x/lengkapi/{task}"):
        assert stranger.post(address).status_code == 404
    assert browse(OFFICER).get(f"/tugas/{task}").status_code == 404, "it is the applicant's, not the staff's"


def test_what_comes_too_late_is_said(office, returned):
    citizen, _where, _officer, _receipt = returned
    page = begin(citizen)
    office.harness.clock.forward(days=10)
    office.harness.sweep()
    office.harness.run_jobs()
    assert citizen.post(page, luas="20", gambar=(io.BytesIO(photo()), "baru.jpg")).status_code == 409
    assert "Langkah ini sudah berakhir" in citizen.page


def test_messages_and_channels(office, returned):
    citizen, where, officer, _receipt = returned
    answer = citizen.post(f"{where}/pesan", pesan="Boleh <b>foto</b> malam?")
    assert answer.status_code == 302
    citizen.get(where)
    assert "Pesan Anda terkirim" in citizen.page
    assert "Boleh &lt;b&gt;foto&lt;/b&gt; malam?" in citizen.page
    case = office.harness.instances()[-1].id
    officer.get(f"/kasus/{case}")
    assert "Boleh &lt;b&gt;foto" in officer.page
    assert officer.post(f"/kasus/{case}/pesan", pesan="Siang hari saja.").status_code == 302
    citizen.get(where)
    assert "Siang hari saja." in citizen.page
    assert "d***@contoh.example" in citizen.page
    assert office.actor(OFFICER).name not in citizen.page
    citizen.post(f"{where}/pemberitahuan")
    citizen.get(where)
    assert 'value="email" checked' not in citizen.page


def test_a_message_that_is_not_sent_stays_on_the_page(office, returned):
    citizen, where, officer, _receipt = returned
    case = office.harness.instances()[-1].id
    for person, address, page in ((citizen, f"{where}/pesan", where), (officer, f"/kasus/{case}/pesan", f"/kasus/{case}")):
        person.get(page)
        assert person.post(address, pesan="Panjang. " * 300).status_code == 422
        assert "Pesan belum terkirim: tulis 1 sampai 2000 huruf." in person.page
        assert person.page.count("Panjang. ") >= 299, "what was typed"
        # a browser lets 2,000 signs be typed, and sends each new line as two
        assert person.post(address, pesan="baris\r\n" * 333).status_code == 302


def test_the_legal_clock_is_on_the_pages(office, browse):
    receipt = office.send()
    office.harness.complete(office.harness.task("periksa").id, office.actor(OFFICER), kelengkapan="lengkap")
    office.harness.run_jobs()
    citizen = browse()
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    said = "Diputus paling lambat Rabu, 9 Desember 2026, pukul 16.00 WIB."
    assert said in citizen.page
    assert "Terpakai 0 dari 12 hari kerja" in citizen.page
    decider, task = browse("agendaris.dishub"), office.harness.task("putuskan")
    for address in (f"/tugas/{task.id}", f"/kasus/{task.instance_id}"):
        decider.get(address)
        assert said in decider.page
    office.harness.clock.forward(days=30)
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    assert "Terlambat: seharusnya diputus" in citizen.page


def test_after_the_end_the_applicant_says_how_it_was(office, browse):
    receipt = office.send()
    citizen = browse()
    where = f"/tanda-terima/{receipt}/lacak"
    assert citizen.get(f"/tanda-terima/{receipt}/survei").headers["Location"].endswith(where), "not before the end"
    office.harness.complete(
        office.harness.task("periksa").id, office.actor(OFFICER), kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten."
    )
    office.harness.run_jobs()
    citizen.get(where)
    address = re.search(r'href="([^"]+/survei)"', citizen.page)[1]
    citizen.get(address)
    assert citizen.page.count('type="radio"') == 36
    scores = dict.fromkeys(re.findall(r'name="(\w+)" type="radio" value="1"', citizen.page), "4")
    assert citizen.post(address, **{**scores, "cost": "9"}).status_code == 422
    assert "Jawab pertanyaan ini: Apakah biayanya wajar?" in citizen.page
    assert citizen.page.count(" checked") == 8
    assert citizen.post(address, **scores).status_code == 302
    citizen.get(where)
    assert "Terima kasih" in citizen.page
    assert "Isi survei" not in citizen.page
    citizen.get("/survei")
    assert "Belum ada layanan dengan paling sedikit 5 jawaban." in citizen.page

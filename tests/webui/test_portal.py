"""A citizen without an account: finds a service, applies page by page, is told what is wrong, sends once, follows, reads the answer."""

import re

import pytest

from demo.organisation import identifier
from engine.commands.deployment.set_package_state import SetPackageState
from tests.support.citizens import FIRST, begin, fill, number_and_pin, send
from tests.support.templates import deployed


@pytest.fixture
@deployed("pengaduan")
def guest(web, browse):
    web.harness.deploy("pengaduan")
    return browse()


def test_the_first_page_leads_to_services_and_tracking(guest, browse):
    guest.get("/")
    assert "Layanan apa yang Anda perlukan?" in guest.page
    assert 'href="/layanan/pengaduan"' in guest.page
    assert 'href="/layanan?peristiwa=community"' in guest.page
    assert 'href="/lacak"' in guest.page
    staff = browse("agendaris.setda")
    assert staff.get("/").headers["Location"] == "/tugas"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lampu jalan", "1 layanan untuk"),
        ("ADUAN", "1 layanan untuk"),
        ("complaint", "1 layanan untuk"),
        ("paspor", "paspor kantor imigrasi"),
        ("lampu kuantum", "Mungkin ini yang Anda maksud"),
        ("kapal kuantum", "Coba kata lain"),
    ],
)
def test_services_are_found_by_what_people_call_them(guest, typed, told):
    """What is not there is said once: a place elsewhere or a suggestion takes the place of "try another word"."""
    guest.get("/layanan", query_string={"cari": typed})
    for words in ("1 layanan untuk", "paspor kantor imigrasi", "Mungkin ini yang Anda maksud", "Coba kata lain"):
        assert (words in guest.page) is (words == told), words
    assert ("Tidak ada layanan untuk" in guest.page) is (typed.endswith("kuantum"))


def test_a_page_of_a_service_has_the_fourteen_parts_of_its_standard(guest):
    guest.get("/layanan/pengaduan")
    for heading in ("Persyaratan", "Prosedur", "Jangka waktu", "Biaya", "Produk layanan", "Dasar hukum", "Evaluasi kinerja"):
        assert f">{heading}</h3>" in guest.page, heading
    assert guest.page.count('govuk-heading-s">') == 14
    assert "UU 25/2009" in guest.page


def test_a_complaint_from_the_first_page_to_its_answer(web, guest, browse):
    receipt = send(guest)
    guest.get(receipt)
    number, pin = number_and_pin(guest.page)
    assert "noindex" in guest.page
    # another browser, without the receipt
    reader = browse()
    reader.get("/lacak")
    answer = reader.post("/lacak", nomor=number.lower(), pin=pin)
    assert answer.status_code == 302
    reader.get(answer.headers["Location"])
    assert "Sekarang di Dinas Komunikasi dan Informatika" in reader.page
    coordinator = browse("agendaris.diskominfo")
    task = web.harness.task("verifikasi")
    coordinator.get(f"/tugas/{task.id}")
    assert "Lampu jalan padam" in coordinator.page
    liaison = str(identifier("position", "agendaris.dishub"))
    assert coordinator.post(f"/tugas/{task.id}", putusan="teruskan", tujuan=liaison).status_code == 302, coordinator.page
    officer, task = browse("agendaris.dishub"), web.harness.task("tangani")
    officer.get(f"/tugas/{task.id}")
    assert officer.post(f"/tugas/{task.id}", tindakan="jawab", jawaban="Sudah diganti pada 24 November 2026.").status_code == 302, (
        officer.page
    )
    for page in (answer.headers["Location"], f"{receipt}/lacak"):
        reader.get(page)
        assert "Sudah diganti pada 24 November 2026." in reader.page
        assert "Dewi" not in reader.page
        assert officer.page  # a name of the staff is on none of these pages
        for name in ("agendaris", "Plh."):
            assert name not in reader.page


def test_what_is_wrong_on_a_page_is_told_there_and_what_was_typed_is_kept(guest):
    first = begin(guest)
    guest.get(first)
    answer = guest.post(first, jenis="pengaduan", hal="Pendek", isi="Sejak Senin malam sepuluh lampu padam.")
    assert answer.status_code == 422
    assert "Kesalahan:" in guest.page
    assert 'value="Pendek"' in guest.page
    assert "Sejak Senin malam" in guest.page
    guest.get(first)
    assert 'value="Pendek"' in guest.page, "it is kept although it is wrong"


def test_answers_are_looked_at_once_more_and_changed_from_there(guest):
    where = fill(guest, begin(guest))
    guest.get(where)
    assert "Jalan Raya Serang Km 12" in guest.page
    assert "Pengaduan</dd>" in guest.page, "the word of a choice, not its value"
    assert "Tidak diisi" in guest.page
    assert guest.post(where).status_code == 422
    assert "Nyatakan bahwa jawaban ini benar" in guest.page
    # a page that was left out is found before anything is sent
    other = begin(guest)
    last = re.sub(r"/1$", "/periksa", other)
    guest.get(last)
    assert "Belum dapat dikirim" in guest.page
    assert guest.post(last, benar="ya").status_code == 422


def test_a_form_that_is_sent_again_shows_the_same_receipt(web, guest):
    where = fill(guest, begin(guest))
    guest.get(where)
    receipts = set()
    for _ in range(3):
        guest.get("/lacak")  # for a token
        receipts.add(guest.post(where, benar="ya").headers["Location"])
    assert len(receipts) == 1
    assert guest.get(where).headers["Location"] in receipts
    assert guest.get(re.sub("periksa$", "1", where)).headers["Location"] in receipts
    assert len(web.harness.instances()) == 1


def test_a_draft_belongs_to_the_browser_that_began_it(guest, browse):
    first = begin(guest)
    guest.get(first)
    guest.post(first, **FIRST)
    stranger = browse()
    for address in (first, re.sub("1$", "periksa", first)):
        assert stranger.get(address).status_code == 404
        assert "Lampu" not in stranger.page
    stranger.get("/lacak")
    assert stranger.post(first, **FIRST).status_code == 404


def test_a_wrong_number_and_a_wrong_pin_look_the_same(guest, browse):
    guest.get(send(guest))
    number, pin = number_and_pin(guest.page)
    seen = set()
    for typed in ((number, "000000" if pin != "000000" else "000001"), ("TGR-AAAA-AAAA", pin), ("", ""), ("x" * 300, "9" * 300)):
        reader = browse()
        reader.get("/lacak")
        assert reader.post("/lacak", nomor=typed[0], pin=typed[1]).status_code == 422
        seen.add(re.sub(r'value="[^"]*"', "", reader.page))
    assert len(seen) == 1


def test_nothing_is_followed_that_was_not_opened(guest, browse):
    send(guest)
    stranger = browse()
    for address in ("/lacak/0", "/lacak/1", "/tanda-terima/x", "/tanda-terima/x/lacak", "/layanan/tidak-ada"):
        assert stranger.get(address).status_code == 404, address


def test_a_service_that_was_closed_is_gone(web, guest):
    first = begin(guest)
    web.harness.execute(SetPackageState(package="pengaduan", enabled=False))
    guest.get("/")
    assert "Belum ada layanan" in guest.page
    assert guest.get("/layanan/pengaduan").status_code == 404
    assert guest.get(first).status_code == 404


def test_what_is_typed_is_kept_while_it_is_typed(guest):
    first = begin(guest)
    guest.get(first)
    assert f'data-draft="{first}/draf"' in guest.page
    assert guest.post(f"{first}/draf", hal="Setengah").status_code == 200
    guest.get(first)
    assert 'value="Setengah"' in guest.page


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script> lampu", "{{ 7*7 }} lampu jalan", "=1+1 lampu jalan", "\u202e lampu jalan"])
def test_nothing_that_a_citizen_writes_is_carried_out(web, guest, browse, hostile):
    first = begin(guest)
    guest.get(first)
    guest.post(first, **{**FIRST, "hal": hostile})
    guest.get(first)
    assert "<script>alert" not in guest.page
    assert "49 lampu" not in guest.page


def test_the_portal_speaks_english(guest):
    guest.get("/")
    guest.post("/bahasa", bahasa="en", lanjut="/")
    guest.get("/layanan/pengaduan")
    assert "To complain, to suggest" in guest.page
    guest.get(begin(guest))
    assert "What would you like to send?" in guest.page
    assert "Step 1 of 4" in guest.page


def test_style_is_compressed_and_pages_are_not(guest):
    """A first view of at most 40 kB on a slow line; pages hold tokens beside what was typed, whose lengths must tell nothing."""
    weight = len(guest.get("/").data)
    for name in ("govuk.css", "alur.css", "more.css", "alur.js"):
        answer = guest.client.get(f"/static/{name}", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        weight += len(answer.data)
    assert weight < 40_000
    assert "Content-Encoding" not in guest.get("/layanan", headers={"Accept-Encoding": "br"}).headers


def test_a_suspicious_document_can_be_reported(browse, guest):
    """To the service with which people report things; where none is offered, to the regency's telephone."""
    for path in ("/verifikasi?kode=7K4M-29QX-52HN-8QX1", "/verifikasi"):
        page = guest.get(path).text
        assert '<a class="govuk-link" href="/layanan/pengaduan">Laporkan dokumen</a>' in page, path
    assert "Dokumen ini mencurigakan?" in guest.get("/verifikasi?kode=X").text
    assert "Dokumen ini mencurigakan?" not in guest.get("/verifikasi").text


def test_without_such_a_service_the_report_leads_to_the_telephone(browse):
    assert '<a class="govuk-link" href="/kontak">Laporkan dokumen</a>' in browse().get("/verifikasi").text

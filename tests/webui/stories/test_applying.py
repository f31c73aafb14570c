"""First days of people who ask the regency for something, told in docs/stories.md."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.account_pages import last_code
from tests.support.citizens import FIRST
from tests.support.files import picture
from tests.support.templates import deployed
from webui.settings import ROOT

WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
STATE = "[data-draft-state]"
PLACE = {"lokasi": "Jalan Raya Serang Km 12"}
MAIL = "siti@contoh.id"


@pytest.fixture(autouse=True)
@deployed("pengaduan")
def complaints(web):
    web.harness.deploy("pengaduan")


def begin(somebody):
    """Up to the second of three pages."""
    return somebody.goes("/layanan/pengaduan").presses("Mulai pengaduan").fills(**FIRST).presses("Simpan dan lanjut")


def come_to_the_check(somebody, **place):
    somebody.fills(**PLACE, **place).presses("Simpan dan lanjut").ticks("Tanpa nama")
    return somebody.presses("Simpan dan lanjut").reads("Periksa jawaban Anda")


def send(somebody):
    """From the check page; gives number and PIN."""
    somebody.page.check("#benar", force=True)
    somebody.presses("Kirim pengaduan").reads("diterima")
    return somebody.page.locator(".alur-receipt__no").all_inner_texts()


@WITH_OR_WITHOUT
def test_she_comes_back_after_a_week(web, story, scripts):
    siti = begin(story(scripts=scripts))
    web.harness.clock.forward(days=7)
    siti.goes("/").reads("Isian Anda yang belum dikirim").presses("Lanjutkan")
    assert siti.path.endswith("/2"), "the first page that is not complete"
    come_to_the_check(siti).reads(FIRST["hal"])
    send(siti)
    siti.goes("/").reads_nowhere("belum dikirim")


def test_he_begins_on_his_phone_and_ends_at_his_daughters(web, story):
    father, daughter = begin(story()), story()
    father.presses("Lanjutkan di perangkat lain").fills(alamat=MAIL).presses("Kirim tautan")
    (mail,) = [item for item in web.harness.notifier.mails.values() if item.to == MAIL]
    daughter.goes(re.search(r"/lanjutkan/\S+", mail.text).group()).presses("Lanjutkan isian")
    come_to_the_check(daughter).reads(FIRST["isi"])
    send(daughter)


def test_the_counter_takes_over_what_was_begun_at_home(story):
    home, counter = begin(story()), story("agendaris.setda")
    home.presses("Lanjutkan di perangkat lain")
    code = home.page.locator(".alur-receipt__no").inner_text()
    counter.goes("/lanjutkan").fills(kode=code.lower()).presses("Lanjutkan isian").reads("Mode loket")
    assert counter.page.input_value("#hal") == FIRST["hal"]
    counter.presses("Simpan dan lanjut")
    come_to_the_check(counter)
    send(counter)


@WITH_OR_WITHOUT
def test_one_answer_is_changed_and_the_others_stay(story, scripts):
    siti = come_to_the_check(begin(story(scripts=scripts)))
    siti.presses("Ubah Di mana?").fills(lokasi="Jalan Raya Serang Km 21").presses("Simpan dan periksa lagi")
    siti.reads("Periksa jawaban Anda", "Jalan Raya Serang Km 21", FIRST["hal"]).reads_nowhere("Km 12")
    send(siti)


@WITH_OR_WITHOUT
def test_he_goes_back_after_sending_and_sends_again(web, story, scripts):
    eko = come_to_the_check(begin(story(scripts=scripts)))
    check = eko.page.url
    first = send(eko)
    eko.page.go_back()
    if eko.page.url == check and eko.page.locator("#benar").count():  # the page as the browser has kept it
        assert send(eko) == first
    else:
        assert eko.page.locator(".alur-receipt__no").all_inner_texts() == first
    assert len(web.harness.instances()) == 1


def test_two_tabs_do_not_overwrite_each_other(story):
    siti = story().goes("/layanan/pengaduan").presses("Mulai pengaduan")
    first, second = siti.page, siti.eye.context.new_page()
    second.goto(first.url)
    second.fill("#hal", "Tulisan di tab kedua")
    expect(second.locator(STATE)).to_contain_text("Tersimpan pukul")
    siti.fills(**{**FIRST, "hal": "Tulisan di tab pertama"})
    expect(first.locator(STATE)).not_to_contain_text("Tersimpan pukul")
    siti.presses("Simpan dan lanjut").reads("Tulisan di tab kedua")
    assert first.input_value("#hal") == "Tulisan di tab pertama"
    where = siti.path
    siti.presses("Simpan dan lanjut").reads("Tempat dan waktu").goes(where)
    assert first.input_value("#hal") == "Tulisan di tab pertama"


def test_her_browser_dies_while_she_writes(story, eye):
    siti = story().goes("/layanan/pengaduan").presses("Mulai pengaduan").fills(**FIRST)
    expect(siti.page.locator(STATE)).to_contain_text("Tersimpan pukul")
    again = story(storage_state=siti.closes_the_browser())
    again.goes("/").reads("Isian Anda yang belum dikirim").presses("Lanjutkan")
    again.page.go_back()
    again.goes("/layanan/pengaduan").reads("Isian Anda yang belum dikirim").presses("Lanjutkan")
    come_to_the_check(again).reads(FIRST["hal"], FIRST["isi"])
    send(again)


@WITH_OR_WITHOUT
def test_the_photo_of_her_new_phone_is_taken(web, story, scripts):
    siti = begin(story(scripts=scripts)).fills(**PLACE)
    siti.takes("foto", "IMG_0001.HEIC", (ROOT / "tests/support/foto.heic").read_bytes(), "image/heic")
    if scripts:
        siti.page.wait_for_selector("text=Terunggah")
    siti.presses("Simpan dan lanjut").ticks("Tanpa nama").presses("Simpan dan lanjut").reads("IMG_0001")
    send(siti)
    officer = story("agendaris.diskominfo").goes(f"/tugas/{web.harness.task('verifikasi').id}").reads("IMG_0001")
    kept = officer.page.locator("a[href*='/berkas/']").first.get_attribute("href")
    answer = officer.eye.context.request.get(officer.address + kept)
    assert answer.headers["content-type"] == "image/jpeg", "every browser shows it"


@WITH_OR_WITHOUT
def test_a_year_of_two_digits_is_asked_back(story, scripts):
    siti = begin(story(scripts=scripts)).fills(**PLACE)
    for part, text in (("day", "3"), ("month", "Nov"), ("year", "26")):
        siti.page.fill(f"#tanggal_kejadian-{part}", text)
    siti.presses("Simpan dan lanjut").reads("Ada yang perlu diperbaiki", "Selasa, 3 November 2026")
    assert siti.page.input_value("#lokasi") == PLACE["lokasi"]
    siti.presses("Selasa, 3 November 2026").ticks("Tanpa nama").presses("Simpan dan lanjut").reads("Selasa, 3 November 2026")
    send(siti)


@WITH_OR_WITHOUT
def test_a_file_that_is_no_photo_is_refused_with_the_reason(story, scripts):
    siti = begin(story(scripts=scripts)).fills(**PLACE)
    siti.takes("foto", "lagu.mp3", b"ID3" + b"\0" * 500, "audio/mpeg")
    if scripts:
        expect(siti.page.locator(".govuk-error-summary")).to_contain_text("lagu.mp3")
    else:
        siti.presses("Simpan dan lanjut")
    siti.reads("lagu.mp3 bukan PDF atau foto")
    assert siti.page.input_value("#lokasi") == PLACE["lokasi"]
    siti.takes("foto", "bukti.png", picture("PNG"), "image/png")
    if scripts:
        siti.page.wait_for_selector("text=Terunggah")
    siti.presses("Simpan dan lanjut").ticks("Tanpa nama").presses("Simpan dan lanjut").reads("bukti.png").reads_nowhere("lagu.mp3")
    send(siti)


@WITH_OR_WITHOUT
def test_he_writes_the_name_of_the_thing_wrong(story, scripts):
    eko = story(scripts=scripts).goes("/").fills(cari="jalan berlobang")
    eko.presses("Cari layanan").presses("Pengaduan").reads("Mulai pengaduan")


def test_what_is_done_elsewhere_is_answered_with_where(story):
    eko = story().goes("/").fills(cari="KTP").presses("Cari layanan").reads("diurus di loket kecamatan mana pun")
    eko.goes("/").page.locator("footer a", has_text="Kontak").click()
    eko.page.wait_for_url("**/kontak")
    eko.reads("Telepon")


def test_an_engineer_from_abroad_reads_english(story):
    anna = story(locale="en-GB").goes("/")
    anna.page.locator("button", has_text="English").first.click()
    anna.page.wait_for_load_state()
    assert anna.page.evaluate("document.documentElement.lang") == "en"
    anna.goes("/layanan/pengaduan").presses("Begin").reads_nowhere("Simpan dan lanjut")
    anna.presses("Save and go on").reads("There is a problem")
    anna.fills(**FIRST).presses("Save and go on").fills(**PLACE).presses("Save and go on").fills(identitas="anonim")
    anna.presses("Save and go on").page.check("#benar", force=True)
    with anna.page.expect_navigation(wait_until="load"):
        anna.page.locator("main form:has(#benar) button").click()
    anna.reads("received")


def test_she_opens_an_account_and_her_draft_comes_along(web, story):
    siti = begin(story()).goes("/masuk/warga").fills(alamat="SITI@contoh.id").presses("Kirim kode")
    siti.fills(kode=last_code(web)).presses("Lanjut").fills(nama="Siti Aminah").presses("Buka akun").reads("Permohonan saya")
    siti.goes("/").reads("Isian Anda yang belum dikirim").presses("Lanjutkan")
    send(come_to_the_check(siti))
    siti.goes("/saya").reads("Pengaduan", "TGR-")


def test_on_the_librarys_computer_nothing_is_left(web, story):
    siti = begin(story(width=1280)).goes("/masuk/warga").fills(alamat=MAIL).presses("Kirim kode")
    siti.fills(kode=last_code(web)).presses("Lanjut").fills(nama="Siti Aminah").presses("Buka akun")
    siti.goes("/").presses("Lanjutkan")
    number, _pin = send(come_to_the_check(siti))
    siti.goes("/saya").reads(number)
    siti.presses("Keluar")
    for path in ("/", "/saya", "/lacak/0"):
        siti.goes(path).reads_nowhere(number, FIRST["hal"])
    siti.page.go_back()
    siti.reads_nowhere(number, FIRST["hal"])
    siti.goes("/masuk/warga").fills(alamat=MAIL).presses("Kirim kode").fills(kode=last_code(web)).presses("Lanjut").reads(number)

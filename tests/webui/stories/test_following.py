"""What happens to people after they have sent something: lost PINs, returned files, money, answers. Told in docs/stories.md."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.payments.commands.record_payment import RecordPayment
from casework.payments.tables import Bill
from tests.support.account_pages import last_code
from tests.support.cashier import AMOUNT
from tests.support.files import picture
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.signed_pdfs import Authority, altered, plain, sign, stamp
from tests.support.signing_desk import HEAD, PHRASE, Desk
from tests.support.templates import deployed

WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
OWN = "dewi@contoh.example"


@pytest.fixture
@deployed(*OFFICE)
def office(web, regency):
    return Office(web.harness, regency)


@pytest.fixture
def bill(office):
    """Of a permit of which everything but the money is decided."""
    office.receipt = office.send(jenis="berbayar")
    for element, code, answers in (
        ("periksa", OFFICER, {"kelengkapan": "lengkap"}),
        ("putuskan", "agendaris.dishub", {"keputusan": "Ya."}),
    ):
        office.harness.complete(office.harness.task(element).id, office.actor(code), **answers)
        office.harness.run_jobs()
    (bill,) = office.harness._all(select(Bill))
    return bill


def pay(office, bill, amount, reference):
    office.harness.execute(RecordPayment(reference=reference, va=bill.va, amount=amount, paid_at=office.harness.clock.moment))
    office.harness.run_jobs()


def number_and_pin(somebody, receipt):
    somebody.goes(f"/tanda-terima/{receipt}")
    return somebody.page.locator(".alur-receipt__no").all_inner_texts()


@WITH_OR_WITHOUT
def test_she_lost_her_pin(web, office, story, scripts):
    number, old = number_and_pin(story(), office.send())
    dewi = story(scripts=scripts).goes("/lacak").fills(nomor=number, pin=old[::-1] if old[::-1] != old else "000001").presses("Lacak")
    dewi.reads("Ada yang perlu diperbaiki").presses("PIN hilang").fills(nomor=number.lower(), alamat="DEWI@contoh.example ").presses(
        "Kirim kode"
    )
    dewi.fills(kode=last_code(web, OWN)).presses("Lanjut").reads("PIN baru Anda", number)
    new = re.search(r"PIN baru Anda: (\d{6})", dewi.text).group(1)
    story(scripts=scripts).goes("/lacak").fills(nomor=number, pin=f"{new[:3]} {new[3:]}").presses("Lacak").reads(f"Nomor {number}")


def test_he_lost_the_number_too_but_has_an_account(web, office, story):
    number, pin = number_and_pin(story(), office.send(surel="siti@contoh.id"))
    siti = story().goes("/masuk/warga").fills(alamat="siti@contoh.id").presses("Kirim kode")
    siti.fills(kode=last_code(web)).presses("Lanjut").fills(nama="Siti Aminah").presses("Buka akun")
    siti.goes("/lacak").fills(nomor=number, pin=pin).presses("Lacak").presses("Simpan di akun saya")
    again = story().goes("/masuk/warga").fills(alamat="siti@contoh.id").presses("Kirim kode")
    web.harness.clock.forward(days=3)
    again.goes("/masuk/warga").fills(alamat="siti@contoh.id").presses("Kirim kode").fills(kode=last_code(web)).presses("Lanjut")
    again.reads(number).presses("Izin uji").reads(f"Nomor {number}")


@WITH_OR_WITHOUT
def test_two_things_come_back_and_are_answered_on_one_page(web, office, story, scripts):
    receipt = office.send()
    officer = story(OFFICER).goes(f"/tugas/{web.harness.task('periksa').id}").presses("Minta dilengkapi")
    for field, reason in (("luas", "MISMATCH"), ("gambar", "UNREADABLE")):
        officer.page.locator(f"input[value={field}]").check(force=True)
        officer.page.select_option(f"#dikembalikan-reason-{field}", reason)
    officer.presses("Kirim kepada pemohon").reads("Luas").fills(**{"dikembalikan-note-luas": "Pada gambar 20 m."})
    officer.presses("Kirim kepada pemohon")
    web.harness.run_jobs()
    dewi = story(scripts=scripts).goes(f"/tanda-terima/{receipt}/lacak").reads("Menunggu Anda", "Lengkapi 2 hal sebelum")
    dewi.presses("Lengkapi sekarang").reads("Pada gambar 20 m.", "Tidak terbaca", "Potret atau pindai lagi")
    dewi.fills(luas="dua puluh").presses("Kirim perbaikan").reads("Ada yang perlu diperbaiki").fills(luas="20")
    dewi.takes("gambar", "baru.png", picture("PNG"), "image/png")
    if scripts:
        dewi.page.wait_for_selector("text=Terunggah")
    dewi.presses("Kirim perbaikan").reads("Terkirim")
    web.harness.run_jobs()
    dewi.goes(f"/tanda-terima/{receipt}/lacak").reads_nowhere("Menunggu Anda")
    officer.goes(f"/tugas/{web.harness.task('periksa').id}").reads("baru.png").presses("Lengkap")


@WITH_OR_WITHOUT
def test_he_pays_a_thousand_too_little(office, bill, story, scripts):
    eko = story(scripts=scripts).goes(f"/tanda-terima/{office.receipt}/lacak").reads("Bayar Rp150.000 sebelum", bill.va)
    pay(office, bill, AMOUNT - 1000, "A")
    eko.goes(eko.path).reads("Bayar kekurangannya Rp1.000 sebelum", "Rp149.000 sudah kami terima, tetapi kurang.")
    pay(office, bill, 1000, "B")
    eko.goes(eko.path).reads("Lunas: Rp150.000")


@WITH_OR_WITHOUT
def test_she_pays_twice_and_gets_it_back(office, bill, story, scripts):
    pay(office, bill, AMOUNT, "A")
    pay(office, bill, AMOUNT, "B")
    dewi = story(scripts=scripts).goes(f"/tanda-terima/{office.receipt}/lacak").reads("padahal tagihan ini sudah lunas")
    where = dewi.path
    dewi.presses("kembali").reads("Minta Rp150.000 kembali").presses("Minta uang kembali").reads("Ada yang perlu diperbaiki")
    dewi.fills(bank="Bank Contoh", rekening="1234 5678 90", pemilik="Dewi").presses("Minta uang kembali").reads("rekening ******7890")
    treasurer = story("bendahara.bapenda").goes("/kas").reads("rekening 1234567890, atas nama Dewi")
    treasurer.page.locator("input[name=transfer]").fill("TRF-001")
    treasurer.presses("Catat sudah dikembalikan").reads("Semua uang sudah dibukukan.", "TRF-001")
    dewi.goes(where).reads("nomor transfer TRF-001")


def test_money_of_nobody_is_put_right_by_the_treasurer(office, bill, story):
    office.harness.execute(RecordPayment(reference="X", va="1", amount=AMOUNT, paid_at=office.harness.clock.moment))
    treasurer = story("bendahara.bapenda").goes("/kas").reads("Rp150.000")
    if not treasurer.page.locator("input[name=catatan]").is_visible():
        treasurer.unfolds("Ditangani dengan cara lain")
    treasurer.presses("Catat sudah ditangani").reads("Ada yang perlu diperbaiki")
    treasurer.page.locator("input[name=catatan]").fill("Dikembalikan ke rekening asal oleh bank.")
    treasurer.presses("Catat sudah ditangani").reads("Semua uang sudah dibukukan.", "Dikembalikan ke rekening asal oleh bank.")


def test_the_bill_is_kept_as_a_letter_and_so_is_the_proof(office, bill, story):
    eko = (
        story()
        .goes(f"/tanda-terima/{office.receipt}/lacak")
        .unfolds("Tidak setuju dengan jumlahnya?")
        .reads("keberatan tertulis", "Bank Contoh Banten")
    )
    for name, before in (("ketetapan", True), ("bukti", False)):
        if not before:
            pay(office, bill, AMOUNT, "A")
            eko.goes(eko.path)
        with eko.page.expect_download() as download:
            eko.page.locator(f"a[href$='{name}.pdf']").first.click()
        assert download.value.path().read_bytes().startswith(b"%PDF")


@WITH_OR_WITHOUT
def test_the_head_signs_and_anybody_can_check_the_permit(office, story, scripts):
    desk = Desk(office)
    head = story(HEAD).goes(f"/tugas/{desk.task}").presses("Tandatangani").fills(frasa="bukan ini").presses("Tandatangani")
    head.reads("Frasa sandi ini salah").fills(frasa=PHRASE).presses("Tandatangani")
    office.harness.run_jobs()
    dewi = story(scripts=scripts).goes(f"/tanda-terima/{desk.receipt}/lacak").reads("Unduh PDF", "Ditandatangani")
    with dewi.page.expect_download() as download:
        dewi.page.locator("a", has_text="Unduh PDF").click()
    content = download.value.path().read_bytes()
    bank = story(width=1280, scripts=scripts).goes("/verifikasi").takes("berkas", "izin.pdf", content, "application/pdf")
    bank.presses("Periksa berkas").reads("Dokumen asli dan masih berlaku")
    dewi.presses("Periksa keasliannya").reads("Dokumen asli dan masih berlaku")


def test_a_paper_of_the_province_is_not_called_forged(story):
    authority = Authority()
    genuine = stamp(sign(plain(), authority.signer("Drs. H. Bupati Uji, M.Si.")), authority.stamper())
    eko = story().goes("/verifikasi").takes("berkas", "surat.pdf", genuine, "application/pdf").presses("Periksa berkas")
    eko.reads("Drs. H. Bupati Uji, M.Si.").reads_nowhere("Berkas ini berubah")
    eko.goes("/verifikasi").takes("berkas", "surat.pdf", altered(genuine), "application/pdf").presses("Periksa berkas")
    eko.reads("Berkas ini berubah sejak ditandatangani")


def test_he_asks_and_the_officer_answers(web, office, story):
    receipt = office.send()
    eko = story().goes(f"/tanda-terima/{receipt}/lacak").fills(pesan="Apakah fotonya boleh malam hari?").presses("Kirim pesan")
    eko.reads("Pesan Anda terkirim")
    officer = story(OFFICER).reads("Pesan yang menunggu jawaban").presses("Izin uji").reads("Apakah fotonya boleh malam hari?")
    officer.fills(pesan="Siang hari saja.").page.locator("form[action$='/pesan'] button").first.click()
    officer.page.wait_for_load_state()
    eko.goes(f"/tanda-terima/{receipt}/lacak").reads("Siang hari saja.").reads_nowhere(office.officer.name)


def test_the_answer_is_late_and_the_page_says_so(web, office, story):
    receipt = office.send()
    web.harness.complete(web.harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    eko = story().goes(f"/tanda-terima/{receipt}/lacak").reads("Diputus paling lambat Rabu, 9 Desember 2026, pukul 16.00 WIB.")
    web.harness.clock.moment += timedelta(days=30)
    eko.goes(eko.path).reads("Terlambat: seharusnya diputus")
    story("agendaris.dishub").goes("/tenggat").reads("Terlambat 1", "Izin uji Dewi")


def test_a_day_off_is_declared_and_the_term_moves(web, office, story):
    receipt = office.send()
    web.harness.complete(web.harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    eko = story().goes(f"/tanda-terima/{receipt}/lacak").reads("Diputus paling lambat Rabu, 9 Desember 2026, pukul 16.00 WIB.")
    operator = story("operator").goes("/kokpit/kalender").fills(hari="9 Desember pemilihan", dasar="Keppres uji").presses("Catat hari")
    operator.reads("Ada yang perlu diperbaiki").fills(hari="2026-12-09 Pemungutan suara").presses("Catat hari").reads("Kalender dicatat")
    web.harness.sweep()
    web.harness.run_jobs()
    eko.goes(eko.path).reads("Diputus paling lambat Kamis, 10 Desember 2026, pukul 16.00 WIB.")


@WITH_OR_WITHOUT
def test_she_says_how_it_was(web, office, story, scripts):
    receipt = office.send()
    web.harness.complete(
        web.harness.task("periksa").id, office.officer, kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten."
    )
    web.harness.run_jobs()
    dewi = story(scripts=scripts).goes(f"/tanda-terima/{receipt}/lacak").reads("Permohonan ini sudah selesai").presses("Isi survei")
    dewi.presses("Kirim jawaban").reads("Ada yang perlu diperbaiki")
    for score in dewi.page.locator("input[value='4']").all():
        score.check(force=True)
    dewi.presses("Kirim jawaban").reads("Terima kasih")


def test_two_addresses_in_one_field_are_asked_back(web, office, story):
    siti = story().goes("/layanan/izin-uji").presses("Mulai").fills(jenis="biasa", nama="Siti", surel="siti@contoh.id, orang@lain.example")
    siti.presses("Simpan dan lanjut").reads("Ada yang perlu diperbaiki")
    assert siti.page.input_value("#nama") == "Siti"
    siti.fills(surel="siti@contoh.id", telepon="021 555 1234", nik="3603 1212 0890 0123").presses("Simpan dan lanjut").reads("Luas")
    siti.fills(luas="20").takes("gambar", "a.png", picture("PNG"), "image/png").page.wait_for_selector("text=Terunggah")
    siti.presses("Simpan dan lanjut").reads("siti@contoh.id", "3603121208900123")
    siti.page.check("#benar", force=True)
    siti.presses("Kirim permohonan").reads("diterima")
    web.harness.run_jobs()
    assert {mail.to for mail in web.harness.notifier.mails.values() if "contoh.id" in mail.to or "lain" in mail.to} == {"siti@contoh.id"}

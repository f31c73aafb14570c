"""Reports: time limits for whoever may see the cases, and money for the treasurer."""

import pytest
from sqlalchemy import select

from casework.payments.commands.record_payment import RecordPayment
from casework.payments.tables import Bill
from tests.support.cashier import AMOUNT, Cashier
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def office(web, regency):
    return Office(web.harness, regency)


def test_the_report_of_time_limits_shows_the_date_that_applicant_and_officer_read(web, browse, office):
    receipt = office.send(nama="Budi")
    web.harness.complete(web.harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    officer, citizen = browse("agendaris.dishub"), browse()
    officer.get("/tenggat")
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    date = "Rabu, 9 Desember 2026, pukul 16.00"
    assert date in officer.page
    assert date in citizen.page
    assert office.follow(receipt).number in officer.page
    officer.get(f"/tugas/{web.harness.task('putuskan').id}")
    assert date in officer.page
    officer.get("/tenggat?saring=terlambat")
    assert "Tidak ada yang terlambat" in officer.page


def test_others_see_no_row_and_an_operator_no_title(web, browse, office):
    office.send(nama="Budi")
    web.harness.complete(web.harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    title = web.harness.instances()[0].title
    stranger, operator, officer = browse("kepala.dinsos"), browse("operator"), browse(OFFICER)
    for somebody in (stranger, operator, officer):
        somebody.get("/tenggat")
    assert "Tidak ada kasus dengan batas waktu" in stranger.page
    number = web.harness.instances()[0].business_key
    assert number in operator.page
    assert f">{title}<" not in operator.page
    assert number in officer.page


def test_the_treasurer_notes_how_money_was_looked_after(web, browse, office):
    cashier = Cashier(office)
    (bill,) = web.harness._all(select(Bill))
    command = RecordPayment(reference="KURANG", va=bill.va, amount=AMOUNT - 1, paid_at=web.harness.clock.moment)
    web.harness.execute(command)
    somebody = browse("bendahara.bapenda")
    somebody.get("/kas")
    assert "Jumlahnya tidak cocok" in somebody.page
    assert cashier.office.follow(cashier.receipt).number in somebody.page
    assert somebody.post("/kas", bukti="KURANG", catatan="x").status_code == 422
    assert 'href="#catatan-1"' in somebody.page
    assert somebody.post("/kas", bukti="TIDAK ADA", catatan="Dikembalikan ke rekening asal.").status_code == 404
    assert somebody.post("/kas", bukti="KURANG", catatan="Dikembalikan ke rekening asal.").status_code == 302
    somebody.get("/kas")
    assert "Semua uang sudah dibukukan" in somebody.page
    assert "Dikembalikan ke rekening asal." in somebody.page
    for other in ("operator", "kepala.bapenda"):
        assert browse(other).get("/kas").status_code == 404

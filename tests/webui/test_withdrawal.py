"""Applicants withdraw what they applied for while nothing is decided; they read what they sent, and all that happened."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from casework.notices.commands.write_message import WriteMessage
from casework.tracking.commands.withdraw_case import WithdrawCase
from casework.tracking.queries.own_answers import OwnFile
from engine.model.actor import GUEST
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import ProcessInstance, UserTask
from tests.support.cashier import AMOUNT, Cashier
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def office(web, regency):
    return Office(web.harness, regency)


def statuses(harness):
    return set(harness._all(select(ProcessInstance.status))) | set(harness._all(select(UserTask.status)))


def test_an_applicant_withdraws_and_everybody_is_told(office, browse):
    receipt = office.send()
    task, mails = office.harness.task("periksa"), office.harness.notifier.mails
    officer, citizen = browse(OFFICER), browse()
    officer.get(f"/tugas/{task.id}")
    mails.clear()
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    assert f"/tanda-terima/{receipt}/tarik" in citizen.page
    citizen.get(f"/tanda-terima/{receipt}/tarik")
    assert "Ini tidak dapat dibatalkan." in citizen.page
    assert statuses(office.harness) == {"ACTIVE", "OPEN"}, "looking changes nothing"
    assert citizen.post(f"/tanda-terima/{receipt}/tarik", alasan="x" * 501).status_code == 422
    assert "Tulis alasannya paling banyak 500 huruf." in citizen.page
    assert citizen.post(f"/tanda-terima/{receipt}/tarik", alasan="Sewa tempat batal.").status_code == 302
    office.harness.run_jobs()
    assert statuses(office.harness) == {"TERMINATED", "CANCELLED"}
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    assert "Anda menarik permohonan ini" in citizen.page
    assert "Sewa tempat batal." in citizen.page
    assert "/tarik" not in citizen.page
    assert "Isi survei" not in citizen.page
    assert [item.state for item in office.follow(receipt).stages] == ["done", "todo", "todo", "todo"]
    assert citizen.post(f"/tanda-terima/{receipt}/tarik", alasan="").status_code == 302, "pressed twice"
    told = {mail.to: mail for mail in mails.values()}
    number = office.follow(receipt).number
    assert told["dewi@contoh.example"].subject == f"Izin uji {number}: ditarik"
    staff = told[f"{OFFICER}@tangerangkab.example"]
    assert staff.subject == f"Ditarik pemohon: {number}"
    assert "Sewa tempat batal" not in staff.text
    officer.get(f"/kasus/{office.follow(receipt).instance}")
    assert "Ditarik oleh pemohon" in officer.page
    assert "Sewa tempat batal." in officer.page
    assert "Dihentikan oleh operator" not in officer.page
    assert officer.post(f"/tugas/{task.id}", kelengkapan="lengkap").status_code == 409
    assert "Tugas ini sudah selesai atau dibatalkan." in officer.page
    (event,) = office.harness._all(select(HistoryEvent).where(HistoryEvent.event == "CASE_CANCELLED"))
    assert (event.person_id, event.data) == (None, {"reason": "Sewa tempat batal.", "withdrawn": True})


def test_a_decided_case_and_one_that_is_paid_are_not_withdrawn(office, browse):
    cashier = Cashier(office)
    view = office.follow(cashier.receipt)
    assert view.withdrawable, "a bill waits"
    citizen = browse()
    citizen.get(f"/tanda-terima/{cashier.receipt}/tarik")
    assert "Tagihan Rp150.000 tidak perlu dibayar lagi." in citizen.page
    cashier.say(amount=AMOUNT)
    assert not office.follow(cashier.receipt).withdrawable
    with pytest.raises(InvalidState):
        office.harness.execute(WithdrawCase(case_pass=view.case_pass), GUEST)
    assert citizen.post(f"/tanda-terima/{cashier.receipt}/tarik", alasan="").status_code == 302
    citizen.get(f"/tanda-terima/{cashier.receipt}/lacak")
    assert "tidak dapat ditarik lagi" in citizen.page


def test_money_that_comes_after_the_withdrawal_goes_back(office):
    cashier = Cashier(office)
    office.harness.execute(WithdrawCase(case_pass=office.follow(cashier.receipt).case_pass), GUEST)
    office.harness.run_jobs()
    assert cashier.say(amount=AMOUNT) == "LATE"
    (bill,) = office.follow(cashier.receipt).bills
    assert (bill.status, [payment.refund for payment in bill.payments]) == ("EXPIRED", [AMOUNT])


@pytest.mark.parametrize("stage", ["", "lenyap", "selesai"])
def test_a_service_lets_nobody_withdraw_unless_it_says_so(office, stage):
    service = office.follow(office.send()).service
    other = replace(service, withdraw_until=stage)
    assert [item.key for item in service.stages if other.lets_withdraw(item.key)] == (
        [] if stage != "selesai" else ["diajukan", "diperiksa", "diputuskan"]
    ), "never in the last stage"


def test_an_applicant_reads_what_was_sent_and_gets_the_files_back(office, browse):
    receipt, other = office.send(), office.send(nama="Budi")
    citizen = browse()
    citizen.get(f"/tanda-terima/{receipt}/jawaban")
    assert "Dewi" in citizen.page
    assert "24" in citizen.page
    files = re.findall(rf"/tanda-terima/{receipt}/jawaban/[0-9a-f-]+", citizen.page)
    assert len(files) == 3
    answer = citizen.client.get(files[0])
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/png", "private, no-store")
    foreign = office.harness.ask
    with pytest.raises(NotFound):
        foreign(OwnFile(case_pass=office.follow(other).case_pass, document=files[0].rpartition("/")[2]), GUEST)
    assert browse().get("/lacak/0/jawaban").status_code == 404


def test_the_whole_history_tells_returns_replies_messages_money_and_decisions(office, browse):
    receipt = office.send()
    office.give_back(("luas", "MISMATCH", "Gambar menunjukkan 20."))
    office.reply(office.begin_reply(receipt), luas="20")
    view = office.follow(receipt)
    office.harness.execute(WriteMessage(case_pass=view.case_pass, text="Kapan selesai?"), GUEST)
    office.harness.execute(WriteMessage(instance=view.instance, text="Besok."), office.officer)
    citizen = browse()
    citizen.get(f"/tanda-terima/{receipt}/lacak")
    history = citizen.page.partition("Riwayat lengkap")[2].partition("</details>")[0]
    for told in ("Petugas meminta 1 hal dilengkapi", "Anda melengkapi 1 hal", "Pesan Anda", "Kapan selesai?", "Pesan untuk Anda", "Besok."):
        assert told in history, told


def test_the_whole_history_tells_money_and_what_was_decided(office, browse):
    cashier = Cashier(office)
    cashier.say("A", AMOUNT - 1000)
    cashier.say("B", AMOUNT - 149_000)
    citizen = browse()
    citizen.get(f"/tanda-terima/{cashier.receipt}/lacak")
    history = citizen.page.partition("Riwayat lengkap")[2].partition("</details>")[0]
    for told in ("Tagihan Rp150.000 dibuat", "Pembayaran Rp149.000 diterima", "Diizinkan.", "Dinas Perhubungan"):
        assert told in history, told

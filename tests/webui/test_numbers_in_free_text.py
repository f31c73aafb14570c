"""A NIK that somebody writes where no NIK is asked stands masked on every page and in every mail; a draft's link is not mailed for ever."""

from uuid import UUID

import pytest

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.notices.commands.write_message import WriteMessage
from casework.tracking.queries.tracking import Receipt
from engine.model.actor import GUEST
from processes.pengaduan.tests.complaint import ANSWERS
from tests.support.templates import deployed

NIK = "3603121208900123"


@pytest.fixture
@deployed("pengaduan")
def receipt(web):
    harness = web.harness
    harness.deploy("pengaduan")
    begun = harness.execute(BeginApplication(service="pengaduan"), GUEST)
    held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
    answers = {**ANSWERS, "hal": f"KTP {NIK} hilang di kantor", "isi": f"NIK saya {NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}, tolong."}
    harness.execute(SaveApplication(**held, answers=answers), GUEST)
    receipt = harness.execute(SubmitApplication(**held), GUEST)["receipt"]
    harness.run_jobs()
    return receipt


def test_a_nik_in_a_complaint_and_in_a_message_is_masked_where_it_leaves(receipt, web, regency, browse):
    harness = web.harness
    view = harness.ask(Receipt(token=receipt), GUEST)
    harness.execute(WriteMessage(case_pass=view.case_pass, text=f"Ini NIK saya: {NIK}"), GUEST)
    harness.run_jobs()
    officer, citizen = browse("agendaris.diskominfo"), browse()
    task = harness.task("verifikasi")
    for path in ("/tugas", f"/tugas/{task.id}", f"/kasus/{view.instance}", "/cari?q=hilang"):
        officer.get(path)
        assert NIK not in officer.page.replace(" ", ""), path
    officer.get(f"/kasus/{view.instance}")
    assert officer.page.count("3603********0123") >= 3
    for path in (f"/tanda-terima/{receipt}/lacak", f"/tanda-terima/{receipt}/jawaban"):
        citizen.get(path)
        assert NIK not in citizen.page.replace(" ", ""), path
    for mail in harness.notifier.mails.values():
        assert NIK not in f"{mail.subject} {mail.text}".replace(" ", "")


@deployed("pengaduan")
def test_the_link_of_a_draft_is_mailed_six_times_a_day_to_one_mailbox(web, browse):
    web.harness.deploy("pengaduan")
    statuses = []
    for number in range(7):
        guest = browse()
        guest.get("/layanan/pengaduan")
        place = guest.post("/layanan/pengaduan/mulai").headers["Location"]
        guest.get(place)
        draft = place.rpartition("/")[0]
        statuses.append(guest.post(f"{draft}/tautan", alamat=f"si.ti+{number}@gmail.com").status_code)
    assert statuses == [302] * 6 + [429]

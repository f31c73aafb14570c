"""What an applicant is told of a case: by e-mail and phone, at each public step, without a secret; and what both sides write."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from casework.cases.queries.case_detail import CaseDetail
from casework.notices.commands.notify_applicant import NotifyApplicant
from casework.notices.commands.record_notice import RecordNotice
from casework.notices.commands.set_notice_channels import SetNoticeChannels
from casework.notices.commands.write_message import MAX_LENGTH, MOST_A_DAY, WriteMessage
from casework.notices.tables import Notice
from casework.privacy.commands.erase_case import EraseCase
from engine.model.actor import GUEST
from engine.model.errors import AddressRefused, InvalidState, NotFound
from tests.support.permit_office import OFFICER


def mails(harness, to="dewi@contoh.example"):
    return [mail for mail in harness.notifier.mails.values() if mail.to == to]


def test_each_public_step_is_told_by_the_channels_that_the_applicant_gave(harness, office):
    receipt = office.send(telepon="0812 3456 7890")
    (mail,) = mails(harness)
    number = office.follow(receipt).number
    assert mail.subject == f"Izin uji {number}: Diperiksa"
    assert f"/lacak?nomor={number}" in mail.text
    assert mail.text.startswith("Yth. Dewi,\n")
    for secret in (office.follow(receipt).pin, receipt):
        assert secret not in mail.text + mail.subject
    assert "Dewi" not in mail.subject
    (message,) = harness.messenger.messages.values()
    assert (message.to, message.text) == ("+6281234567890", f"Izin uji {number}: Diperiksa. http://127.0.0.1:8000/lacak?nomor={number}")
    office.give_back(("luas", "MISSING", "Rahasia di sini"))
    waiting = mails(harness)[-1]
    assert "menunggu Anda sebelum Rabu, 2 Desember 2026, pukul 16.00 WIB" in waiting.subject
    assert "Rahasia" not in waiting.text
    # what is missing, and what happens otherwise: in the words of the page, which says that the application is cancelled
    assert "- Luas: Belum lengkap\n" in waiting.text
    assert "Bila tidak dilengkapi, permohonan dibatalkan" in waiting.text
    assert "melanjutkan" not in waiting.text
    view = office.follow(receipt)
    assert view.contact == {"email": "d***@contoh.example", "phone": "+62****7890"}
    assert {(item.channel, item.kind, item.failed) for item in view.notices} == {
        ("email", "stage", False),
        ("phone", "stage", False),
        ("email", "waiting", False),
        ("phone", "waiting", False),
    }
    assert all(item.sent_at for item in view.notices)


def test_who_applies_in_english_is_written_to_in_english(harness, office):
    office.send(language="en", telepon="0812 3456 7890")
    office.give_back(("foto", "UNREADABLE", ""))
    stage, waiting = mails(harness)
    assert stage.text.startswith("Dear Dewi,\n")
    assert "waits for you until Wednesday, 2 December 2026, 16:00 WIB" in waiting.subject
    assert "Not readable" in waiting.text
    for mail in (stage, waiting):
        assert not {"menunggu", "kini", "pada", "Lacak"} & set(mail.text.split())
    assert "waits for you until" in list(harness.messenger.messages.values())[-1].text


def test_a_diagrams_own_notice_names_values_in_words_and_nothing_personal(harness, office):
    office.send(language="en", luas="500")
    case = harness.task("periksa").instance_id
    text = "luas {luas}, jenis {jenis}, untuk {nama}{surel}; {tidak_ada}."
    harness.execute(NotifyApplicant(instance=harness.instance(case).root_id, job=uuid4(), subject="kabar {jenis}", text=text))
    harness.run_jobs()
    mail = mails(harness)[-1]
    assert "luas 500, jenis Usual, untuk ; ." in mail.text
    assert mail.subject.endswith(": kabar Usual")


def test_who_gives_no_address_is_not_told_and_a_silenced_channel_stays_silent(harness, office):
    office.send(surel="")
    assert harness._all(select(Notice)) == []
    receipt = office.send(telepon="0812 3456 7890")
    harness.execute(SetNoticeChannels(case_pass=office.follow(receipt).case_pass, wanted=("phone",)), GUEST)
    before = len(mails(harness))
    (task,) = [task for task in harness.tasks("periksa") if harness.instance(task.instance_id).root_id == office.follow(receipt).instance]
    harness.complete(task.id, office.actor(OFFICER), kelengkapan="lengkap")
    harness.run_jobs()
    assert len(mails(harness)) == before
    assert office.follow(receipt).silent == ["email"]
    assert len([item for item in office.follow(receipt).notices if item.channel == "phone"]) == 2
    with pytest.raises(NotFound):
        harness.execute(SetNoticeChannels(case_pass="x", wanted=()), GUEST)


def test_an_address_that_takes_nothing_is_shown_and_not_tried_for_ever(harness, office, monkeypatch):
    def refuse(mail, *, key):
        raise AddressRefused

    monkeypatch.setattr(harness.notifier, "send", lambda mail, *, key: refuse(mail, key=key) if "dewi" in mail.to else None)
    receipt = office.send()
    (notice,) = office.follow(receipt).notices
    assert (notice.failed, notice.sent_at) == (True, None)
    assert harness.incidents() == []


def test_both_sides_write_and_the_applicant_never_reads_a_name(harness, office):
    receipt = office.send()
    view = office.follow(receipt)
    harness.notifier.mails.clear()
    harness.execute(WriteMessage(case_pass=view.case_pass, text="  Kapan ditinjau?  "), GUEST)
    harness.run_jobs()
    assert all("Kapan ditinjau" not in mail.text for mail in harness.notifier.mails.values())
    assert [mail.subject for mail in harness.notifier.mails.values()] == [f"Pesan pemohon: {view.number}"]
    harness.clock.forward(minutes=5)
    officer = office.actor(OFFICER)
    case = harness.task("periksa").instance_id
    harness.execute(WriteMessage(instance=case, text="Besok pagi."), officer)
    harness.run_jobs()
    assert any("ada pesan" in mail.subject for mail in mails(harness))
    read = harness.ask(CaseDetail(instance=case), officer).messages
    assert [(item.applicant, item.person, item.text) for item in read] == [
        (True, "", "Kapan ditinjau?"),
        (False, officer.name, "Besok pagi."),
    ]
    public = office.follow(receipt).messages
    assert [(item.applicant, item.person) for item in public] == [(True, ""), (False, "")]
    assert public[1].unit == "Dinas Komunikasi dan Informatika"


def test_nobody_else_writes_and_nobody_without_end(harness, office):
    view = office.follow(office.send())
    case = harness.task("periksa").instance_id
    for command, actor in (
        (WriteMessage(case_pass="x", text="a"), GUEST),
        (WriteMessage(instance=case, text="a"), GUEST),
        (WriteMessage(instance=case, text="a"), office.actor("agendaris.dishub")),
    ):
        with pytest.raises(NotFound):
            harness.execute(command, actor)
    for text in ("", "   ", "x" * (MAX_LENGTH + 1)):
        with pytest.raises(InvalidState):
            harness.execute(WriteMessage(case_pass=view.case_pass, text=text), GUEST)
    for _ in range(MOST_A_DAY):
        harness.execute(WriteMessage(case_pass=view.case_pass, text="halo"), GUEST)
    with pytest.raises(InvalidState):
        harness.execute(WriteMessage(case_pass=view.case_pass, text="halo"), GUEST)
    harness.clock.forward(days=1, minutes=1)
    harness.execute(WriteMessage(case_pass=view.case_pass, text="halo lagi"), GUEST)


def test_a_step_of_a_diagram_tells_something_once(harness, office):
    office.send()
    case = harness.task("periksa").instance_id
    job = uuid4()
    for _ in range(2):
        harness.execute(NotifyApplicant(instance=case, job=job, subject="tim datang besok", text="akan ditinjau\n besok pagi."))
        harness.run_jobs()
    found = [mail for mail in mails(harness) if "tim datang besok" in mail.subject]
    assert len(found) == 1
    assert "akan ditinjau besok pagi." in found[0].text


def test_a_notice_that_was_sent_stays_sent(harness, office):
    office.send()
    (notice,) = harness._all(select(Notice))
    harness.execute(RecordNotice(notice=notice.id, failed="refused"))
    (again,) = harness._all(select(Notice))
    assert (again.sent_at, again.failed) == (notice.sent_at, None)


def test_what_an_applicant_gave_and_wrote_is_erased_with_the_case(harness, office):
    receipt = office.send(telepon="0812 3456 7890")
    view = office.follow(receipt)
    harness.execute(WriteMessage(case_pass=view.case_pass, text="Rahasia keluarga saya."), GUEST)
    task = harness.task("periksa")
    harness.complete(task.id, office.actor(OFFICER), kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten.")
    harness.run_jobs()
    for case in harness.instances():
        harness.execute(EraseCase(instance=case.id, basis="uji"))
    after = office.follow(receipt)
    assert (after.contact, after.messages, after.notices) == ({}, [], [])
    with harness.database.connect() as connection:
        for table in ("application", "application_draft", "case_message", "notice", "process_instance", "user_task", "job"):
            row = connection.exec_driver_sql(f"select coalesce(string_agg(t::text, ''), '') from {table} t").scalar()
            for canary in ("Rahasia", "dewi@contoh", "81234567890", "Dewi"):
                assert canary not in row, (table, canary)

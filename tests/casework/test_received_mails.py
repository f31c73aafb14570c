"""Mails come in by SMTP: stored before the sender hears 250, then drafts of letters, or recognised, or set aside. Nothing is lost."""

import smtplib
import socket
import time

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.documents.tables import Document, DocumentVersion
from casework.mail.commands.forget_mails import ForgetMails
from casework.mail.commands.open_address import OpenAddress
from casework.mail.commands.release_mail import ReleaseMail
from casework.mail.connectors.listener import Listener
from casework.mail.connectors.mail_receiver import MailReceiver
from casework.mail.deliver_mails import deliver_mails
from casework.mail.tables import MailContent, ReceivedMail, ReturnedMail
from engine.commands.deployment.set_package_state import SetPackageState
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import Job
from tests.support.incoming_mails import FROM, TO, bounce, letter, nobodys, odd_letters, send, set_aside, with_pdf
from tests.support.templates import deployed

OWN = "alur@tangerangkab.example"


@pytest.fixture
@deployed("surat_masuk")
def desk(harness, regency, tmp_path):
    harness.deploy("surat_masuk")
    harness.execute(OpenAddress(address=TO.upper(), unit="setda"), regency("operator"))

    class Desk:
        path = str(tmp_path / "mail.sock")
        receiver = MailReceiver(
            harness.engine,
            [Listener(lmtp=False, host="127.0.0.1"), Listener(lmtp=True, path=path)],
            own_address=OWN,
            host_name="mx.test",
            limit=1_000_000,
        )

        def send(self, content, **envelope):
            return send(self.receiver.ports[0], content, **envelope)

        def deliver(self, *, jobs=True):
            while deliver_mails(harness.engine):
                pass
            if jobs:
                harness.run_jobs()
            return self.mails()

        def rows(self, statement):
            with Session(harness.database) as session:
                return list(session.scalars(statement))

        def mails(self):
            return self.rows(select(ReceivedMail).order_by(ReceivedMail.received_at, ReceivedMail.id))

        def contents(self):
            return self.rows(select(MailContent.content))

    made = Desk()
    made.receiver.start()
    yield made
    made.receiver.stop()


def test_a_mail_with_a_pdf_becomes_a_draft_with_the_document_and_then_a_letter(harness, regency, desk):
    assert desk.send(with_pdf(Authentication_Results="mx.tangerangkab.example; spf=pass smtp.mailfrom=a; dkim=fail"))[0] == 250
    (mail,) = desk.deliver()
    assert (mail.status, mail.sender, mail.subject) == ("DELIVERED", FROM, "Undangan rapat kesiapsiagaan banjir")
    task = harness.task("catat_surel")
    case = harness.instance(task.instance_id)
    assert (case.id, case.title) == (mail.instance_id, "Undangan rapat kesiapsiagaan banjir")
    assert case.facts["pengirim"] == "BPBD Provinsi Banten"
    assert case.facts["pemeriksaan_surel"] == ["spf=pass", "dkim=fail"]
    paper, attached = case.facts["isi_surel"]
    assert case.facts["berkas"] == attached
    versions = {str(row.document_id): row for row in desk.rows(select(DocumentVersion))}
    assert (versions[attached].file_name, versions[attached].pages) == ("undangan.pdf", 1)
    assert versions[paper].media_type == "application/pdf"
    assert {row.instance_id for row in desk.rows(select(Document))} == {case.id}
    answers = {
        "putusan_surel": "catat",
        "pengirim": "BPBD Provinsi Banten",
        "nomor_surat": "B/1187/300.2.3/2026",
        "tanggal_surat": "2026-11-19",
        "tanggal_diterima": "2026-11-23",
        "hal": "Undangan rapat",
        "sifat": "B",
        "urgensi": "SEGERA",
        "klasifikasi": "300.2",
        "tujuan": str(harness.actor(regency("bupati").person).positions[0]),
    }
    harness.complete(task.id, regency("agendaris.setda"), **answers)
    harness.run_jobs()
    letters = [item for item in harness.instances() if item.process_key == "surat_masuk"]
    assert [(item.business_key, item.facts["berkas"]) for item in letters] == [("Agenda 0001/2026", attached)]
    assert harness.task("baca")
    assert not harness.incidents()


def test_the_same_mail_twice_is_one_and_another_under_its_message_id_is_set_aside(harness, regency, desk):
    mail = with_pdf()
    for hop in ("a", "b", "b"):  # another server on the way adds another line
        assert desk.send(f"Received: from {hop}\r\n".encode() + mail)[0] == 250
    desk.deliver()
    harness.clock.forward(minutes=1)
    assert desk.send(letter(text="Isi lain sama sekali."))[0] == 250
    first, second = desk.deliver()
    assert (first.status, second.status, second.reason) == ("DELIVERED", "SET_ASIDE", "SAME_ID")
    assert len(harness.tasks("catat_surel")) == 1
    harness.execute(ReleaseMail(mail=second.id), regency("operator"))
    assert [mail.status for mail in desk.deliver()] == ["DELIVERED", "DELIVERED"]
    with pytest.raises(InvalidState):
        harness.execute(ReleaseMail(mail=second.id), regency("operator"))


def test_who_is_not_known_is_refused_and_nobody_writes_to_the_address_that_only_sends(harness, desk):
    assert desk.send(letter(), to="tidak.ada@tangerangkab.example")[0] == 550
    assert desk.send(letter(), to="bukan alamat")[0] >= 500
    assert desk.send(letter(), to=OWN)[0] == 550
    assert desk.send(letter(), to=TO.replace("@", "+rapat@"))[0] == 250
    assert desk.send(b"xxxxxxxxx\r\n" * 200_000)[0] == 552
    with smtplib.SMTP("127.0.0.1", desk.receiver.ports[0]) as client:
        client.ehlo("x")
        client.mail(FROM)
        codes = [client.rcpt(f"coba{number}@tangerangkab.example")[0] for number in range(12)]
    assert codes[0] == 550
    assert codes[-1] == 421
    assert len(desk.mails()) == 1


def test_lmtp_tells_of_each_recipient_and_the_text_is_kept_once(harness, regency, desk):
    other = "diskominfo@tangerangkab.example"
    harness.execute(OpenAddress(address=other, unit="diskominfo"), regency("operator"))
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(desk.path)
        with client.makefile("rb") as answers:
            assert answers.readline().startswith(b"220")
            for line, count in (("LHLO mx", 4), (f"MAIL FROM:<{FROM}>", 1), (f"RCPT TO:<{TO}>", 1), (f"RCPT TO:<{other}>", 1), ("DATA", 1)):
                client.sendall(line.encode() + b"\r\n")
                found = [answers.readline() for _ in range(count)]
                assert found[-1][:3] in (b"250", b"354"), (line, found)
            client.sendall(letter() + b"\r\n.\r\n")
            assert [answers.readline()[:3] for _ in range(2)] == [b"250", b"250"]
    assert [mail.recipient for mail in desk.deliver()].count(TO) == 1
    assert len(desk.mails()) == 2
    assert len(desk.contents()) == 1
    assert len(harness.tasks("catat_surel")) == 2


def test_while_the_database_is_away_the_sender_keeps_the_mail_and_then_nothing_is_lost(harness, desk):
    def refuse(connection, cursor, statement, *_rest):
        if away and "mail_content" in statement:
            raise OperationalError(statement, {}, ConnectionError("away"))

    away = True
    event.listen(harness.database, "before_cursor_execute", refuse)
    try:
        code, words = desk.send(with_pdf())
        assert (code, words[:5]) == (451, b"4.3.0")
        assert desk.mails() == []
        away = False
        assert desk.send(with_pdf())[0] == 250
    finally:
        event.remove(harness.database, "before_cursor_execute", refuse)
    (mail,) = desk.deliver()
    assert mail.status == "DELIVERED"


def test_a_mail_whose_package_is_away_waits_and_is_delivered_later(harness, desk):
    harness.execute(SetPackageState(package="surat_masuk", enabled=False))
    desk.send(with_pdf())
    (mail,) = desk.deliver()
    assert (mail.status, mail.reason, mail.attempts) == ("RECEIVED", "NO_PROCESS", 1)
    harness.execute(SetPackageState(package="surat_masuk", enabled=True))
    assert desk.deliver()[0].status == "RECEIVED"
    harness.clock.forward(seconds=11)
    assert desk.deliver()[0].status == "DELIVERED"


def test_a_report_marks_the_mail_that_we_sent(harness, regency, desk):
    desk.send(with_pdf())
    desk.deliver()
    sent = [job for job in desk.rows(select(Job)) if job.type == "alur:notify-task" and job.variables.get("person")]
    assert sent
    for name, headers_only in (("delayed", False), ("failed", True), ("failed", True)):
        assert desk.send(bounce(f"<{sent[0].id}@alur>", action=name, headers_only=headers_only), to=OWN, sender="<>")[0] == 250
        desk.deliver()
    (returned,) = desk.rows(select(ReturnedMail))
    assert (returned.instance_id, returned.status, returned.address) == (sent[0].instance_id, "5.1.1", "dewi@contoh.example")
    assert str(returned.person_id) == sent[0].variables["person"]
    assert {mail.reason for mail in desk.mails() if mail.recipient == OWN} == {"BOUNCE"}
    assert len(harness.tasks("catat_surel")) == 1


def test_hostile_mails_are_kept_for_operators_and_begin_nothing(harness, desk):
    shapes = [*set_aside(), *nobodys()]
    for number, (_reason, content) in enumerate(shapes):
        named = content if b"multipart/report" in content else f"Message-ID: <{number}@asing.example>\r\n".encode() + content
        assert desk.send(named)[0] == 250, number
        harness.clock.forward(seconds=1)
    found = [(mail.status, mail.reason) for mail in desk.deliver()]
    wanted = [("SET_ASIDE", reason) for reason, _mail in set_aside()] + [("AUTOMATIC", reason) for reason, _mail in nobodys()]
    assert found == wanted
    assert harness.instances() == []
    assert desk.send(letter(Message_ID="<kosong@asing.example>"), sender="<>")[0] == 250
    assert desk.deliver()[-1].reason == "NULL_SENDER"


def test_odd_letters_become_drafts_with_what_can_be_read(harness, desk):
    count = 0
    for number, content in enumerate(odd_letters(19)):
        named = f"Message-ID: <{number}@aneh.example>\r\n".encode() + content
        code, words = desk.send(named)
        assert code == 250, (number, words)
        count += 1
    for mail in desk.deliver(jobs=False):
        assert mail.status == "DELIVERED", (mail.message_id, mail.reason)
        assert "\n" not in mail.subject + mail.sender
    assert len(harness.tasks("catat_surel")) == count
    left = [harness.instance(task.instance_id).facts.get("tidak_dimuat") for task in harness.tasks("catat_surel")]
    assert sorted(name for names in left for name in names or ()) == ["bom.zip", "passwd", "surat.docx", "surat.pdf"]
    assert not harness.incidents()


def test_mails_are_forgotten_after_their_term_and_the_documents_stay(harness, desk):
    desk.send(with_pdf())
    desk.send(letter(Message_ID="<2@bpbd.example>", Auto_Submitted="auto-replied"))
    desk.deliver()
    desk.send(letter(Message_ID="<3@bpbd.example>", files=[("a.exe", b"MZ")]))
    desk.deliver()
    harness.clock.forward(days=31)
    assert harness.execute(ForgetMails())["forgotten"] == 2
    assert len(desk.contents()) == 1
    harness.clock.forward(days=60)
    assert harness.execute(ForgetMails())["forgotten"] == 1
    assert desk.contents() == []
    assert [mail.subject for mail in desk.mails()] == ["", "", ""]
    assert len(desk.rows(select(DocumentVersion))) == 2


def test_a_full_receiver_sends_others_away_and_goes_on(desk):
    held = [socket.create_connection(("127.0.0.1", desk.receiver.ports[0])) for _ in range(21)]
    try:
        assert held[-1].recv(100).startswith(b"421")
    finally:
        for one in held:
            one.close()
    deadline = time.monotonic() + 10
    while desk.receiver.sessions and time.monotonic() < deadline:
        time.sleep(0.02)
    assert desk.send(letter())[0] == 250

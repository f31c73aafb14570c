"""Commands of mail, one by one: addresses are opened and closed, a mail is put off, settled once, and a foreign report changes nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.documents.file_check import CheckedFile
from casework.mail.commands.close_address import CloseAddress
from casework.mail.commands.deliver_mail import DeliverMail
from casework.mail.commands.open_address import OpenAddress
from casework.mail.commands.postpone_mail import PostponeMail
from casework.mail.commands.record_returned_mail import RecordReturnedMail
from casework.mail.commands.settle_mail import SettleMail
from casework.mail.commands.store_mail import StoreMail
from casework.mail.errors import AddressRejected, MailWaits
from casework.mail.queries.accepted_address import AcceptedAddress
from casework.mail.queries.due_mails import DueMails
from casework.mail.read_mail import ReadMail
from casework.mail.tables import ReceivedMail
from engine.model.errors import Forbidden, InvalidState
from tests.support.files import pdf
from tests.support.incoming_mails import FROM, TO, letter

OWN = "alur@tangerangkab.example"
HEAD = {"sender": FROM, "sender_name": "", "subject": "Hal", "date": None, "reply_to": "", "text": "isi", "results": []}


def test_an_address_is_opened_for_a_unit_once_and_closed(harness, regency):
    operator = regency("operator")
    with pytest.raises(Forbidden):
        harness.execute(OpenAddress(address=TO, unit="setda"), regency("agendaris.setda"))
    for wrong, part in ((("bukan", "setda"), "address"), ((TO, "tidak-ada"), "unit")):
        with pytest.raises(AddressRejected) as refused:
            harness.execute(OpenAddress(address=wrong[0], unit=wrong[1]), operator)
        assert refused.value.details["part"] == part
    made = harness.execute(OpenAddress(address=f" {TO.upper()} ", unit="setda"), operator)
    assert harness.ask(AcceptedAddress(address=TO))
    with pytest.raises(AddressRejected):
        harness.execute(OpenAddress(address=TO, unit="setda"), operator)
    harness.execute(CloseAddress(address=made["address"]), operator)
    assert not harness.ask(AcceptedAddress(address=TO))
    with pytest.raises(InvalidState):
        harness.execute(CloseAddress(address=made["address"]), operator)
    assert harness.execute(OpenAddress(address=TO, unit="diskominfo"), operator) == made


def test_a_stored_mail_waits_and_is_settled_once(harness, regency):
    harness.execute(OpenAddress(address=TO, unit="setda"), regency("operator"))
    store = StoreMail(recipients=(TO, "asing@lain.example"), own_address=OWN, envelope_from=FROM, content=letter())
    assert [harness.execute(store)["stored"] for _ in range(2)] == [1, 0]
    (mail,) = harness.ask(DueMails(limit=10))
    paper = CheckedFile(name="surel.pdf", media_type="application/pdf", pages=1, content=pdf())
    with pytest.raises(MailWaits):
        harness.execute(DeliverMail(mail=mail, read=ReadMail(words=HEAD), paper=paper))
    for seconds in (10, 60, 300, 1800, 3600, 3600):
        harness.execute(PostponeMail(mail=mail, reason="TROUBLE"))
        assert harness.ask(DueMails(limit=10)) == []
        harness.clock.forward(seconds=seconds)
        assert harness.ask(DueMails(limit=10)) == [mail]
    harness.execute(SettleMail(mail=mail, status="AUTOMATIC", reason="AUTO_REPLY", sender=FROM, subject="Hal"))
    harness.execute(SettleMail(mail=mail, status="SET_ASIDE", reason="RUNS"))
    with Session(harness.database) as session:
        assert [(row.status, row.reason, row.attempts) for row in session.scalars(select(ReceivedMail))] == [("AUTOMATIC", "AUTO_REPLY", 6)]
    assert harness.execute(DeliverMail(mail=mail, read=ReadMail(words=HEAD), paper=paper))["instance"] is None


def test_a_report_about_a_mail_that_is_not_ours_changes_nothing(harness):
    for name in (
        "",
        "<x@lain.example>",
        "<6c0a6f0e-6d0b-5a57-9f30-0d5f6f1f8a20@lain.example>",
        "<6c0a6f0e-6d0b-5a57-9f30-0d5f6f1f8a20@alur>",
    ):
        told = RecordReturnedMail(message_id=name, address="a@b.example", status="5.1.1", reason="x")
        assert harness.execute(told) == {"ours": False}

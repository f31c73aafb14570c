"""A message of an applicant always has somebody who answers it: also after the case has ended, and while nobody has a step."""

from uuid import uuid4

import pytest
from sqlalchemy import select, update

from casework.cases.queries.case_happenings import CaseHappenings
from casework.notices.commands.cancel_case import CancelCase
from casework.notices.commands.close_messages import CloseMessages
from casework.notices.commands.give_message import GiveMessage
from casework.notices.commands.write_message import WriteMessage
from casework.notices.queries.waiting_messages import WaitingMessages
from casework.notices.tables import CaseMessage
from demo.organisation import identifier
from engine.jobs.watch import watch
from engine.model.actor import GUEST
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.persistence.tables.identity import Holding, Position
from engine.persistence.tables.receivers import ReceiverFinding
from engine.queries.instances.case_history import CaseHistory
from engine.queries.instances.case_name import CaseName
from tests.support.permit_office import OFFICER
from tests.support.rows import change


def findings(harness):
    return harness._all(select(ReceiverFinding).where(ReceiverFinding.closed_at.is_(None)))


@pytest.fixture
def ended(harness, office):
    """An application that was refused; gives its view."""
    receipt = office.send()
    harness.complete(
        harness.task("periksa").id, office.actor(OFFICER), kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten."
    )
    harness.run_jobs()
    view = office.follow(receipt)
    assert view.status != "ACTIVE"
    harness.notifier.mails.clear()
    return view


def write(harness, view, text="Mengapa ditolak?"):
    harness.execute(WriteMessage(case_pass=view.case_pass, text=text), GUEST)
    harness.run_jobs()


def test_a_message_after_the_end_reaches_the_unit_that_handled_the_case(harness, office, ended):
    officer = office.actor(OFFICER)
    assert ended.handler == "Dinas Komunikasi dan Informatika"
    write(harness, ended)
    write(harness, ended, "Tolong dijawab.")
    assert [mail.to for mail in harness.notifier.mails.values()][:1] == [f"{OFFICER}@tangerangkab.example"]
    (waiting,) = harness.ask(WaitingMessages(), officer)
    assert (waiting.case, waiting.count) == (ended.instance, 2)
    watch(harness.engine)
    assert findings(harness) == []
    assert harness.ask(WaitingMessages(), office.actor("agendaris.dishub")) == []
    harness.execute(WriteMessage(instance=ended.instance, text="Karena di luar wilayah."), officer)
    assert harness.ask(WaitingMessages(), officer) == []
    write(harness, ended, "Terima kasih.")
    with pytest.raises(NotFound):
        harness.execute(CloseMessages(instance=ended.instance), office.actor("agendaris.dishub"))
    harness.execute(CloseMessages(instance=ended.instance), officer)
    assert harness.ask(WaitingMessages(), officer) == []


def test_a_message_to_a_post_that_is_vacant_is_found_and_given_to_another(harness, office, ended):
    write(harness, ended)
    post = identifier("position", OFFICER)
    change(harness, update(Holding).where(Holding.position_id == post).values(valid_to=harness.clock.moment))
    watch(harness.engine)
    (found,) = findings(harness)
    assert (found.kind, found.reason, found.instance_id) == ("message", "VACANT", ended.instance)
    operator, receiver = office.actor("operator"), office.actor("kepala.diskominfo")
    for message, position, refusal in (
        (uuid4(), "kepala.diskominfo", NotFound),
        (found.subject, "x", NotFound),
        (found.subject, OFFICER, InvalidState),
    ):
        with pytest.raises(refusal):
            harness.execute(GiveMessage(message=message, position=position), operator)
    harness.execute(GiveMessage(message=found.subject, position="kepala.diskominfo", reason=" Agendaris  pensiun "), operator)
    harness.run_jobs()
    (moved,) = [row for row in harness.ask(CaseHappenings(instance=ended.instance), receiver) if row.messages_moved]
    assert (moved.reason, moved.person) == ("Agendaris pensiun", operator.name)
    assert moved.moved_to.startswith("Kepala Dinas Komunikasi")
    watch(harness.engine)
    assert findings(harness) == []
    assert [item.case for item in harness.ask(WaitingMessages(), receiver)] == [ended.instance]
    harness.execute(WriteMessage(instance=ended.instance, text="Kami jawab."), receiver)
    with pytest.raises(InvalidState):
        harness.execute(GiveMessage(message=found.subject, position="kepala.diskominfo"), operator)


def test_a_message_follows_the_successor_of_its_post(harness, office, ended):
    write(harness, ended)
    heir = identifier("position", "kepala.diskominfo")
    today = harness.clock.moment.date()
    change(harness, update(Position).where(Position.id == identifier("position", OFFICER)).values(valid_to=today, successor_id=heir))
    watch(harness.engine)
    assert harness._all(select(CaseMessage.to_position_id)) == [heir]
    assert [item.case for item in harness.ask(WaitingMessages(), office.actor("kepala.diskominfo"))] == [ended.instance]


def test_a_message_that_only_waits_for_the_applicant_reaches_whoever_gave_it_back(harness, office):
    receipt = office.send()
    office.give_back(("luas", "MISSING", "Berapa?"))
    write(harness, office.follow(receipt), "Luas apa?")
    assert len(harness.ask(WaitingMessages(), office.actor(OFFICER))) == 1
    watch(harness.engine)
    assert findings(harness) == []


def test_an_operator_stops_a_case_and_its_applicant_reads_why(harness, office):
    receipt = office.send()
    case, operator = office.follow(receipt).instance, office.actor("operator")
    child = harness.task("periksa").instance_id
    with pytest.raises(Forbidden):
        harness.execute(CancelCase(instance=case, reason="Diajukan dua kali."), office.actor(OFFICER))
    for reason in ("", "pendek", "x" * 501):
        with pytest.raises(InvalidState):
            harness.execute(CancelCase(instance=case, reason=reason), operator)
    with pytest.raises(NotFound):
        harness.execute(CancelCase(instance=uuid4(), reason="Diajukan dua kali."), operator)
    harness.execute(CancelCase(instance=child, reason="Diajukan  dua kali."), operator)
    harness.run_jobs()
    assert (office.follow(receipt).status, harness.tasks()) == ("TERMINATED", [])
    assert any("Alasannya: Diajukan dua kali." in mail.text for mail in harness.notifier.mails.values() if "dewi" in mail.to)
    (stopped,) = [row for row in harness.ask(CaseHistory(instance=case)) if row.cancelled]
    assert (stopped.person, stopped.reason) == (operator.name, "Diajukan dua kali.")
    assert harness.ask(CaseName(instance=child), operator).id == case
    with pytest.raises(InvalidState):
        harness.execute(CancelCase(instance=case, reason="Diajukan dua kali."), operator)

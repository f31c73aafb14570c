"""Nobody is promised a receiver that does not exist: the standing check finds what nobody can act on, and operators are told of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from demo.organisation import identifier
from engine.commands.receivers.check_receivers import CheckReceivers
from engine.commands.receivers.give_task import GiveTask
from engine.commands.receivers.record_operator_mail import RecordOperatorMail
from engine.commands.receivers.tell_operators import TellOperators
from engine.jobs.watch import watch
from engine.model.actor import SYSTEM
from engine.model.errors import AddressRefused, Forbidden, InvalidState, NotFound
from engine.persistence.tables.identity import Absence, Holding, Person, Position
from engine.persistence.tables.instances import Incident, UserTask
from engine.persistence.tables.receivers import OperatorMail, ReceiverFinding
from engine.queries.instances.case_history import CaseHistory
from engine.queries.receivers.open_receivers import OpenReceivers, OpenTrouble
from engine.queries.receivers.remedies import Remedies
from engine.queries.tasks.task_list import TaskList
from engine.testing.drawing import element, event, process, task
from engine.testing.harness import NOON
from tests.support.rows import change

HEAD = '<extensionElements><zeebe:assignmentDefinition assignee="kabag.1"/></extensionElements>'
CLERKS = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
UNKNOWN = '<extensionElements><zeebe:assignmentDefinition candidateGroups="nobody@setda"/></extensionElements>'
POST = identifier("position", "kabag.1")
HOLDER = identifier("person", "kabag.1")
#: what an operator does within a minute
MINUTE = timedelta(minutes=1)


def asking(inner):
    return process(event("start", "s"), task("a", inner), event("end", "e"), "s > a > e")


def findings(harness, *, closed=False):
    with Session(harness.database, expire_on_commit=False) as session:
        wanted = ReceiverFinding.closed_at.is_not(None) if closed else ReceiverFinding.closed_at.is_(None)
        return list(session.scalars(select(ReceiverFinding).where(wanted).order_by(ReceiverFinding.found_at, ReceiverFinding.id)))


def mails(harness):
    return list(harness.notifier.mails.values())


def leave(days=1):
    return Absence(id=uuid4(), person_id=HOLDER, valid_from=NOON - timedelta(hours=1), valid_to=NOON + timedelta(days=days), reason="Cuti")


def round_of_the_clock(harness, **forward):
    harness.clock.forward(**(forward or {"seconds": 11}))
    watch(harness.engine)
    harness.run_jobs()


@pytest.fixture
def operators(harness, drawn):
    """Nobody of the drawn office is mailed but operators."""
    harness.notifier.mails.clear()
    return identifier("person", "operator")


VACANT = update(Holding).where(Holding.position_id == POST).values(valid_to=NOON - timedelta(hours=2))
DISABLED = update(Person).where(Person.id == HOLDER).values(disabled_at=NOON)
ENDED = update(Position).where(Position.id == POST).values(valid_to=NOON.date())


@pytest.mark.parametrize(("how", "reason"), [(VACANT, "VACANT"), (DISABLED, "VACANT"), (ENDED, "ENDED"), (leave, "AWAY")])
def test_a_task_for_a_post_without_a_holder_is_a_finding_at_once(harness, drawn, how, reason):
    drawn(asking(HEAD))
    harness.add(how()) if callable(how) else change(harness, how)
    harness.start("p", harness.person)
    (found,) = findings(harness)
    assert (found.kind, found.subject, found.reason, found.position_id) == ("task", harness.task().id, reason, POST)
    assert found.since == harness.task().created_at


@pytest.mark.parametrize(("how", "reason"), [(VACANT, "VACANT"), (DISABLED, "VACANT"), (ENDED, "ENDED"), (leave, "AWAY")])
def test_who_goes_later_is_found_by_the_next_round_and_whoever_comes_closes_it(harness, drawn, how, reason):
    drawn(asking(HEAD))
    harness.start("p", harness.person)
    assert findings(harness) == []
    harness.add(how()) if callable(how) else change(harness, how)
    watch(harness.engine)
    assert [found.reason for found in findings(harness)] == [reason]
    watch(harness.engine)
    assert len(findings(harness)) == 1
    stand_in = {"person_id": identifier("person", "kabag.2"), "position_id": POST, "valid_from": NOON, "decree": ""}
    change(harness, update(Position).where(Position.id == POST).values(valid_to=None))
    harness.add(Holding(id=uuid4(), kind="PLH", valid_to=NOON + timedelta(days=3), **stand_in))
    watch(harness.engine)
    assert (findings(harness), len(findings(harness, closed=True))) == ([], 1)


def test_a_finding_says_since_when_the_post_was_empty(harness, drawn):
    drawn(asking(HEAD))
    harness.start("p", harness.person)
    harness.clock.forward(hours=5)
    change(harness, update(Holding).where(Holding.position_id == POST).values(valid_to=NOON + timedelta(hours=2)))
    watch(harness.engine)
    assert [found.since for found in findings(harness)] == [NOON + timedelta(hours=2)]


def test_a_role_is_heard_while_one_who_bears_it_is_at_work(harness, drawn):
    drawn(asking(CLERKS))
    harness.start("p", harness.person)
    second = {"code": "agendaris.2", "title": "Pencatat", "unit_id": identifier("unit", "setda"), "role": "agendaris"}
    post = Position(id=uuid4(), permissions=[], valid_from=NOON.date(), **second)
    harness.add(post)
    harness.add(Holding(id=uuid4(), person_id=HOLDER, position_id=post.id, kind="PLT", valid_from=NOON, decree=""))
    change(harness, delete(Holding).where(Holding.position_id == identifier("position", "agendaris.setda")))
    watch(harness.engine)
    assert findings(harness) == []
    harness.add(leave())
    watch(harness.engine)
    assert [(found.reason, found.role) for found in findings(harness)] == [("AWAY", "agendaris")]


def test_a_task_that_somebody_took_and_left_is_found(harness, drawn):
    drawn(asking(CLERKS))
    harness.start("p", harness.person)
    change(harness, update(UserTask).values(claimed_by=HOLDER))
    watch(harness.engine)
    assert [found.reason for found in findings(harness)] == ["CLAIMED"]
    change(harness, update(UserTask).values(claimed_by=harness.person.person))
    watch(harness.engine)
    assert findings(harness) == []


def test_a_task_that_names_nobody_is_one_finding_and_one_mail(harness, drawn, operators):
    drawn(asking(UNKNOWN))
    harness.start("p", harness.person)
    assert [(found.reason, found.role) for found in findings(harness)] == [("VACANT", "nobody")]
    round_of_the_clock(harness)
    (mail,) = mails(harness)
    assert mail.subject == "Perlu operator: 1 tanpa penerima"
    assert mail.to.startswith("operator@")


def test_operators_are_mailed_within_a_minute_once_for_all_that_is_new(harness, drawn, operators):
    drawn(asking(HEAD), process(event("start", "s"), element("scriptTask", "x", '<extensionElements><zeebe:script expression="=1/0 + unknown.a" resultVariable="r"/></extensionElements>'), event("end", "e"), "s > x > e", identifier="q"))  # fmt: skip
    change(harness, VACANT)
    for _ in range(3):
        harness.start("p", harness.person)
    for _ in range(2):
        harness.start("q", SYSTEM)
    assert (stopped := len(harness.incidents())) == 2
    began = harness.clock.moment
    watch(harness.engine)
    assert mails(harness) == []  # what comes within a few seconds goes together
    round_of_the_clock(harness)
    (mail,) = mails(harness)
    assert harness.clock.moment - began < MINUTE
    assert mail.subject == f"Perlu operator: {stopped} gangguan, 3 tanpa penerima"
    assert "Kepala Bagian" in mail.text
    assert ": 3" in mail.text
    assert "/kokpit/penerima" in mail.text
    assert "/kokpit/insiden" in mail.text
    with Session(harness.database) as session:
        assert session.scalars(select(OperatorMail.sent_at)).one() == harness.clock.moment
        assert session.scalars(select(Incident).where(Incident.told_in.is_(None))).all() == []
    for _ in range(5):
        round_of_the_clock(harness, minutes=2)
    assert len(mails(harness)) == 1


def test_more_of_the_same_sort_waits_for_an_hour_and_another_sort_does_not(harness, drawn, operators):
    other = '<extensionElements><zeebe:assignmentDefinition assignee="kabag.2"/></extensionElements>'
    drawn(asking(HEAD), process(event("start", "s"), task("a", other), event("end", "e"), "s > a > e", identifier="q"))
    change(harness, VACANT, update(Person).where(Person.id == identifier("person", "kabag.2")).values(disabled_at=NOON))
    harness.start("p", harness.person)
    round_of_the_clock(harness)
    harness.start("p", harness.person)
    round_of_the_clock(harness, minutes=5)
    assert len(mails(harness)) == 1
    harness.start("q", SYSTEM)
    round_of_the_clock(harness, seconds=50)
    assert [mail.subject for mail in mails(harness)] == ["Perlu operator: 1 tanpa penerima", "Perlu operator: 2 tanpa penerima"]
    harness.start("p", harness.person)
    round_of_the_clock(harness, minutes=5)
    assert len(mails(harness)) == 2
    round_of_the_clock(harness, hours=1)
    assert len(mails(harness)) == 3


def test_what_is_over_before_the_mail_goes_is_not_told(harness, drawn, operators):
    drawn(asking(HEAD))
    change(harness, VACANT)
    harness.start("p", harness.person)
    harness.clock.forward(seconds=11)
    assert harness.execute(TellOperators())["mails"] == 1
    change(harness, update(ReceiverFinding).values(closed_at=NOON))
    harness.run_jobs()
    assert mails(harness) == []


@pytest.mark.parametrize(
    "without", [update(Person).values(email=None), delete(Holding).where(Holding.position_id == identifier("position", "operator"))]
)
def test_where_no_operator_has_a_mailbox_nobody_was_told(harness, drawn, operators, without):
    drawn(asking(HEAD))
    change(harness, VACANT, without)
    harness.start("p", harness.person)
    round_of_the_clock(harness)
    assert (mails(harness), [found.told_in for found in findings(harness)]) == ([], [None])


@pytest.mark.parametrize("error", [ConnectionRefusedError, AddressRefused])
def test_a_mail_that_never_went_out_told_nobody_and_is_no_incident(harness, drawn, operators, error):
    drawn(asking(HEAD))
    change(harness, VACANT)
    harness.start("p", harness.person)
    sent, harness.notifier.send = harness.notifier.send, lambda mail, *, key: (_ for _ in ()).throw(error("away"))
    round_of_the_clock(harness)
    for _ in range(8):
        harness.clock.forward(hours=2)
        harness.run_jobs()
    assert ([found.told_in for found in findings(harness)], harness.incidents()) == ([None], [])
    harness.notifier.send = sent
    round_of_the_clock(harness)
    assert len(mails(harness)) == 1
    assert harness.execute(RecordOperatorMail(mail=uuid4(), sent=True)) == {}


def test_an_operator_gives_the_task_to_somebody_who_acts_today(harness, drawn, regency):
    drawn(asking(HEAD))
    change(harness, VACANT)
    harness.start("p", harness.person)
    operator, open_task = regency("operator"), harness.task()
    with pytest.raises(Forbidden):
        harness.execute(GiveTask(task=open_task.id, position="kabag.2"), harness.person)
    for position, refusal in (("kabag.1", InvalidState), ("nowhere", NotFound), ("", InvalidState)):
        with pytest.raises(refusal):
            harness.execute(GiveTask(task=open_task.id, position=position), operator)
    with pytest.raises(InvalidState):
        harness.execute(GiveTask(task=open_task.id, position="kabag.2", reason="x" * 501), operator)
    with pytest.raises(NotFound):
        harness.execute(GiveTask(task=uuid4(), position="kabag.2"), operator)
    harness.execute(GiveTask(task=open_task.id, position="kabag.2", reason="Sekarang  tugasnya"), operator)
    assert findings(harness) == []
    receiver = regency("kabag.2")
    assert harness.ask(TaskList(), receiver).counts["mine"] == 1
    (moved,) = [row for row in harness.ask(CaseHistory(instance=open_task.instance_id), receiver) if row.moved_to]
    assert (moved.person, moved.reason) == (operator.name, "Sekarang tugasnya")
    assert "Bagian" in moved.moved_to
    harness.run_jobs()
    assert "kabag.2@tangerangkab.example" in {mail.to for mail in mails(harness)}
    harness.complete(open_task.id, receiver)
    assert harness.tasks() == []
    with pytest.raises(InvalidState):
        harness.execute(GiveTask(task=open_task.id, position="kabag.2"), operator)


def test_a_task_given_away_that_named_nobody_is_no_incident_any_more(harness, drawn, regency):
    drawn(asking('<extensionElements><zeebe:assignmentDefinition assignee="unknown.post"/></extensionElements>'))
    harness.start("p", harness.person)
    assert [incident.kind for incident in harness.incidents()] == ["assignment"]
    assert [found.reason for found in findings(harness)] == ["NOBODY"]
    harness.execute(GiveTask(task=harness.task().id, position="kabag.2"), regency("operator"))
    assert (harness.incidents(), findings(harness)) == ([], [])


def test_a_claim_of_somebody_who_cannot_act_is_given_back(harness, drawn, regency):
    drawn(asking(CLERKS))
    harness.start("p", harness.person)
    change(harness, update(UserTask).values(claimed_by=HOLDER))
    assert harness.execute(CheckReceivers()) == {"opened": 1, "closed": 0}
    harness.execute(GiveTask(task=harness.task().id), regency("operator"))
    assert (harness.task().claimed_by, findings(harness)) == (None, [])


def test_remedies_are_the_successor_the_superior_the_unit_and_who_is_searched_for(harness, drawn, regency):
    drawn(asking(HEAD))
    heir = identifier("position", "kabag.3")
    change(harness, VACANT, update(Position).where(Position.id == POST).values(successor_id=heir))
    harness.start("p", harness.person)
    operator = regency("operator")
    (group,) = harness.ask(OpenReceivers(), operator)
    assert (group.reason, group.count, harness.ask(OpenTrouble(), operator)) == ("VACANT", 1, (0, 1))
    view = harness.ask(Remedies(finding=group.finding, text="diskominfo kepala"), operator)
    whys = [remedy.why for remedy in view.remedies]
    assert view.remedies[0].position == heir
    assert whys == sorted(whys, key=["successor", "superior", "unit", "search"].index)
    assert set(whys) == {"successor", "superior", "unit", "search"}
    assert POST not in [remedy.position for remedy in view.remedies]
    assert (view.position, view.items[0].element, view.subjects) == (POST, "a", [harness.task().id])
    change(harness, update(ReceiverFinding).values(closed_at=NOON))
    with pytest.raises(NotFound):
        harness.ask(Remedies(finding=group.finding), operator)

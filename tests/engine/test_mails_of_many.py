"""A mail to several people is a job for each: a dead mailbox holds up nobody else's, and nobody gets one twice."""

import smtplib
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from demo.organisation import identifier
from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.jobs.queue_mails import QueueMails
from engine.core.job_rows import MAIL_PERSON
from engine.model.errors import AddressRefused
from engine.persistence.tables.identity import Holding, Position
from engine.persistence.tables.instances import Job
from engine.testing.drawing import element, event, process, task
from engine.testing.harness import NOON
from tests.support.rows import change

CLERKS = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
NOTIFY = '<extensionElements><zeebe:taskDefinition type="alur:notify-position"/><zeebe:ioMapping><zeebe:input source="=&quot;agendaris.setda&quot;" target="position"/><zeebe:input source="=&quot;x&quot;" target="subject"/><zeebe:input source="=&quot;y&quot;" target="text"/></zeebe:ioMapping></extensionElements>'  # fmt: skip
SETDA = identifier("unit", "setda")


@pytest.fixture
def five(harness, drawn):
    """Five people share a post and a role: (their addresses)."""
    people = ["agendaris.setda", "kabag.1", "kabag.2", "kabag.3", "kabag.4"]
    for number, code in enumerate(people[1:]):
        post = Position(id=uuid4(), code=f"x.{number}", title="Pencatat", unit_id=SETDA, role="agendaris", permissions=[], valid_from=NOON.date())  # fmt: skip
        harness.add(post)
        for position in (post.id, identifier("position", "agendaris.setda")):
            harness.add(Holding(id=uuid4(), person_id=identifier("person", code), position_id=position, kind="PLT", valid_from=NOON, decree=""))  # fmt: skip
    return [f"{code}@tangerangkab.example" for code in people]


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected, AddressRefused])
@pytest.mark.parametrize("how", [CLERKS, NOTIFY])
def test_one_dead_mailbox_of_five_holds_up_nobody(harness, drawn, five, how, error):
    step = task("a", CLERKS) if how is CLERKS else element("serviceTask", "a", NOTIFY)
    drawn(process(event("start", "s"), step, event("end", "e"), "s > a > e"))
    delivered, send = [], harness.notifier.send

    def deliver(mail, *, key):
        if mail.to == five[2]:
            raise error("dead")
        delivered.append(mail.to)
        send(mail, key=key)

    harness.notifier.send = deliver
    harness.start("p", harness.person)
    for _ in range(9):
        harness.run_jobs()
        harness.clock.forward(hours=2)
    assert sorted(delivered) == sorted(set(five) - {five[2]})
    assert [incident.kind for incident in harness.incidents()] == ["job"]
    statuses = sorted(job.status for job in harness._all(select(Job).where(Job.variables.has_key("person"))))
    assert statuses == ["DONE"] * 4 + ["FAILED"]


def test_a_step_that_is_repeated_queues_nobody_twice(harness, drawn, five):
    drawn(process(event("start", "s"), task("a", CLERKS), event("end", "e"), "s > a > e"))
    case = harness.start("p", harness.person)
    harness.run_jobs()
    before = harness.notifier.sent
    command = QueueMails(instance=case, step=MAIL_PERSON, key="k", people=(harness.person.person,), variables={"subject": "s", "text": "t"})
    assert [harness.execute(command)["queued"] for _ in range(2)] == [1, 0]
    harness.run_jobs()
    assert harness.notifier.sent == before + 1


def test_a_mail_to_a_post_that_does_not_exist_is_an_incident_and_no_silence(harness, drawn):
    step = element("serviceTask", "a", NOTIFY.replace("agendaris.setda", "agendaris.lama"))
    drawn(process(event("start", "s"), step, event("end", "e"), "s > a > e"))
    harness.start("p", harness.person)
    for _ in range(9):
        harness.run_jobs()
        harness.clock.forward(hours=2)
    (incident,) = harness.incidents()
    assert incident.kind == "job"
    assert "agendaris.lama" in incident.message


def test_a_mail_to_a_post_that_nobody_fills_waits_and_then_operators_learn_of_it(harness, drawn):
    change(harness, update(Holding).where(Holding.position_id == identifier("position", "agendaris.setda")).values(valid_to=NOON))
    drawn(process(event("start", "s"), element("serviceTask", "a", NOTIFY), event("end", "e"), "s > a > e"))
    case = harness.start("p", harness.person)
    harness.run_jobs()
    assert harness.instance(case).status == "ACTIVE", "the step waits while somebody may be appointed"
    for _ in range(9):
        harness.run_jobs()
        harness.clock.forward(hours=2)
    (incident,) = harness.incidents()
    assert "nobody fills it today" in incident.message
    acting = Holding(id=uuid4(), person_id=identifier("person", "kabag.1"), position_id=identifier("position", "agendaris.setda"), kind="PLT", valid_from=NOON, decree="SK")  # fmt: skip
    harness.add(acting)
    harness.execute(ResolveIncident(incident=incident.id))
    harness.run_jobs()
    assert harness.instance(case).status == "COMPLETED"
    assert "kabag.1@tangerangkab.example" in [mail.to for mail in harness.notifier.mails.values()]

"""Completeness: an officer ticks what is missing, the applicant sees these only and answers, the case goes back to the same officer."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from casework.applications.commands.begin_reply import BeginReply
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_reply import SubmitReply
from casework.applications.queries.application_form import ApplicationForm
from casework.cases.queries.task_detail import TaskDetail
from casework.documents.queries.document_file import DocumentFile
from casework.legal_clock.tables import LegalPause
from engine.model.actor import GUEST
from engine.model.errors import FormRejected, NotFound, TaskTaken
from engine.testing import drawing
from tests.support.permit_office import OFFICER


def test_only_what_came_back_is_asked_and_the_same_officer_looks_again(harness, office):
    receipt = office.send()
    office.give_back(("luas", "MISMATCH", "Pada gambar tertulis 20 meter."), ("gambar", "UNREADABLE", ""))
    view = office.follow(receipt)
    (waiting,) = view.waiting
    assert [(item.field, item.reason, item.note) for item in waiting.returns] == [
        ("luas", "MISMATCH", "Pada gambar tertulis 20 meter."),
        ("gambar", "UNREADABLE", ""),
    ]
    assert waiting.due_at == harness.clock.moment + timedelta(days=9, hours=4), (
        "7 working days, two week-ends between, to the end of the last"
    )
    held = office.begin_reply(receipt)
    asked = harness.ask(ApplicationForm(**held), GUEST)
    assert [item["key"] for item in asked.form["components"]] == ["luas", "gambar"]
    assert asked.answers == {"luas": 24}, "to be corrected; files come anew"
    new = office.attach(held, "gambar-baru.png")
    office.reply(held, luas="20", gambar=[new])
    task = harness.task("periksa")
    seen = harness.ask(TaskDetail(task=task.id), office.actor(OFFICER))
    assert seen.seat.position == office.actor(OFFICER).seats[0].position
    assert not seen.queue, "it is the officer's own now, not the queue's"
    assert seen.application.values["luas"] == 20
    assert [file.name for file in seen.application.files["gambar"]] == ["gambar-baru.png"]
    assert set(seen.application.returned) == {"luas", "gambar"}
    harness.complete(task.id, office.actor(OFFICER), kelengkapan="lengkap")
    harness.run_jobs()
    decider = office.actor("agendaris.dishub")
    decision = harness.ask(TaskDetail(task=harness.task("putuskan").id), decider)
    assert decision.application.values["luas"] == 20, "the correction reached the case that was applied for"
    assert harness.ask(DocumentFile(document=UUID(new)), decider).name == "gambar-baru.png"
    assert office.follow(receipt).waiting == []


def test_what_is_wrong_is_told_and_nothing_else_is_taken(harness, office):
    receipt = office.send()
    office.give_back(("luas", "MISMATCH", "Salah."))
    held = office.begin_reply(receipt)
    harness.execute(SaveApplication(**held, answers={"luas": "5000", "nama": "Orang lain"}), GUEST)
    with pytest.raises(FormRejected) as rejected:
        harness.execute(SubmitReply(**held), GUEST)
    assert [(error.field, error.code) for error in rejected.value.errors] == [("luas", "TOO_LARGE")]
    office.reply(held, luas="30")
    values = harness.ask(TaskDetail(task=harness.task("periksa").id), office.actor(OFFICER)).application.values
    assert (values["luas"], values["nama"]) == (30, "Dewi")
    harness.execute(SubmitReply(**held), GUEST)
    assert len(harness.tasks("periksa")) == 1, "sent twice, it is done once"


def test_a_step_belongs_to_who_can_follow_the_case(harness, office):
    receipt, other = office.send(), office.send(nama="Budi")
    tasks = harness.tasks("periksa")
    harness.complete(tasks[0].id, office.actor(OFFICER), kelengkapan="kembalikan", dikembalikan=[{"field": "luas", "reason": "MISSING"}])
    harness.run_jobs()
    mine, theirs = office.follow(receipt), office.follow(other)
    if not mine.waiting:
        mine, theirs = theirs, mine
    task = mine.waiting[0].id
    for given in (theirs.case_pass, f"{mine.instance}.x", f"{theirs.instance}.{mine.case_pass.partition('.')[2]}", "", "x", str(uuid4())):
        with pytest.raises(NotFound):
            harness.execute(BeginReply(case_pass=given, task=task), GUEST)
    with pytest.raises(NotFound):
        harness.execute(BeginReply(case_pass=mine.case_pass, task=harness.task("periksa").id), GUEST)
    with pytest.raises(NotFound):
        harness.complete(task, office.actor(OFFICER))
    first, again = (harness.execute(BeginReply(case_pass=mine.case_pass, task=task), GUEST) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("returns", "code"),
    [
        ([], "REQUIRED"),
        ([{"field": "tidak_ada", "reason": "MISSING"}], "NOT_OFFERED"),
        ([{"field": "luas", "reason": ""}], "RETURN_REASON"),
        ([{"field": "luas", "reason": "APA SAJA"}], "RETURN_REASON"),
        ([{"field": "luas", "reason": "OTHER", "note": "  "}], "RETURN_NOTE"),
        ([{"field": "luas", "reason": "OTHER", "note": "x" * 501}], "TOO_LONG"),
    ],
)
def test_an_officer_gives_a_reason_for_each(harness, office, returns, code):
    office.send()
    with pytest.raises(FormRejected) as rejected:
        harness.complete(harness.task("periksa").id, office.actor(OFFICER), kelengkapan="kembalikan", dikembalikan=returns)
    assert [error.code for error in rejected.value.errors] == [code]


def test_a_third_failure_cancels(harness, office):
    receipt = office.send()
    for luas in ("25", "26"):
        office.give_back(("luas", "MISSING", ""))
        office.reply(office.begin_reply(receipt), luas=luas)
    office.give_back(("luas", "MISSING", ""))
    view = office.follow(receipt)
    assert view.status == "COMPLETED"
    assert harness.instance(view.instance).facts["kelengkapan"] == "batal"


def test_whoever_does_not_answer_is_reminded_and_then_the_case_is_cancelled(harness, office):
    receipt = office.send()
    office.give_back(("luas", "MISSING", ""))
    held = office.begin_reply(receipt)
    harness.notifier.mails.clear()
    harness.clock.forward(days=7, hours=5)
    harness.sweep()
    harness.run_jobs()
    (reminder,) = harness.notifier.mails.values()
    assert "hampir habis waktunya" in reminder.subject
    assert office.follow(receipt).status == "ACTIVE"
    harness.clock.forward(days=2, minutes=1)
    harness.sweep()
    harness.run_jobs()
    assert office.follow(receipt).status == "COMPLETED"
    with pytest.raises(TaskTaken):
        harness.execute(SubmitReply(**held), GUEST)


def test_the_clock_stands_while_the_applicant_is_asked(harness, office):
    office.send()
    office.give_back(("luas", "MISSING", ""))
    (pause,) = harness._all(select(LegalPause))
    assert (pause.reason, pause.ended_at) == ("applicant", None)


def test_a_step_for_the_applicant_of_a_case_that_nobody_applied_for_is_an_incident(harness, drawn):
    waits = '<extensionElements><zeebe:properties><zeebe:property name="for_applicant" value="ya"/></zeebe:properties></extensionElements>'
    drawn(
        f'<process id="p" isExecutable="true"><startEvent id="s"/>{drawing.task("a", waits)}<endEvent id="e"/>{drawing.flows("s > a > e")}</process>'
    )
    harness.start("p", harness.person)
    (incident,) = harness.incidents()
    assert (incident.kind, "nobody applied for" in incident.message) == ("assignment", True)

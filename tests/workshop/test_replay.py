"""Finished cases gone through again on a draft: what came from outside comes again, what differs is told, and nothing is touched."""

from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.complete_job import CompleteJob
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.model.errors import NotFound
from engine.persistence.tables.history import AuditRecord, HistoryEvent
from engine.persistence.tables.instances import Job, ProcessInstance, UserTask
from engine.queries.migration.migration_plan import PlanMigration
from engine.testing.drawing import HEAD, element, event, listeners, process, script, task
from tests.support.drawn_processes import GATE, GROUP, S
from workshop.drafts.commands.begin_package_draft import BeginPackageDraft
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.replay.queries.replay_cases import ReplayCases


@pytest.fixture
def again(harness):
    """What the draft with this diagram says of the finished cases."""

    def asked(drawn, **options):
        draft = harness.execute(BeginPackageDraft(package="contoh"))["draft"]
        harness.execute(ChangePackageFiles(draft=draft, files={"p.bpmn": f"{HEAD}{drawn}</definitions>".encode()}))
        return harness.ask(ReplayCases(draft=UUID(draft), **options))

    return asked


def finish(harness):
    harness.start("p", harness.person)
    for _ in range(5):
        harness.run_jobs()
        for item in harness.tasks():
            harness.complete(item.id, harness.person)


def test_what_has_not_changed_goes_the_same_way(harness, drawn, again):
    drawn(GATE.replace("jumlah", "3"))
    for _ in range(3):
        finish(harness)
    view = again(GATE.replace("jumlah", "3"))
    assert [item.kind for item in view.verdicts] == ["same"] * 3


def test_a_changed_condition_parts_cases_and_says_where(harness, drawn, again):
    drawn(GATE.replace("jumlah", "3"))
    finish(harness)
    view = again(GATE.replace("jumlah", "3").replace("&gt; 10", "&gt; 5"))
    (verdict,) = view.of("other")
    assert (verdict.where, list(verdict.before), list(verdict.after)) == ("x", ["small"], ["large"])
    assert view.partings == {("x", ("small",), ("large",)): 1}


def listened(*of):
    return process(S, task("a", GROUP + listeners(*of)), event("end", "e"), "s > a > e")


def test_listeners_are_not_played_again_and_what_one_gave_cannot_be(harness, drawn, again):
    drawn(listened("end =&quot;contoh:x&quot;"))
    for given in ({}, {"given": 1}):
        harness.start("p", harness.person)
        harness.complete(harness.task("a").id, harness.person)
        with Session(harness.database) as session:
            job = session.scalars(select(Job.id).where(Job.type == "contoh:x", Job.status == "READY")).one()
        lease = harness.execute(AcquireJob(job=job))
        harness.execute(CompleteJob(job=job, fencing_token=lease["fencing_token"], variables=given))
    found = again(listened("start =&quot;contoh:y&quot;", "end =&quot;contoh:x&quot;")).verdicts
    assert sorted((item.kind, item.where, item.why) for item in found) == [("same", "", ""), ("unknown", "a", "LISTENER")]


def test_elements_with_another_id_are_the_same_elements(harness, drawn, again):
    drawn(GATE.replace("jumlah", "3"))
    finish(harness)
    renamed = (
        GATE.replace("jumlah", "3")
        .replace('id="small"', 'id="kecil"')
        .replace('"small"', '"kecil"')
        .replace('name="kecil"', 'name="small"')
    )
    assert [item.kind for item in again(renamed).verdicts] == ["same"]


def test_what_came_finds_nobody_where_a_step_is_gone(harness, drawn, again):
    drawn(process(S, task("a", GROUP), task("b", GROUP), event("end", "e"), "s > a > b > e"))
    finish(harness)
    (verdict,) = again(process(S, task("a", GROUP), event("end", "e"), "s > a > e")).verdicts
    assert (verdict.kind, verdict.where, list(verdict.before), list(verdict.after)) == ("other", "a", ["b"], ["e"])
    (verdict,) = again(process(S, task("a", GROUP), task("b", GROUP), task("c", GROUP), event("end", "e"), "s > a > b > c > e")).verdicts
    assert (verdict.kind, verdict.where, list(verdict.after)) == ("other", "b", ["c"])


def test_a_changed_mapping_of_results_is_not_guessed(harness, drawn, again):
    old = process(S, task("a", GROUP), event("end", "e"), "s > a > e")
    drawn(old)
    finish(harness)
    changed = task(
        "a",
        GROUP.replace(
            "</extensionElements>", '<zeebe:ioMapping><zeebe:output source="=1" target="u"/></zeebe:ioMapping></extensionElements>'
        ),
    )
    (verdict,) = again(process(S, changed, event("end", "e"), "s > a > e")).verdicts
    assert (verdict.kind, verdict.where, verdict.why) == ("unknown", "a", "MAPPING")


@pytest.mark.parametrize(
    "shape",
    [
        process(S, task("a", GROUP), event("boundary", "t", "timer PT1H", attachedToRef="a"), event("end", "e"), event("end", "late"),
                "s > a > e, t > late"),
        process(S, task("a", GROUP), event("boundary", "t", "timer PT1H", attachedToRef="a", cancelActivity="false"), event("end", "e"),
                task("b", GROUP), "s > a > e, t > b"),
        process(S, event("catch", "w", "timer PT1H"), event("end", "e"), "s > w > e"),
        process(S, element("parallelGateway", "f"), task("a", GROUP), task("b", GROUP), element("parallelGateway", "j"), event("end", "e"),
                "s > f, f > a > j, f > b > j, j > e"),
        process(S, element("subProcess", "u", f'{event("start", "us")}{task("a", GROUP)}{event("end", "ue")}'
                '<sequenceFlow id="us_a" sourceRef="us" targetRef="a"/><sequenceFlow id="a_ue" sourceRef="a" targetRef="ue"/>'),
                event("end", "e"), "s > u > e"),
    ],
)  # fmt: skip
def test_time_and_parallel_ways_come_again_as_they_were(harness, drawn, again, shape):
    drawn(shape)
    harness.start("p", harness.person)
    harness.clock.forward(hours=2)
    harness.sweep()
    finish(harness)
    verdicts = again(shape).verdicts
    assert verdicts
    assert {item.kind for item in verdicts} == {"same"}, verdicts


def test_messages_come_again(harness, drawn, again):
    shape = process(S, script("k", "&quot;7&quot;", "key"), event("catch", "m", "message M"), event("end", "e"), "s > k > m > e")
    drawn(shape)
    harness.start("p", harness.person)
    harness.execute(CorrelateMessage(name="msg", correlation_key="7", variables={"hasil": "ya"}, message_id="1"))
    (verdict,) = again(shape).verdicts
    assert verdict.kind == "same"


def test_a_replay_reads_only(harness, drawn, again):
    drawn(GATE.replace("jumlah", "3"))
    finish(harness)
    tables = (ProcessInstance, UserTask, Job, HistoryEvent, AuditRecord)

    def rows():
        with Session(harness.database) as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = rows()
    again(GATE.replace("jumlah", "30"))
    assert rows() == before


def test_only_known_processes_and_counts_are_asked_for(harness, drawn, again):
    drawn(GATE.replace("jumlah", "3"))
    for wrong in ({"process": "x"}, {"count": 7}):
        with pytest.raises(NotFound):
            again(GATE.replace("jumlah", "3"), **wrong)
    assert again(GATE.replace("jumlah", "3")).verdicts == []


def test_confidential_cases_are_neither_counted_nor_named(harness, drawn, again):
    shape = GATE.replace("jumlah", "3")
    drawn(shape)
    for _ in range(2):
        finish(harness)
    harness.start("p", harness.person)
    with Session(harness.database) as session:
        session.scalars(select(ProcessInstance).where(ProcessInstance.status == "COMPLETED").limit(1)).one().confidential = True
        for case in session.scalars(select(ProcessInstance).where(ProcessInstance.status == "ACTIVE")):
            case.confidential, case.business_key = True, "RAHASIA-1"
        session.commit()
    assert len(again(shape).verdicts) == 1
    drawn(process(S, event("end", "e"), "s > e"))
    plan = harness.ask(PlanMigration(process="p", source_version=1))
    assert [(item.business_key, len(item.reasons)) for item in plan.refused] == [(None, 1)]

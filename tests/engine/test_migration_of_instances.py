"""Cases move to another version in the background: a dry run, verdicts for each, undo for those that nothing has touched."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from engine.commands.migration.migrate_one_instance import MigrateOneInstance
from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.commands.migration.undo_migration import UndoMigration
from engine.commands.migration.undo_migration_of_instance import UndoMigrationOfInstance
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import Job, MessageSubscription, ProcessInstance, Timer, UserTask
from engine.queries.migration.migration_plan import PlanMigration
from engine.queries.migration.migration_progress import MigrationProgress
from engine.testing.drawing import element, event, process, task
from engine.testing.harness import NOON

GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
S, E = event("start", "s"), event("end", "e")
TIMER = event("boundary", "t", "timer PT1H", attachedToRef="a", cancelActivity="false")
OLD = process(S, task("a", GROUP), TIMER, task("h", GROUP), E, "s > a > e, t > h > e")
NEW = process(S, task("z", GROUP).replace('name="z"', 'name="a"'), TIMER.replace('"a"', '"z"'), task("b", GROUP), E, "s > z > b > e, t > e")


def rows(harness, table):
    """Everything that a state waits for, as it is stored."""
    items = harness._all(select(table).order_by(table.id))
    return [{column.name: getattr(item, column.key) for column in table.__table__.columns} for item in items]


def everything(harness, case):
    state = harness.instance(case)
    tasks = [{**row, "status": row["status"]} for row in rows(harness, UserTask)]
    return state.state, state.definition_id, tasks, rows(harness, Timer), rows(harness, MessageSubscription)


def test_a_dry_run_says_who_can_move_and_why_others_cannot_and_changes_nothing(harness, drawn):
    drawn(OLD)
    staying = harness.start("p", harness.person)
    harness.start("p", harness.person)
    harness.clock.forward(hours=1)
    harness.sweep()
    harness.complete(harness.tasks("a")[0].id, harness.person)  # one stands at h, which is gone
    drawn(NEW)
    plan = harness.ask(PlanMigration(process="p", source_version=1))
    assert (plan.source_version, plan.target_version, plan.movable, len(plan.refused)) == (1, 2, 0, 2)
    assert plan.mapping == {"p": {"a": "z"}}
    assert plan.reasons == {("ELEMENT_GONE", "h"): 2}
    assert harness.instance(staying).definition_id == plan.source
    with pytest.raises(NotFound):
        harness.ask(PlanMigration(process="p", source_version=9))


def test_cases_move_by_themselves_and_those_that_cannot_stop_nobody(harness, drawn):
    drawn(OLD)
    cases = [harness.start("p", harness.person) for _ in range(3)]
    due = [timer.due_at for timer in harness._all(select(Timer))]
    harness.clock.forward(minutes=5)
    drawn(NEW)
    stuck = harness.start("p", harness.person)  # on the new version: it is not concerned
    answer = harness.execute(MigrateProcessInstances(process="p", source_version=1))
    assert answer["instances"] == 3
    harness.complete(next(item.id for item in harness.tasks("a") if item.instance_id == cases[0]), harness.person)  # it ends first
    harness.run_jobs()
    progress = harness.ask(MigrationProgress(migration=answer["migration"]))
    assert (progress.counts, progress.done) == ({"MOVED": 2, "REFUSED": 1}, True)
    assert list(progress.reasons) == ["The case has ended."]
    assert [timer.due_at for timer in harness._all(select(Timer).where(Timer.instance_id != stuck))] == due[1:]
    moved = [item for item in harness.tasks("z") if item.instance_id == cases[1]]
    assert [item.name for item in moved] == ["a"]
    harness.complete(moved[0].id, harness.person)
    assert [item.element_id for item in harness.tasks() if item.instance_id == cases[1]] == ["b"]
    events = harness._all(select(HistoryEvent.event).where(HistoryEvent.instance_id == cases[1]))
    assert "INSTANCE_MIGRATED" in events


def test_undo_restores_the_bytes_of_what_nothing_has_touched(harness, drawn):
    waiting = process(S, task("a", GROUP), event("boundary", "m", "message M", attachedToRef="a"), E, "s > a > e, m > e")
    drawn(waiting)
    cases = [harness.start("p", harness.person) for _ in range(2)]
    for case in cases:
        with_key(harness, case)
    before = everything(harness, cases[0])
    listening = event("boundary", "n", "timer PT9H", attachedToRef="z")
    drawn(process(S, task("z", GROUP).replace('name="z"', 'name="a"'), listening, task("b", GROUP), E, "s > z > b > e, n > e"))
    migration = harness.execute(MigrateProcessInstances(process="p", source_version=1))["migration"]
    harness.run_jobs()
    assert everything(harness, cases[0])[0] != before[0]
    assert len(rows(harness, Timer)) == 2
    harness.complete(next(item.id for item in harness.tasks("z") if item.instance_id == cases[1]), harness.person)
    assert harness.execute(UndoMigration(migration=migration)) == {"instances": 2}
    harness.run_jobs()
    progress = harness.ask(MigrationProgress(migration=migration))
    assert progress.counts == {"UNDONE": 1, "KEPT": 1}
    after = everything(harness, cases[0])
    assert after[:2] == before[:2]
    mine = [[row for row in part if row["instance_id"] == cases[0]] for part in (after[2], after[4])]
    assert mine == [[row for row in part if row["instance_id"] == cases[0]] for part in (before[2], before[4])]
    assert [row for row in after[3] if row["instance_id"] == cases[0]] == []
    harness.complete(next(item.id for item in harness.tasks("a")), harness.person)
    assert harness.instance(cases[0]).status == "COMPLETED"


def with_key(harness, case):
    """The message's key is null: the start is parked, and resolved with one."""
    from engine.commands.incidents.resolve_incident import ResolveIncident

    (incident,) = [item for item in harness.incidents() if item.instance_id == case]
    harness.execute(ResolveIncident(incident=incident.id, variables={"key": str(case)}))


@pytest.mark.parametrize("children", [True, False])
def test_called_cases_follow_or_stay(harness, drawn, children):
    call = element(
        "callActivity", "c", '<extensionElements><zeebe:calledElement processId="q" bindingType="deployment"/></extensionElements>'
    )
    caller = process(S, call, E, "s > c > e")
    drawn(caller, process(S, task("a", GROUP), E, "s > a > e", identifier="q"))
    harness.start("p", harness.person)
    harness.run_jobs()
    drawn(caller, process(S, task("a", GROUP), task("b", GROUP), E, "s > a > b > e", identifier="q"))
    answer = harness.execute(MigrateProcessInstances(process="p", source_version=1, children=children))
    harness.run_jobs()
    assert answer["instances"] == (2 if children else 1)
    harness.complete(harness.task("a").id, harness.person)
    harness.run_jobs()
    assert [item.element_id for item in harness.tasks()] == (["b"] if children else [])


def test_a_version_onto_itself_is_refused(harness, drawn):
    drawn(OLD)
    with pytest.raises(InvalidState):
        harness.execute(MigrateProcessInstances(process="p", source_version=1))


def test_an_automated_step_that_is_at_work_reports_to_the_new_version(harness, drawn):
    job = element("serviceTask", "j", '<extensionElements><zeebe:taskDefinition type="alur:notify-position"/></extensionElements>')
    drawn(process(S, job, E, "s > j > e"))
    case = harness.start("p", harness.person)
    harness.clock.forward(seconds=1)
    drawn(process(S, job.replace('"j"', '"k"'), task("b", GROUP), E, "s > k > b > e"))
    harness.execute(MigrateProcessInstances(process="p", source_version=1, mapping={"p": {"j": "k"}}))
    (row,) = harness._all(select(Job).where(Job.type == "alur:notify-position"))
    assert row.element_id == "j"
    harness.run_jobs()
    assert harness._all(select(ProcessInstance).where(ProcessInstance.id == case))[0].status == "ACTIVE"
    assert NOON + timedelta(seconds=1) == harness.clock.moment


def test_a_move_that_is_asked_for_twice_happens_once(harness, drawn):
    drawn(OLD)
    case = harness.start("p", harness.person)
    drawn(NEW)
    migration = UUID(harness.execute(MigrateProcessInstances(process="p", source_version=1))["migration"])
    assert harness.execute(MigrateOneInstance(migration=migration, instance=case)) == {"status": "MOVED"}
    revision = harness.instance(case).revision
    assert harness.execute(MigrateOneInstance(migration=migration, instance=case)) == {"status": "MOVED"}
    assert harness.instance(case).revision == revision
    assert harness.execute(UndoMigrationOfInstance(migration=migration, instance=case)) == {"status": "UNDONE"}
    assert harness.execute(UndoMigrationOfInstance(migration=migration, instance=case)) == {"status": "UNDONE"}

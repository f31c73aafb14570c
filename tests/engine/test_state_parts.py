"""A large state in the database: its head with the instance, its groups as rows of their own, of which a turn writes those it touches."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engine.bpmn.codec import is_head_of_groups, read_state, tokens_of, variables_of
from engine.bpmn.stored.groups import SIZE
from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.commands.migration.undo_migration import UndoMigration
from engine.persistence.state_rows import WHOLE_STATE, whole_state
from engine.persistence.tables.instances import InstanceStatePart, ProcessInstance
from engine.queries.instances.case_diagram import CaseDiagram
from engine.queries.instances.stuck_cases import StuckCases
from engine.queries.migration.migration_plan import PlanMigration
from engine.testing.drawing import element, process, sub_process, task
from engine.testing.drawing import event as drawn_event

MANY = 70
GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
S, E = drawn_event("start", "s"), drawn_event("end", "e")
EACH = (
    "<multiInstanceLoopCharacteristics><extensionElements>"
    f'<zeebe:loopCharacteristics inputCollection="=for i in 1..{MANY} return i" inputElement="unit"/>'
    "</extensionElements></multiInstanceLoopCharacteristics>"
)
PLAIN = process(S, task("t", GROUP + EACH), E, "s > t > e")
INSIDE = sub_process(
    "sub", drawn_event("start", "is"), task("t", GROUP), task("u", GROUP), drawn_event("end", "ie"), "is > t > u > ie", EACH
)
STEPS = process(S, INSIDE, E, "s > sub > e")


def parts(harness):
    with Session(harness.database) as session:
        rows = session.scalars(select(InstanceStatePart).order_by(InstanceStatePart.number))
        return {row.number: (row.data, [str(token) for token in row.tokens]) for row in rows}


def whole(harness, case):
    with Session(harness.database) as session:
        return whole_state(session, session.get_one(ProcessInstance, case))


def test_a_completion_writes_the_part_that_it_touches_and_the_last_one_leaves_none(harness, drawn):
    drawn(PLAIN)
    case = harness.start("p", harness.person)
    began = parts(harness)
    assert len(began) == -(-MANY // SIZE)
    head = harness.instance(case).state
    assert is_head_of_groups(head)
    assert b"\n" not in head
    done, asked = harness.tasks("t")[0].id, []
    event.listen(harness.database, "before_cursor_execute", lambda *given: asked.append(given[2]))
    harness.complete(done, harness.person)
    # one question, and one statement that writes a row of them
    about_parts = [text for text in asked if "instance_state_part" in text]
    assert ["INSERT INTO instance_state_part" in text for text in about_parts] == [False, True]
    now = parts(harness)
    assert [number for number in began if now[number] != began[number]] == [
        number for number, (_data, tokens) in began.items() if str(done) in tokens
    ]
    for item in harness.tasks("t"):
        harness.complete(item.id, harness.person)
    assert parts(harness) == {}
    assert harness.instance(case).status == "COMPLETED"
    assert not is_head_of_groups(harness.instance(case).state)


def test_a_turn_that_leaves_the_head_as_it_was_is_a_turn_all_the_same(harness, drawn):
    """Who undoes a migration asks by the revision whether something has happened since."""
    drawn(STEPS)
    case = harness.start("p", harness.person)
    before = harness.instance(case).revision
    harness.complete(harness.tasks("t")[3].id, harness.person)
    assert harness.instance(case).revision == before + 1
    assert len(harness.tasks("u")) == 1
    assert {item.element for item in read_state(whole(harness, case)).tokens} == {"sub", "t", "u"}


def test_whoever_reads_the_whole_state_gets_all_of_it_by_one_statement(harness, drawn):
    drawn(PLAIN)
    case = harness.start("p", harness.person)
    state = whole(harness, case)
    assert len(tokens_of(state)) == MANY + 1
    assert variables_of(state) == variables_of(harness.instance(case).state)
    with Session(harness.database) as session:
        assert bytes(session.scalars(select(WHOLE_STATE)).one()) == state
    assert harness.ask(CaseDiagram(instance=case), harness.person).active == {"t"}
    assert harness.ask(StuckCases()) == ([], None)


def test_a_large_case_is_migrated_and_taken_back_to_the_byte(harness, drawn):
    drawn(PLAIN)
    case = harness.start("p", harness.person)
    harness.complete(harness.tasks("t")[0].id, harness.person)
    before, rows = whole(harness, case), parts(harness)
    drawn(process(S, task("t", GROUP + EACH), task("after", GROUP), E, "s > t > after > e"))
    assert harness.ask(PlanMigration(process="p", source_version=1)).movable == 1
    answer = harness.execute(MigrateProcessInstances(process="p", source_version=1))
    harness.run_jobs()
    assert harness.instance(case).definition_id != harness.instances()[-1].definition_id or len(harness.instances()) == 1
    assert len(tokens_of(whole(harness, case))) == MANY
    harness.execute(UndoMigration(migration=answer["migration"]))
    harness.run_jobs()
    assert (whole(harness, case), parts(harness)) == (before, rows)


@pytest.fixture
def callers(drawn):
    call = element("callActivity", "c", f'<extensionElements><zeebe:calledElement processId="called"/></extensionElements>{EACH}')
    drawn(process(S, call, E, "s > c > e"), process(drawn_event("start", "cs"), task("inner", GROUP), "cs > inner", identifier="called"))


def test_children_of_a_large_repetition_begin_and_end(harness, callers):
    case = harness.start("p", harness.person)
    harness.run_jobs()
    assert len(harness.tasks("inner")) == MANY
    for item in harness.tasks("inner"):
        harness.complete(item.id, harness.person)
    harness.run_jobs()
    assert harness.instance(case).status == "COMPLETED"
    assert parts(harness) == {}

"""`alur doctor` sees what will never go on: torn states, waits without rows, rows without waits; and nothing in cases that are well."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine.bpmn.stored.json_text import dumps, loads
from engine.persistence.tables.instances import Job, ProcessInstance, Timer, UserTask
from engine.queries.instances.stuck_cases import StuckCases
from engine.testing.drawing import element, event, process, task

S, E = event("start", "s"), event("end", "e")
PARTS = (
    S, E, event("end", "e2"), element("parallelGateway", "f"), element("parallelGateway", "j"),
    task("a", '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'),
    element("serviceTask", "b", '<extensionElements><zeebe:taskDefinition type="alur:notify-position"/><zeebe:ioMapping><zeebe:input source="=&quot;agendaris.setda&quot;" target="position"/><zeebe:input source="=&quot;x&quot;" target="subject"/><zeebe:input source="=&quot;x&quot;" target="text"/></zeebe:ioMapping></extensionElements>'), event("boundary", "t", "timer PT9H", attachedToRef="a"), "s > f > a > j > e, f > b > j, t > e2",
)  # fmt: skip


def found(harness):
    cases, after = harness.ask(StuckCases())
    assert after is None
    return {(case.element, case.code, case.wait) for case in cases}


def change(harness, statement):
    with Session(harness.engine.platform.database) as session:
        session.execute(statement)
        session.commit()


def test_a_case_that_is_well_is_not_found(harness, drawn):
    drawn(process(*PARTS))
    harness.start("p", harness.person)
    assert found(harness) == set()


def test_rows_that_are_gone_and_rows_that_are_left(harness, drawn):
    drawn(process(*PARTS))
    harness.start("p", harness.person)
    change(harness, delete(Timer))
    change(harness, update(Job).where(Job.element_id == "b").values(status="DONE"))
    assert found(harness) == {("t", "NO_ROW", "timer"), ("b", "NO_ROW", "job")}
    change(harness, update(UserTask).values(status="COMPLETED"))
    assert ("a", "NO_ROW", "user_task") in found(harness)


def test_a_state_that_lost_a_wait_or_is_torn(harness, drawn):
    drawn(process(*PARTS))
    case = harness.start("p", harness.person)
    with Session(harness.engine.platform.database) as session:
        state = loads(session.get_one(ProcessInstance, case).state)
    for _identifier, name, fields in state["tokens"]:
        if name == "a":
            del fields["wait"]
    change(harness, update(ProcessInstance).values(state=dumps(state)))
    assert found(harness) == {("a", "NO_WAIT", ""), ("a", "NO_TOKEN", "user_task")}
    change(harness, update(ProcessInstance).values(state=b"{"))
    assert {code for _element, code, _wait in found(harness)} == {"CORRUPT"}

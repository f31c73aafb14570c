"""Commands and jobs on a real database: a letter-like process without the letters."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.commands.deployment.deploy import Deploy
from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.core.audit.chain import verify
from engine.model.errors import DeploymentRejected, Forbidden, NotFound, TaskTaken
from engine.persistence.database import connect
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from engine.testing.harness import NOON

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<process id="p" name="Contoh" isExecutable="true">'
)


def diagram(body):
    return f"{HEAD}{body}</process></definitions>".encode()


def flow(*pairs):
    return "".join(f'<sequenceFlow sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def user_task(name, candidates):
    return (
        f'<userTask id="{name}" name="{name}"><extensionElements><zeebe:assignmentDefinition candidateGroups="{candidates}"/>'
        "</extensionElements></userTask>"
    )


MANIFEST = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["kabid"]\n'


@pytest.fixture
def office(harness):
    """A unit with two heads of section; returns their actors."""
    unit = Unit(id=uuid4(), code="dinas", name="Dinas", kind="dinas", valid_from=NOON.date())
    people = [Person(id=uuid4(), name=name, email=f"{name}@x.example", language="id") for name in ("Ani", "Budi")]
    posts = [
        Position(
            id=uuid4(), code=f"kabid{n}", title="Kabid", unit_id=unit.id, role="kabid", permissions=["operate"], valid_from=NOON.date()
        )
        for n in range(2)
    ]
    held = [
        Holding(id=uuid4(), person_id=person.id, position_id=post.id, kind="DEFINITIF", valid_from=NOON, decree="SK")
        for person, post in zip(people, posts, strict=True)
    ]
    harness.add(unit)
    harness.add(*people, *posts)
    harness.add(*held, PackageState(key="contoh", enabled=True, changed_at=NOON))
    return [harness.actor(person.id) for person in people]


def deploy(harness, body):
    harness.execute(Deploy(package="contoh", resources={"p.bpmn": diagram(body), "process.toml": MANIFEST}))


def test_a_task_is_done_once_and_the_loser_is_told_who_won(harness, office, owner_url):
    ani, budi = office
    deploy(harness, '<startEvent id="s"/>' + user_task("t", "kabid@dinas") + '<endEvent id="e"/>' + flow(("s", "t"), ("t", "e")))
    case = harness.start("p", ani)
    task = harness.task("t")
    harness.complete(task.id, budi)
    with pytest.raises(TaskTaken) as taken:
        harness.complete(task.id, ani)
    assert taken.value.details["by"] == "Budi"
    assert harness.instance(case).status == "COMPLETED"
    with Session(harness.database) as session:
        assert verify(session, case) is None
    owner = connect(owner_url)
    with owner.begin() as connection:
        connection.execute(text("update audit_payload set payload = '{}' where number = 2"))
    owner.dispose()
    with Session(harness.database) as session:
        assert verify(session, case) == 2


def test_the_same_request_sent_twice_has_one_result(harness, office):
    ani, _budi = office
    deploy(
        harness,
        '<startEvent id="s"/>'
        + user_task("t", "kabid@dinas")
        + user_task("u", "kabid@dinas")
        + '<endEvent id="e"/>'
        + flow(("s", "t"), ("t", "u"), ("u", "e")),
    )
    harness.start("p", ani)
    command = CompleteUserTask(task=harness.task("t").id, idempotency_key="k1")
    assert harness.execute(command, ani) == harness.execute(command, ani)
    assert len(harness.tasks("u")) == 1


def test_a_stranger_finds_nothing(harness, office):
    ani, _budi = office
    stranger = Person(id=uuid4(), name="Cici", email="c@x.example", language="id")
    harness.add(stranger)
    deploy(harness, '<startEvent id="s"/>' + user_task("t", "kabid@dinas") + '<endEvent id="e"/>' + flow(("s", "t"), ("t", "e")))
    harness.start("p", ani)
    with pytest.raises(NotFound):
        harness.complete(harness.task("t").id, harness.actor(stranger.id))
    with pytest.raises(Forbidden):
        harness.start("p", harness.actor(stranger.id))


def test_a_failing_expression_is_an_incident_that_a_correction_resolves(harness, office):
    ani, _budi = office
    body = (
        '<startEvent id="s"/><exclusiveGateway id="x" default="n"/><endEvent id="e"/>'
        + user_task("t", "kabid@dinas")
        + flow(("s", "x"), ("t", "e"))
        + '<sequenceFlow id="y" sourceRef="x" targetRef="t"><conditionExpression>=initiator.unit + 1 > 3</conditionExpression></sequenceFlow>'
        '<sequenceFlow id="n" sourceRef="x" targetRef="e"/>'
    )
    deploy(harness, body)
    case = harness.start("p", ani)
    (incident,) = harness.incidents()
    assert incident.element_id == "x"
    harness.execute(ResolveIncident(incident=incident.id, variables={"initiator": {"unit": 3}}), ani)
    assert not harness.incidents()
    assert harness.instance(case).status == "ACTIVE"
    assert harness.task("t")


def test_what_is_not_executed_right_is_refused_with_the_element(harness):
    body = '<startEvent id="s"/><serviceTask id="g"/><endEvent id="e"/>' + flow(("s", "g"), ("g", "e"))
    with pytest.raises(DeploymentRejected) as refusal:
        deploy(harness, body)
    assert [(problem.code, problem.element) for problem in refusal.value.problems] == [("NO_JOB_TYPE", "g")]

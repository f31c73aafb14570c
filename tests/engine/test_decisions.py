"""Business rule tasks: which version of a decision they call, what the history keeps, and what makes them incidents."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engine.commands.deployment.deploy import Deploy
from engine.core.audit.chain import verify
from engine.model.errors import DeploymentRejected
from engine.persistence.tables.definitions import DecisionDefinition, PackageState
from engine.persistence.tables.history import HistoryEvent
from tests.support.tables import NAMESPACE, table

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<process id="p" name="Contoh" isExecutable="true"><startEvent id="s"/><businessRuleTask id="b" name="Putuskan"><extensionElements>'
)
TAIL = (
    '</extensionElements></businessRuleTask><userTask id="t" name="Baca"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="b"/>'
    '<sequenceFlow sourceRef="b" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="e"/></process></definitions>'
)
MANIFEST = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'


def diagram(binding, *, decision="tarif", tag=None):
    tagged = f' versionTag="{tag}"' if tag else ""
    called = f'<zeebe:calledDecision decisionId="{decision}" resultVariable="hasil" bindingType="{binding}"{tagged}/>'
    return f"{HEAD}{called}{TAIL}".encode()


def decisions(result, *, tag=None, rows=None, policy="UNIQUE"):
    tagged = (
        f'<extensionElements><zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" value="{tag}"/></extensionElements>'
        if tag
        else ""
    )
    logic = table(rows or [("-", result)], inputs={"luas": "number"}, policy=policy)
    decision = f'<decision id="tarif" name="Tarif">{tagged}<variable name="Tarif"/>{logic}</decision>'
    return f'<definitions xmlns="{NAMESPACE}" namespace="urn:x" name="x">{decision}</definitions>'.encode()


@pytest.fixture
def deploy(harness, regency):
    harness.registrar = regency("agendaris.setda")
    harness.add(PackageState(key="contoh", enabled=True, changed_at=harness.clock.moment))

    def run(package, **files):
        return harness.execute(Deploy(package=package, resources={name.replace("_", "."): content for name, content in files.items()}))

    return run


def start(harness):
    return harness.start("p", harness.registrar)


def evaluated(harness, case):
    with Session(harness.database) as session:
        statement = select(HistoryEvent.data).where(HistoryEvent.instance_id == case, HistoryEvent.event == "DECISION_EVALUATED")
        return session.scalars(statement).one()


def test_the_newest_version_is_called_also_of_another_deployment(harness, deploy):
    deploy("tarif", d_dmn=decisions('"lama"'))
    deploy("contoh", p_bpmn=diagram("latest"), process_toml=MANIFEST)
    assert evaluated(harness, start(harness))["output"] == "lama"
    deploy("tarif", d_dmn=decisions('"baru"'))
    data = evaluated(harness, start(harness))
    assert (data["output"], data["version"], data["decision"]) == ("baru", 2, "tarif")


def test_a_turn_that_calls_no_decision_looks_for_none(harness, deploy):
    asked = []
    deploy("tarif", d_dmn=decisions('"lama"'))
    assigned = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
    given_out = diagram("latest").replace(b'<userTask id="t" name="Baca"/>', f'<userTask id="t" name="Baca">{assigned}</userTask>'.encode())
    deploy("contoh", p_bpmn=given_out, process_toml=MANIFEST)
    event.listen(harness.database, "before_cursor_execute", lambda *given: asked.append(given[2]))
    case = start(harness)
    assert [text for text in asked if "decision_definition" in text] != []
    asked.clear()
    harness.complete(harness.task("t").id, harness.registrar)
    assert harness.instance(case).status == "COMPLETED"
    assert [text for text in asked if "decision_definition" in text] == []


def test_a_deployment_keeps_its_own_version(harness, deploy):
    deploy("contoh", p_bpmn=diagram("deployment"), d_dmn=decisions('"sendiri"'), process_toml=MANIFEST)
    deploy("tarif", d_dmn=decisions('"baru"'))
    assert evaluated(harness, start(harness))["output"] == "sendiri"


def test_a_version_tag_is_called_wherever_newer_ones_are(harness, deploy):
    deploy("tarif", d_dmn=decisions('"2026"', tag="perda-2026"))
    deploy("tarif", d_dmn=decisions('"2027"', tag="perda-2027"))
    deploy("contoh", p_bpmn=diagram("versionTag", tag="perda-2026"), process_toml=MANIFEST)
    assert evaluated(harness, start(harness))["output"] == "2026"
    with Session(harness.database) as session:
        rows = session.execute(
            select(DecisionDefinition.version, DecisionDefinition.version_tag).order_by(DecisionDefinition.version)
        ).all()
    assert [tuple(row) for row in rows] == [(1, "perda-2026"), (2, "perda-2027")]


def test_a_tag_that_is_not_there_is_an_incident(harness, deploy):
    deploy("tarif", d_dmn=decisions('"2026"'))
    deploy("contoh", p_bpmn=diagram("versionTag", tag="perda-2030"), process_toml=MANIFEST)
    start(harness)
    [incident] = harness.incidents()
    assert "perda-2030" in incident.message


def test_a_decision_that_nobody_deployed_refuses_the_deployment(deploy):
    with pytest.raises(DeploymentRejected) as rejected:
        deploy("contoh", p_bpmn=diagram("latest"), process_toml=MANIFEST)
    assert [problem.code for problem in rejected.value.problems] == ["NO_DECISION"]


def test_the_history_keeps_inputs_rules_and_outputs_and_the_chain_holds(harness, deploy):
    rows = [("<= 5", '"kecil"'), ("> 5", '"besar"')]
    deploy("contoh", p_bpmn=diagram("deployment"), d_dmn=decisions("", rows=rows), process_toml=MANIFEST)
    case = start(harness)
    data = evaluated(harness, case)
    assert data["evaluated"] == [{"decision": "Tarif", "inputs": {"luas": None}, "rules": [], "output": None}]
    with Session(harness.database) as session:
        assert verify(session, case) is None


def test_rules_that_clash_are_an_incident_with_their_numbers(harness, deploy):
    # whether they clash depends on a variable: the linter cannot know
    rows = [("-", "satu"), ("not(7)", "3")]
    deploy("contoh", p_bpmn=diagram("deployment"), d_dmn=decisions("", rows=rows, policy="ANY"), process_toml=MANIFEST)
    start(harness)
    [incident] = harness.incidents()
    assert "1, 2" in incident.message


def test_a_table_with_an_overlap_is_refused_with_an_example(deploy):
    rows = [("<= 5", '"a"'), (">= 5", '"b"')]
    with pytest.raises(DeploymentRejected) as rejected:
        deploy("contoh", d_dmn=decisions("", rows=rows), process_toml=b'[package]\nkey = "contoh"\n')
    [problem] = rejected.value.problems
    assert (problem.code, problem.values["example"]) == ("DECISION_OVERLAP", "luas = 5")


def test_a_text_in_a_number_column_is_read_and_what_cannot_be_read_is_an_incident(harness, deploy):
    def given(text):
        mapping = f'<zeebe:ioMapping><zeebe:input source="{text}" target="luas"/></zeebe:ioMapping></extensionElements>'
        return diagram("deployment").replace(b"</extensionElements>", mapping.encode())

    table_of_sizes = decisions("", rows=[("<= 5", '"kecil"'), ("> 5", '"besar"')])
    deploy("contoh", p_bpmn=given("24"), d_dmn=table_of_sizes, process_toml=MANIFEST)
    data = evaluated(harness, start(harness))
    assert (data["output"], data["evaluated"][0]["inputs"]) == ("besar", {"luas": 24})
    deploy("contoh", p_bpmn=given("dua puluh"), d_dmn=table_of_sizes, process_toml=MANIFEST)
    start(harness)
    [incident] = [item for item in harness.incidents() if item.kind == "expression"]
    for word in ("'tarif'", "column 'luas'", "number", '"dua puluh", a string'):
        assert word in incident.message

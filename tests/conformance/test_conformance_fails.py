"""`./run conformance` fails where it should: what it guards is broken here, one by one, and each time it says so."""

import json
from dataclasses import replace

import pytest
from lxml import etree

from engine.bpmn.reading.diagram import read_diagram
from tests.conformance import bpmn, dmn_tck, main, models
from tests.conformance.expected import CASES, FAILING, too_few, wrong_list
from tests.conformance.in_model import not_found

DIAGRAM = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
  <message id="m" name="jawaban"/><error id="e" name="Salah" errorCode="SALAH"/>
  <process id="p" name="Uji" isExecutable="true">
    <laneSet id="ls"><lane id="l" name="Petugas"><flowNodeRef>a</flowNodeRef></lane></laneSet>
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
    <exclusiveGateway id="g" default="f3"/>
    <sequenceFlow id="f2" name="ya" sourceRef="g" targetRef="a"><conditionExpression>=jam &gt; 3</conditionExpression></sequenceFlow>
    <sequenceFlow id="f3" sourceRef="g" targetRef="sub"/>
    <userTask id="a" name="Periksa"><extensionElements><zeebe:assignmentDefinition candidateGroups="petugas"/>
      <zeebe:ioMapping><zeebe:input source="=x" target="y"/></zeebe:ioMapping></extensionElements>
      <multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>
    <boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
    <subProcess id="sub"><intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
      <endEvent id="x"><errorEventDefinition errorRef="e"/></endEvent></subProcess>
  </process></definitions>"""


def changed(**changes):
    """The process as a reader would give it that lost something: element or flow -> other attributes; None: all of it."""
    (process,) = read_diagram(DIAGRAM).processes
    known = {**process.elements, **process.flows}
    for name, attributes in changes.items():
        known[name] = None if attributes is None else replace(known[name], **attributes)
    elements = {name: known[name] for name in process.elements if known[name] is not None}
    return replace(process, elements=elements, flows={name: known[name] for name in process.flows if known[name] is not None})


def test_a_file_whose_every_part_is_in_the_model_passes():
    assert list(not_found(etree.fromstring(DIAGRAM), (changed(),))) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"a": None}, "userTask a"),
        ({"c": None}, "intermediateCatchEvent c"),
        ({"f3": None}, "sequenceFlow f3"),
        ({"f2": {"condition": None}}, "sequenceFlow f2"),
        ({"f2": {"condition": "=jam > 4"}}, "conditionExpression"),
        ({"f2": {"name": ""}}, "name=ya"),
        ({"f2": {"target": "sub"}}, "sequenceFlow f2"),
        ({"g": {"default": None}}, "default=f3"),
        ({"g": {"kind": "inclusiveGateway"}}, "exclusiveGateway g"),
        ({"a": {"name": "Lain"}}, "name=Periksa"),
        ({"a": {"lane": None}}, "flowNodeRef"),
        ({"a": {"loop": None}}, "multiInstanceLoopCharacteristics"),
        ({"a": {"extensions": replace(changed().elements["a"].extensions, candidate_groups=None)}}, "assignmentDefinition"),
        ({"a": {"extensions": replace(changed().elements["a"].extensions, inputs=())}}, "input"),
        ({"b": {"attached_to": None}}, "attachedToRef=a"),
        ({"b": {"interrupting": True}}, "cancelActivity=false"),
        ({"b": {"events": ()}}, "timerEventDefinition"),
        ({"b": {"events": (replace(changed().elements["b"].events[0], timer="PT2H"),)}}, "timeDuration"),
        ({"c": {"scope": None}}, "intermediateCatchEvent c"),
        ({"c": {"events": (replace(changed().elements["c"].events[0], message="lain"),)}}, "messageRef=m"),
        ({"x": {"events": (replace(changed().elements["x"].events[0], error_code=None),)}}, "errorRef=e"),
    ],
)
def test_what_a_reader_loses_is_told(changes, told):
    lost = list(not_found(etree.fromstring(DIAGRAM), (changed(**changes),)))
    assert any(told in line for line in lost), lost


def test_a_process_that_is_lost_is_told_and_an_attribute_that_nobody_has_thought_of():
    assert any("process p" in line for line in not_found(etree.fromstring(DIAGRAM), ()))
    odd = etree.fromstring(DIAGRAM.replace(b'<startEvent id="s"/>', b'<startEvent id="s" begins="never"/>'))
    assert [line.rpartition(" ")[2] for line in not_found(odd, (changed(),))] == ["begins=never"]


def test_an_inventory_that_leaves_something_out_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.bpmn").write_bytes(DIAGRAM)
    assert [item.lost for item in models.opened(tmp_path)] == [()]
    whole = models.inventory
    monkeypatch.setattr(models, "inventory", lambda root: list(whole(root))[:-1])
    assert [len(item.lost) for item in models.opened(tmp_path)] == [1]
    monkeypatch.setattr(models, "inventory", lambda root: [replace(entry, verdict="not_executed") for entry in whole(root)])
    assert [bool(item.lost) for item in models.opened(tmp_path)] == [True]


def said(monkeypatch, capsys, *arguments):
    monkeypatch.setattr("sys.argv", ["conformance", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main.main()
    return ended.value.code, capsys.readouterr().out


def test_an_empty_folder_fails_for_every_suite(tmp_path, monkeypatch, capsys):
    code, text = said(monkeypatch, capsys, tmp_path)
    assert code == 1
    assert all(f"{suite}: it is not in" in text for suite in CASES)


def fixture_folder(tmp_path, number=3):
    suite = tmp_path / "bpmnlint"
    suite.mkdir(parents=True)
    (suite / "a.bpmn").write_bytes(DIAGRAM)
    fixture = {"file": "a.bpmn", "rule": "no-complex-gateway", "valid": True, "reports": []}
    (suite / "fixtures.json").write_text(json.dumps([fixture] * number))
    return tmp_path


def test_a_suite_of_which_a_part_is_missing_fails_and_so_does_a_name_that_no_case_has(tmp_path, monkeypatch, capsys):
    folder = fixture_folder(tmp_path)
    code, text = said(monkeypatch, capsys, folder, "--suite", "bpmnlint")
    assert code == 1
    assert "bpmnlint: 3 cases were judged, expected 191" in text
    assert "is listed as failing, but there is no such case" in text
    code, text = said(monkeypatch, capsys, folder, "--suite", "bpmnlint", "--only", "nosuch")
    assert code == 1
    assert "no case has a name with 'nosuch' in it" in text
    assert said(monkeypatch, capsys, folder, "--suite", "bpmnlint", "--only", "a.bpmn")[0] == 0


def test_files_that_hold_next_to_nothing_are_too_few_things():
    assert list(too_few("bpmn-miwg", CASES["bpmn-miwg"], things=21)) == [
        "bpmn-miwg: its files hold 21 elements and attributes, expected 34850"
    ]


def test_a_list_that_has_grown_is_refused_and_one_that_has_shrunk_asks_for_its_figure(tmp_path, monkeypatch):
    listed = [case for case in bpmn.known() if case.startswith("operaton ")]
    assert list(wrong_list("operaton", listed, listed)) == []
    assert "it may only shrink" in next(wrong_list("operaton", [*listed, "operaton New.test"], [*listed, "operaton New.test"]))
    assert "lower the figure" in next(wrong_list("operaton", listed[1:], listed))
    grown = tmp_path / "bpmn_failing.txt"
    grown.write_text(bpmn.FAILING.read_text() + "bpmn-miwg A.1.0.bpmn\n")
    monkeypatch.setattr(bpmn, "FAILING", grown)
    judgement = bpmn.Judgement({"bpmn-miwg A.1.0.bpmn": "wrong"}, [], 40_000)
    assert any("1 cases are listed as failing, expected 0" in sentence for sentence in bpmn.missing("bpmn-miwg", judgement))


def test_the_committed_lists_have_the_lengths_that_are_known():
    listed = {suite: {case for case in bpmn.known() if case.startswith(f"{suite} ")} for suite in bpmn.SUITES}
    assert {suite: len(cases) for suite, cases in {"dmn-tck": main.failing_cases(), **listed}.items()} == FAILING
    assert bpmn.known() == set().union(*listed.values())


def test_a_case_that_asks_for_no_result_fails(tmp_path):
    group = tmp_path / "compliance-level-2" / "0001-empty"
    group.mkdir(parents=True)
    (tmp_path / "compliance-level-3").mkdir()
    group.joinpath("a.dmn").write_text('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="a" namespace="urn:a"/>')
    group.joinpath("a-test-01.xml").write_text('<testCases><modelName>a.dmn</modelName><testCase id="001"/></testCases>')
    (case,) = dmn_tck.run(tmp_path)
    assert not case.passed
    assert case.differences == ("the case asks for no result",)

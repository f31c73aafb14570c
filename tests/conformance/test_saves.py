"""Whatever a file holds survives being opened and saved in the browser's modeler, also what that cannot hold."""

import json
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from engine.model.errors import DeploymentRejected
from tests.support.saved_models import SUITES, content, node
from webui.settings import ROOT
from workshop.drafts.weaving import weave

FRONTEND = ROOT / "webui" / "frontend"


def saved(paths):
    done = subprocess.run(
        [node(), str(Path(__file__).with_name("save.mjs"))],
        input="\n".join(map(str, paths)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {Path(row["path"]): row for row in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def files():
    if node() is None or not (FRONTEND / "node_modules").exists():
        pytest.skip("the editors are not built (./run setup)")
    return sorted([*SUITES.rglob("*.bpmn"), *ROOT.glob("processes/*/*.bpmn"), *ROOT.glob("tests/golden/**/*.bpmn")])


def test_a_save_without_changes_loses_and_gains_nothing_and_neither_does_the_next(files, tmp_path):
    woven, refused, changed = {}, [], {}
    for path, row in saved(files).items():
        if "error" in row:
            refused.append(path)
            continue
        before, shown = path.read_bytes(), row["xml"].encode()
        try:
            said = content(before)
            once = weave(before, shown, shown)
        except (DeploymentRejected, etree.XMLSyntaxError):
            refused.append(path)  # what is no XML is refused at upload, with its line
            continue
        copy = tmp_path / f"{len(woven)}.bpmn"
        copy.write_bytes(once)
        woven[copy] = path
        if difference := (content(once) - said) + (said - content(once)):
            changed[path.name] = list(difference)[:3]
    assert not changed
    assert len(woven) >= len(files) * 0.85
    assert all("moddle" in str(path) or "no-bpmndi" in str(path) or path.name == "valid-no-lanes.bpmn" for path in refused), refused
    for copy, row in saved(woven).items():
        shown = row["xml"].encode()
        if content(weave(copy.read_bytes(), shown, shown)) != content(copy.read_bytes()):
            changed[woven[copy].name] = "changed by the second save"
    assert not changed


BEFORE = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x" x:note="top">
  <!-- agreed with the legal bureau -->
  <process id="p" isExecutable="true" processType="None"><task id="a" completionQuantity="1"><x:kept x:deep="yes"><x:leaf>text</x:leaf></x:kept></task><task id="b" x:colour="red"/></process>
</definitions>"""
SHOWN = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x">
  <process id="p" isExecutable="true"><task id="a"/><task id="b" x:colour="red"/></process>
</definitions>"""


def test_what_was_changed_or_taken_away_on_purpose_stays_so():
    after = SHOWN.replace(b'<task id="a"/>', b'<task id="a" name="Periksa"/><task id="c"/>').replace(b' x:colour="red"', b"")
    woven = weave(BEFORE, SHOWN, after)
    assert b'name="Periksa"' in woven
    assert b'id="c"' in woven
    assert b"colour" not in woven
    for held in (
        b"agreed with the legal bureau",
        b'x:note="top"',
        b'processType="None"',
        b'completionQuantity="1"',
        b'x:deep="yes"',
        b">text<",
    ):
        assert held in woven
    gone = weave(BEFORE, SHOWN, SHOWN.replace(b'<task id="a"/>', b""))
    assert b"kept" not in gone
    assert b'id="a"' not in gone


def test_saving_again_and_again_adds_nothing():
    once = weave(BEFORE, SHOWN, SHOWN)
    assert content(weave(once, SHOWN, SHOWN)) == content(once)
    assert content(once) == content(BEFORE)


REPEATED = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:s="urn:spiff">
  <process id="p">
    <task id="a"><extensionElements><s:operator id="aws/Put"><s:parameter id="item"/></s:operator></extensionElements></task>
    <task id="b"><extensionElements><s:operator id="aws/Put"><s:parameter id="item"/></s:operator></extensionElements></task>
    <task id="c"><extensionElements><s:operator id="waku/Send"><s:parameter id="item"/></s:operator></extensionElements></task>
  </process>
</definitions>"""


def test_ids_that_repeat_in_foreign_elements_do_not_multiply_them():
    edited, state = REPEATED.replace(b'id="c"', b'id="c" name="Kirim"'), REPEATED
    for shown in (REPEATED, edited, edited):
        state = weave(state, shown, edited)
    assert content(state) == content(edited)


def test_of_two_elements_without_ids_the_one_that_was_taken_away_stays_away():
    inputs = b'<x:kept x:deep="one"/><x:kept x:deep="two"/>'
    before = BEFORE.replace(b'<task id="b"', inputs + b'<task id="b"')
    shown = SHOWN.replace(b'<task id="b"', inputs + b'<task id="b"')
    woven = weave(before, shown, shown.replace(b'<x:kept x:deep="one"/>', b""))
    assert b'x:deep="one"' not in woven
    assert woven.count(b'x:deep="two"') == 1


def test_without_a_change_the_bytes_stay():
    assert weave(SHOWN, SHOWN, SHOWN) == SHOWN
    assert weave(BEFORE, SHOWN, SHOWN) == BEFORE


DI = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
COLLAPSED = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" {DI}>
  <process id="p"><subProcess id="sub"><task id="inner"/></subProcess><task id="outer"/></process>
  <di:BPMNDiagram id="d"><di:BPMNPlane id="plane" bpmnElement="nobody"><di:BPMNShape id="sub_di" bpmnElement="sub"/>
    <di:BPMNShape id="inner_di" bpmnElement="inner" x="300"/></di:BPMNPlane></di:BPMNDiagram>
</definitions>"""
#: what bpmn-js makes of it: it says of each process whether it is executed, and draws what is in a closed step on a plane of its own
OPENED = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" {DI}>
  <process id="p" isExecutable="false"><subProcess id="sub"><task id="inner"/></subProcess><task id="outer"/></process>
  <di:BPMNDiagram id="d"><di:BPMNPlane id="plane" bpmnElement="p"><di:BPMNShape id="sub_di" bpmnElement="sub" isExpanded="false"/></di:BPMNPlane></di:BPMNDiagram>
  <di:BPMNDiagram id="made"><di:BPMNPlane id="made_plane" bpmnElement="sub"><di:BPMNShape id="inner_di" bpmnElement="inner" x="180"/></di:BPMNPlane></di:BPMNDiagram>
</definitions>"""


def test_what_the_editor_adds_rewrites_and_moves_by_itself_is_taken_back():
    woven = weave(COLLAPSED.encode(), OPENED.encode(), OPENED.replace('id="outer"', 'id="outer" name="Periksa"').encode())
    assert content(woven) == content(COLLAPSED.replace('id="outer"', 'id="outer" name="Periksa"').encode())


def test_what_the_user_set_stays_and_a_plane_on_which_something_was_moved_stays_whole():
    after = OPENED.replace('isExecutable="false"', 'isExecutable="true"').replace('x="180"', 'x="200"')
    woven = weave(COLLAPSED.encode(), OPENED.encode(), after.encode()).decode()
    assert 'isExecutable="true"' in woven
    assert 'x="200"' in woven
    assert 'id="made_plane"' in woven
    again = OPENED.replace('x="180"', 'x="200"').replace('isExecutable="false"', 'isExecutable="true"')
    assert content(weave(woven.encode(), again.encode(), again.replace('id="outer"', 'id="outer" name="x"').encode())) == content(
        woven.replace('id="outer"', 'id="outer" name="x"').encode()
    )


def test_what_the_user_refers_to_is_not_taken_back():
    before = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><task/><task id="b"/></process></definitions>'
    )
    shown = before.replace("<task/>", '<task id="Task_1"/>').replace("<process", '<message id="Made_1"/><process')
    after = shown.replace("</process>", '<sequenceFlow id="f" sourceRef="Task_1" targetRef="b"/></process>')
    woven = weave(before.encode(), shown.encode(), after.encode())
    assert b'<task id="Task_1"/>' in woven
    assert b"Made_1" not in woven
    assert b"Made_1" in weave(before.encode(), shown.encode(), after.replace('id="f"', 'id="f" name="Made_1"').encode())

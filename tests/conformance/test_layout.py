"""A diagram without a drawing is laid out when the modeler opens it, and says the same as before."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.reading.diagram import read_diagram
from tests.support.saved_models import content, node
from webui.settings import ROOT
from workshop.drafts.weaving import weave

DRAWN = ROOT / "processes" / "kelengkapan" / "kelengkapan.bpmn"
UNDRAWN = sorted(path for path in (ROOT / "tests").rglob("*.bpmn") if b"BPMNShape" not in path.read_bytes())


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    if node() is None or not (ROOT / "webui" / "frontend" / "node_modules").exists():
        pytest.skip("the editors are not built (./run setup)")
    bundle = tmp_path_factory.mktemp("layout") / "layout.mjs"
    lost = bundle.with_name("lost.bpmn")
    lost.write_text(LOST)
    done = subprocess.run(
        [node(), str(Path(__file__).with_name("lay_out.mjs")), str(bundle)],
        input="\n".join(map(str, [DRAWN, *UNDRAWN, lost])), capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = {Path(row["path"]): row for row in map(json.loads, done.stdout.splitlines())}
    return rows | {"lost": rows[lost]}


def test_each_step_and_flow_gets_a_place(laid_out):
    assert len(UNDRAWN) >= 3
    for path in UNDRAWN:
        assert laid_out[path]["made"]
        drawn = set(re.findall(r'<\w+:BPMN(?:Shape|Edge) [^>]*bpmnElement="([^"]+)"', laid_out[path]["xml"]))
        process = read_diagram(path.read_bytes(), resource=path.name).processes[0]
        assert drawn >= {*process.elements, *process.flows} - {process.id}, path


def test_nothing_else_changes_and_the_drawing_comes_with_the_first_change(laid_out):
    for path in UNDRAWN:
        before, shown = path.read_bytes(), laid_out[path]["xml"].encode()
        assert weave(before, shown, shown) == before, path
        changed = etree.fromstring(shown)
        next(node for node in changed.iter(etree.Element) if node.get("id") and not etree.QName(node).localname.startswith("BPMN")).set(
            "name", "Lain"
        )
        woven = weave(before, shown, etree.tostring(changed))
        assert not {key for key in content(before) - content(woven) if key[1] != "name"}, path
        gained = {etree.QName(item).localname for item in etree.fromstring(woven).iter(etree.Element)} - {
            etree.QName(item).localname for item in etree.fromstring(before).iter(etree.Element)
        }
        assert "BPMNShape" in gained, path
        assert gained <= {"BPMNDiagram", "BPMNPlane", "BPMNShape", "BPMNEdge", "BPMNLabel", "Bounds", "waypoint"}, path


LOST = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="p" isExecutable="true">
  <startEvent id="s"/><task id="t"/><boundaryEvent id="b"><errorEventDefinition/></boundaryEvent><textAnnotation id="n"><text>Catatan</text></textAnnotation>
  <sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="n" targetRef="t"/><sequenceFlow id="h" sourceRef="t" targetRef="tidak_ada"/>
</process></definitions>"""


def test_a_diagram_whose_flows_lead_nowhere_is_drawn_so_that_it_can_be_mended(laid_out):
    assert laid_out["lost"]["made"]
    drawn = set(re.findall(r'<\w+:BPMN(?:Shape|Edge) [^>]*bpmnElement="([^"]+)"', laid_out["lost"]["xml"]))
    assert drawn >= {"s", "t", "b", "f"}


def test_a_drawing_of_its_own_stays(laid_out):
    assert not laid_out[DRAWN]["made"]
    assert laid_out[DRAWN]["xml"] == DRAWN.read_text()

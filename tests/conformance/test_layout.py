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
from workshop.drafts.editor_losses import restore_losses

DRAWN = ROOT / "processes" / "kelengkapan" / "kelengkapan.bpmn"
UNDRAWN = sorted(path for path in (ROOT / "tests").rglob("*.bpmn") if b"BPMNShape" not in path.read_bytes())


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    if node() is None or not (ROOT / "webui" / "frontend" / "node_modules").exists():
        pytest.skip("the editors are not built (./run setup)")
    bundle = tmp_path_factory.mktemp("layout") / "layout.mjs"
    done = subprocess.run(
        [node(), str(Path(__file__).with_name("lay_out.mjs")), str(bundle)],
        input="\n".join(map(str, [DRAWN, *UNDRAWN])), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {Path(row["path"]): row for row in map(json.loads, done.stdout.splitlines())}


def test_each_step_and_flow_gets_a_place(laid_out):
    assert len(UNDRAWN) >= 3
    for path in UNDRAWN:
        assert laid_out[path]["made"]
        drawn = set(re.findall(r'<\w+:BPMN(?:Shape|Edge) [^>]*bpmnElement="([^"]+)"', laid_out[path]["xml"]))
        process = read_diagram(path.read_bytes(), resource=path.name).processes[0]
        assert drawn >= {*process.elements, *process.flows} - {process.id}, path


def test_nothing_else_changes(laid_out):
    for path in UNDRAWN:
        shown = laid_out[path]["xml"].encode()
        woven = restore_losses(path.read_bytes(), shown, shown)
        assert not content(path.read_bytes()) - content(woven), path
        gained = {etree.QName(item).localname for item in etree.fromstring(woven).iter(etree.Element)} - {
            etree.QName(item).localname for item in etree.fromstring(path.read_bytes()).iter(etree.Element)
        }
        assert gained <= {"BPMNDiagram", "BPMNPlane", "BPMNShape", "BPMNEdge", "BPMNLabel", "Bounds", "waypoint", "incoming", "outgoing"}


def test_a_drawing_of_its_own_stays(laid_out):
    assert not laid_out[DRAWN]["made"]
    assert laid_out[DRAWN]["xml"] == DRAWN.read_text()

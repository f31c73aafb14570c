"""Malformed numbers in drawings, unknown types and misplaced values in forms and tables: each is told or passed over, never a fault of ours."""

import json
import random

import pytest

from tests.support.analyst import BPMN, WRITER, save
from tests.support.templates import deployed
from webui.settings import ROOT

PACKAGE = ROOT / "processes/kelengkapan"
FORM = json.loads(next(PACKAGE.glob("forms/*.form")).read_text())
NAME = next(PACKAGE.glob("forms/*.form")).name
PAGES = (
    "",
    "/bandingkan",
    f"/sunting/{NAME}",
    "/sunting/kelengkapan.bpmn",
    f"/pratinjau/{NAME}",
    "/laporan/kelengkapan.bpmn",
    "/keterangan",
)
NUMBERS = (b"abc", b"", b"nan", b"inf", b"-1e999", b"1,5", b"0x10", b"9" * 400)
WRONG = (None, True, 7, -1, "", "x", "=", "=1 +", [], ["x"], [None], {}, {"a": 1}, [[]], 10**30)


@pytest.fixture
@deployed("kelengkapan")
def sari(web, browse):
    web.harness.deploy("kelengkapan")
    somebody = browse(WRITER)
    somebody.get("/perancang")
    somebody.where = somebody.post("/perancang/kelengkapan/mulai").headers["Location"]
    somebody.get(somebody.where)
    return somebody


def look_everywhere(sari, what):
    for page in PAGES:
        assert sari.get(sari.where + page).status_code < 500, (page, what)
    sari.get(sari.where)


def test_a_coordinate_that_is_no_number_is_told_and_breaks_no_page(sari):
    for text in NUMBERS:
        for place in (b'<dc:Bounds x="', b'<di:waypoint x="', b' height="'):
            at = BPMN.index(place) + len(place)
            content = BPMN[:at] + text + BPMN[BPMN.index(b'"', at) :]
            assert save(sari, ("kelengkapan.bpmn", content)).status_code < 500, (text, place)
            look_everywhere(sari, (text, place))
            sari.get(f"{sari.where}/sunting/kelengkapan.bpmn")
            assert "bukan angka, sehingga tidak digambar" in sari.page, (text, place)
            sari.get(sari.where)


@pytest.mark.parametrize("kind", ["html", "iframe", "dynamiclist", "documentPreview", "tidak-ada", "", None, 7, [], {}])
def test_a_component_that_nobody_knows_is_told_and_breaks_no_page(sari, kind):
    unknown = {"type": kind, "id": "asing", "content": "<script>alert(1)</script>", "key": "asing", "label": "Asing"}
    for component in (unknown, {**unknown, "key": None}, {name: value for name, value in unknown.items() if name != "key"}):
        content = json.dumps({**FORM, "components": [component, *FORM["components"]]}).encode()
        assert save(sari, (NAME, content)).status_code < 500, component
        look_everywhere(sari, component)
        assert "<script>alert(1)" not in sari.page


@pytest.mark.parametrize("value", ["x", [1], {"a": 1}, True, -3, "1e400"])
def test_an_own_property_that_is_misplaced_is_told_and_breaks_no_page(sari, value):
    names = ("ask", "first", "fold", "appearance", "decision", "retention", "dataClass", "identifier")
    fields = [{"type": "textfield", "key": f"a{number}", "label": "A", "properties": {name: value}} for number, name in enumerate(names)]
    assert save(sari, (NAME, json.dumps({**FORM, "components": fields}).encode())).status_code < 500
    look_everywhere(sari, value)


def test_random_values_in_a_form_break_no_page(sari):
    chance = random.Random(17)
    for _ in range(16):
        form = json.loads(json.dumps(FORM))
        for _ in range(3):
            holder = form if chance.random() < 0.2 else chance.choice(form["components"])
            name = chance.choice(
                [*holder, "properties", "validate", "values", "conditional", "layout", "decimalDigits", "type", "components"]
            )
            holder[name] = chance.choice(WRONG)
            if not isinstance(form["components"], list) or not all(isinstance(one, dict) and one for one in form["components"]):
                break
        assert save(sari, (NAME, json.dumps(form).encode())).status_code < 500, form
        look_everywhere(sari, form)

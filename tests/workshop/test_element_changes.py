"""Whoever approves a diagram reads what of each step differs, in words; nothing that is executed changes unseen."""

import re
from dataclasses import fields, replace

import pytest

from engine.bpmn.elements import AdHoc, Element, EventDefinition, Flow, MultiInstance, StandardLoop
from engine.bpmn.extensions import Extensions, IoMapping
from engine.packages.content_cache import ContentCache
from webui.settings import ROOT
from workshop.comparison.attribute_change import attribute_changes
from workshop.comparison.changes import changes
from workshop.comparison.element_changes import attributes_of

BOOK = (ROOT / "processes/izin_reklame/izin_reklame.bpmn").read_text()


def told(old, new, text=BOOK):
    assert text.count(old) == 1, text.count(old)
    found = changes({"a.bpmn": text.encode()}, {"a.bpmn": text.replace(old, new).encode()}, ContentCache())
    parts = found[0].parts if found else ()
    return {
        part.name: [(attribute.code, attribute.name, attribute.before, attribute.after) for attribute in part.attributes] for part in parts
    }


@pytest.mark.parametrize(
    ("old", "new", "name", "attributes"),
    [
        ("ketua_tim@seksi.dtrb.3.2", "kasi@seksi.dtrb.3.2", "Tinjau lokasi", [("candidate_groups", "", "ketua_tim@seksi.dtrb.3.2", "kasi@seksi.dtrb.3.2")]),
        ('name="Tinjau lokasi"', 'name="Datangi lokasi"', "Datangi lokasi", [("name", "", "Tinjau lokasi", "Datangi lokasi")]),
        ('source="=rekomendasi" target="rekomendasi"', 'source="=null" target="rekomendasi"', "Rekomendasi bersama", [("outputs", "rekomendasi", "=rekomendasi", "=null")]),
        ('id="izin_reklame" name="Izin reklame" isExecutable="true"', 'id="izin_reklame" name="Reklame" isExecutable="true"', "Reklame", [("name", "", "Izin reklame", "Reklame")]),
    ],
)  # fmt: skip
def test_what_of_a_step_differs_is_told(old, new, name, attributes):
    assert told(old, new) == {name: attributes}


def test_what_is_told_of_flows_names_their_ends():
    book = re.sub("<bpmn:(incoming|outgoing)>[^<]*</bpmn:[a-z]*>", "", BOOK)  # they would contradict the other flow
    flow = book[book.index("<bpmn:sequenceFlow") :]
    first = flow[: flow.index("/>") + 2]
    target = first.split('targetRef="')[1].split('"')[0]
    ((_name, attributes),) = told(first, first.replace(f'targetRef="{target}"', 'targetRef="tinjau"'), book).items()
    ((code, _, before, after),) = attributes
    assert (code, after) == ("target", "Tinjau lokasi")
    assert before not in ("Tinjau lokasi", target)


def test_a_new_name_of_a_step_is_not_told_of_the_flows_beside_it():
    assert list(told('name="Pendapat Satpol PP"', 'name="Pendapat"')) == ["Pendapat"]


SAMPLE = Element(
    id="a", kind="userTask", name="A", events=(EventDefinition(kind="timer", timer_kind="timeDuration", timer="PT1H"),),
    loop=MultiInstance(sequential=True, input_collection="=x"), ad_hoc=AdHoc(), data_objects=("d",),
    extensions=Extensions(headers=(("h", "1"),), inputs=(IoMapping(source="=1", target="i"),), outputs=(IoMapping(source="=1", target="o"),), properties=(("p", "1"),)),
)  # fmt: skip
OTHER = {
    "events": (EventDefinition(kind="timer", timer_kind="timeDuration", timer="PT2H"),),
    "loop": StandardLoop(condition="=true"),
    "ad_hoc": AdHoc(completion_condition="=true"),
    "data_objects": ("e",),
    "headers": (("h", "2"),),
    "inputs": (IoMapping(source="=2", target="i"),),
    "outputs": (IoMapping(source="=2", target="o"),),
    "properties": (("p", "2"),),
}


def another(thing, name):
    value = getattr(thing, name)
    if name in OTHER:
        return replace(thing, **{name: OTHER[name]})
    return replace(thing, **{name: not value if isinstance(value, bool) else value + 7 if isinstance(value, int) else "lain"})


@pytest.mark.parametrize(
    "name", [item.name for item in fields(Element) if item.name not in ("id", "line", "incoming", "outgoing", "extensions")]
)
def test_no_field_of_an_element_changes_unseen(name):
    assert attribute_changes(attributes_of(SAMPLE), attributes_of(another(SAMPLE, name)))


@pytest.mark.parametrize("name", [item.name for item in fields(Extensions)])
def test_no_extension_changes_unseen(name):
    changed = replace(SAMPLE, extensions=another(SAMPLE.extensions, name))
    assert attribute_changes(attributes_of(SAMPLE), attributes_of(changed))


@pytest.mark.parametrize("name", [item.name for item in fields(Flow) if item.name not in ("id", "line")])
def test_no_field_of_a_flow_changes_unseen(name):
    flow = Flow(id="f", name="F", source="a", target="b", condition="=x")
    assert attribute_changes(attributes_of(flow), attributes_of(another(flow, name)))


def test_another_order_of_branches_and_of_mappings_is_told():
    shape = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="n">'
        '<process id="p" name="P" isExecutable="true"><startEvent id="s" /><exclusiveGateway id="g" name="Pilih" default="f3" />'
        '<scriptTask id="t" name="Hitung"><extensionElements><zeebe:script expression="=1" resultVariable="r" /><zeebe:ioMapping>{inputs}'
        '</zeebe:ioMapping></extensionElements></scriptTask><endEvent id="x" name="X" /><endEvent id="y" name="Y" />'
        '<sequenceFlow id="f0" sourceRef="s" targetRef="g" />{flows}<sequenceFlow id="f3" sourceRef="g" targetRef="t" />'
        '<sequenceFlow id="f4" sourceRef="t" targetRef="y" /></process></definitions>'
    )
    inputs = ['<zeebe:input source="=1" target="a" />', '<zeebe:input source="=a" target="b" />']
    flows = [
        f'<sequenceFlow id="f{n}" sourceRef="g" targetRef="{to}"><conditionExpression>=true</conditionExpression></sequenceFlow>'
        for n, to in ((1, "x"), (2, "y"))
    ]
    before = shape.format(inputs="".join(inputs), flows="".join(flows))
    after = shape.format(inputs="".join(reversed(inputs)), flows="".join(reversed(flows)))
    (change,) = changes({"a.bpmn": before.encode()}, {"a.bpmn": after.encode()}, ContentCache())
    attributes = {
        part.name: [(attribute.code, attribute.before, attribute.after) for attribute in part.attributes] for part in change.parts
    }
    assert attributes == {"Pilih": [("order", "X, Y, Hitung", "Y, X, Hitung")], "Hitung": [("rest", None, None)]}

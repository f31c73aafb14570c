"""Whatever an editor drops comes back once, what it adds and rewrites is taken back, and what its user took away stays away."""

import copy
import itertools

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from tests.support.saved_models import content
from workshop.drafts.weaving import weave

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FOREIGN = "{urn:another-product}"
TAGS = st.sampled_from([FOREIGN + name for name in ("operator", "parameter", "script")])
#: few names, ids and values: they repeat, as those of other products do
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "name", FOREIGN + "note"]), st.sampled_from(["a", "b", "message"]), max_size=3)
TEXTS = st.sampled_from([None, "one", "two"])


@st.composite
def foreign(draw, depth=2):
    node = etree.Element(draw(TAGS), draw(ATTRIBUTES))
    node.text = draw(TEXTS)
    if depth:
        node.extend(draw(st.lists(foreign(depth=depth - 1), max_size=3)))
    return node


@st.composite
def files(draw, *, unlike=False):
    """Tasks with ids of their own, each with elements of another product; `unlike`: no two of these say the same."""
    root, counted = etree.Element(BPMN + "definitions", id="definitions"), itertools.count()
    for number in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            root.append(etree.Comment(draw(st.sampled_from(["agreed", "why"]))))
        task = etree.SubElement(root, BPMN + "task", id=f"task_{number}", completionQuantity="1")
        holder = etree.SubElement(task, BPMN + "extensionElements")
        holder.extend(draw(st.lists(foreign(), max_size=4)))
    if unlike:
        for node in root.iter(FOREIGN + "*"):
            node.set("value", str(next(counted)))
    return root


def take_away(nodes):
    for node in nodes:
        if node.getparent() is not None:
            node.getparent().remove(node)


def check_nothing_lost_or_gained(root, dropped):
    before, shown = etree.tostring(root), etree.tostring(dropped)
    woven = weave(before, shown, shown)
    assert content(woven) == content(before)
    for state in (shown, before):  # an editor that gives all of it back, or drops it once more
        assert content(weave(woven, state, state)) == content(woven)


@given(root=files(), tags=st.sets(TAGS), comments=st.booleans(), defaults=st.booleans())
def test_an_editor_that_drops_kinds_of_elements_loses_and_gains_nothing(root, tags, comments, defaults):
    dropped = copy.deepcopy(root)
    take_away([node for node in dropped.iter() if node.tag in tags or (comments and not isinstance(node.tag, str))])
    if defaults:
        for node in dropped.iter(BPMN + "task"):
            del node.attrib["completionQuantity"]
    check_nothing_lost_or_gained(root, dropped)


@given(root=files(unlike=True), data=st.data())
def test_an_editor_that_drops_any_elements_loses_and_gains_nothing(root, data):
    dropped = copy.deepcopy(root)
    take_away([node for node in list(dropped.iter())[1:] if data.draw(st.integers(0, 2)) == 0])
    check_nothing_lost_or_gained(root, dropped)


@given(root=files(unlike=True), name=st.sampled_from(["a", "Periksa"]), data=st.data())
def test_what_an_editor_adds_and_rewrites_is_taken_back_and_what_its_user_changes_stays(root, name, data):
    shown = copy.deepcopy(root)
    for number, node in enumerate(list(shown.iter(etree.Element))[1:]):
        match data.draw(st.integers(0, 4)):
            case 0:
                node.set("made", "true")
            case 1 if node.get("name"):
                node.set("name", f"rewritten {node.get('name')}")
            case 2:
                etree.SubElement(node, BPMN + "documentation", id=f"made_{number}").text = "made"
    after, wanted = copy.deepcopy(shown), copy.deepcopy(root)
    for state in (after, wanted):
        state.find(f"{BPMN}task").set("name", name)
    woven = weave(*map(etree.tostring, (root, shown, after)))
    assert content(woven) == content(etree.tostring(wanted))
    assert content(weave(woven, *map(etree.tostring, (after, after)))) == content(woven)


@given(root=files(unlike=True), comments=st.booleans(), data=st.data())
def test_an_element_that_its_user_took_away_stays_away(root, comments, data):
    shown, after = copy.deepcopy(root), copy.deepcopy(root)
    if comments:
        for state in (shown, after):
            take_away(list(state.iter(etree.Comment)))
    nodes = [node for node in list(after.iter())[1:] if isinstance(node.tag, str)]
    assume(nodes)
    chosen = data.draw(st.sampled_from(nodes))
    wanted = copy.deepcopy(root)
    twin = next(node for node in wanted.iter(chosen.tag) if node.attrib == chosen.attrib and _place(node) == _place(chosen))
    take_away([chosen])
    take_away([twin])
    woven = weave(etree.tostring(root), etree.tostring(shown), etree.tostring(after))
    assert content(woven) == content(etree.tostring(wanted))


def _place(node):
    return [parent.get("id") for parent in node.iterancestors() if parent.get("id")]

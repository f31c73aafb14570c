"""A definition keeps the rules under which it was deployed: what stops a new one did not stop its cases, and does not today."""

import pytest

from engine.bpmn.definition import Definition
from engine.bpmn.migration import migrate
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import CreateJob, PublishMessage, RaiseIncident
from engine.model.rules import BEFORE, TODAY, rules_of
from engine.testing.drawing import HEAD, diagram, element, event, event_sub_process, listeners, process, sub_process, task
from engine.testing.play import ZONE, Play

S, E = event("start", "s"), event("end", "e")
EMPTY_CODE = '<error id="CE" errorCode="=kode"/>'
GATE = diagram(S, element("exclusiveGateway", "g", default="g_e"), task("lain"), E, "s > g > e, g > lain: putusan_lama = 1")


def mapped(*outputs):
    inner = "".join(f'<zeebe:output source="{source}" target="{target}"/>' for source, target in outputs)
    return f"<extensionElements><zeebe:ioMapping>{inner}</zeebe:ioMapping></extensionElements>"


def both(xml, **variables):
    return Play(xml, rules=BEFORE, **variables), Play(xml, **variables)


def test_a_condition_over_an_unknown_name_is_false():
    before, today = both(GATE)
    assert (before.ended, before.incidents) == ("COMPLETED", [])
    assert (today.ended, len(today.incidents)) == (None, 1)


def test_an_error_without_a_code_is_caught_by_who_catches_every_code():
    inside = sub_process("a", event("start", "i"), event("end", "ie", "error CE"), "i > ie")
    caught = event("boundary", "b", "error", attachedToRef="a")
    xml = f"{HEAD}{EMPTY_CODE}{process(S, E, inside, caught, 's > a > e, b > e')}</definitions>"
    before, today = both(xml, kode=None)
    assert (before.ended, before.incidents) == ("COMPLETED", [])
    assert (today.ended, len(today.incidents)) == (None, 1)


@pytest.mark.parametrize("key", [[1], {"a": 1}, True])
def test_any_key_of_a_thrown_message_is_written_as_text(key):
    message = '<message id="CM" name="m"><extensionElements><zeebe:subscription correlationKey="=k"/></extensionElements></message>'
    xml = f"{HEAD}{message}{process(S, E, event('throw', 'a', 'message CM'), 's > a > e')}</definitions>"
    before, today = both(xml, k=key)
    (sent,) = [effect for effect in before.effects if isinstance(effect, PublishMessage)]
    assert (before.ended, bool(sent.correlation_key), len(today.incidents)) == ("COMPLETED", True, 1)


def test_a_mapping_into_what_is_no_context_writes_a_variable_of_that_whole_name():
    before, today = both(diagram(S, task("a", mapped(("=1", "a.b"), ("=2", "c.d"))), E, "s > a > e"), a="teks", c={"x": 1})
    before.complete("a")
    today.complete("a")
    assert (before.ended, before.variables["a"], before.variables["c"]) == ("COMPLETED", "teks", {"x": 1, "d": 2})
    assert (today.ended, len(today.incidents)) == (None, 1)


def test_listeners_do_not_run():
    before, today = both(diagram(S, task("a", listeners("start x", "completing y", "end z")), E, "s > a > e"))
    assert not [effect for effect in before.effects if isinstance(effect, CreateJob)]
    assert before.complete("a").ended == "COMPLETED"
    assert [effect.type for effect in today.effects if isinstance(effect, CreateJob)] == ["x"]


def test_what_an_inner_instance_gives_is_read_behind_the_repetition_too():
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2]"'
        ' inputElement="i" outputCollection="semua" outputElement="={p: putusan}"/></extensionElements></multiInstanceLoopCharacteristics>'
    )
    gate = element("exclusiveGateway", "g", default="g_e")
    xml = diagram(S, task("a", loop), gate, task("lain"), E, "s > a > g > e, g > lain: putusan = &quot;tolak&quot;")
    before, today = both(xml)
    for play in (before, today):
        play.complete("a", putusan="setuju", catatan="x").complete("a", putusan="tolak")
        assert play.variables["semua"] == [{"p": "setuju"}, {"p": "tolak"}]
    assert before.waits() == ["lain"]
    assert (before.variables["putusan"], before.variables["catatan"], before.incidents) == ("tolak", "x", [])
    assert "i" not in before.variables
    assert len(today.incidents) == 1


def test_the_default_flow_is_not_taken_beside_one_without_a_condition():
    xml = diagram(S, task("a", default="a_d"), task("d"), task("w"), E, "s > a, a > d > e, a > w > e, a > e: false")
    before, today = both(xml)
    assert before.complete("a").waits() == ["w"]
    assert sorted(today.complete("a").waits()) == ["d", "w"]


def test_a_sibling_of_an_event_sub_process_that_has_interrupted_catches_its_error():
    first = event_sub_process("p", event("start", "ps", "signal S"), event("end", "pe", "error E"), "ps > pe")
    second = event_sub_process("q", event("start", "qs", "error"), event("end", "qe"), "qs > qe")
    before, today = both(diagram(S, task("a"), E, first, second, "s > a > e"))
    assert before.signal("sig").ended == "COMPLETED"
    assert today.signal("sig").incidents[0].kind == "unhandled_error"


def test_who_moves_to_a_new_definition_takes_its_rules():
    first = diagram(S, task("a"), element("exclusiveGateway", "g", default="g_e"), E, task("lain"), "s > a > g > e, g > lain: tak_ada = 1")
    play = Play(first, rules=BEFORE)
    target = Definition(read_diagram(first.encode()).processes[0])
    moved = migrate(play.definition, target, play.state, {}, identifier="33333333-3333-4333-8333-333333333333", now=play.now, zone=ZONE)
    play.definition, play.state = target, moved.state
    play.take(moved.effects)
    assert [type(effect) for effect in play.complete("a").incidents] == [RaiseIncident]


def test_every_number_that_is_stored_is_known_and_the_newest_is_the_strictest():
    assert [rules_of(number).number for number in (BEFORE.number, TODAY.number)] == [1, 2]
    flags = [name for name in vars(TODAY) if name != "number"]
    assert all(getattr(TODAY, name) for name in flags)
    assert not any(getattr(BEFORE, name) for name in flags)

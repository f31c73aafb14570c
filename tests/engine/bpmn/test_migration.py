"""Moving a running case to another version of its process."""

import pytest

from engine.bpmn.definition import Definition
from engine.bpmn.migration import migrate
from engine.bpmn.migration_obstacles import obstacles
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.suggest_mapping import suggest_mapping
from engine.model.effects import CreateTimer, MoveToken, OpenSubscription
from engine.model.errors import MigrationRefused
from engine.testing.drawing import diagram, element, event, event_sub_process, job, sub_process, task
from engine.testing.play import ZONE, Play

S, E = event("start", "s"), event("end", "e")


def definition(*parts):
    return Definition(read_diagram(diagram(*parts).encode()).processes[0])


def move(play, *parts, **mapping):
    """The same play goes on under another version."""
    target = definition(*parts)
    made = migrate(
        play.definition,
        target,
        play.state,
        mapping,
        identifier="33333333-3333-4333-8333-333333333333",
        now=play.now,
        zone=ZONE,
    )
    play.definition, play.state = target, made.state
    play.take(made.effects)
    return play


def why(play, *parts, **mapping):
    return [(item.element, item.code) for item in obstacles(play.definition.process, definition(*parts).process, play.state, mapping)]


def test_a_case_goes_on_where_it_stands_with_what_comes_after_it_changed():
    play = Play(diagram(S, E, task("a"), "s > a > e"), n=1)
    move(play, S, E, task("a"), task("b"), "s > a > b > e")
    assert play.complete("a").tasks == ["b"]
    assert play.complete("b").ended == "COMPLETED"
    assert play.variables == {"n": 1}


def test_an_element_may_have_another_id_there():
    play = Play(diagram(S, E, task("a"), "s > a > e"))
    assert why(play, S, E, task("z"), "s > z > e") == [("a", "ELEMENT_GONE")]
    move(play, S, E, task("z"), "s > z > e", a="z")
    (moved,) = play.emitted(MoveToken)
    assert (moved.element, moved.name) == ("z", "z")
    assert play.complete("z").ended == "COMPLETED"


def test_a_timer_keeps_its_due_date_and_a_new_one_begins_to_run():
    boundary = event("boundary", "t", "timer PT1H", attachedToRef="a", cancelActivity="false")
    play = Play(diagram(S, E, task("a"), boundary, task("h"), "s > a > e, t > h > e"))
    due = play.emitted(CreateTimer)[0].due_at
    play.wait(minutes=30)
    longer = boundary.replace("PT1H", "PT9H")
    move(play, S, E, task("a"), longer, event("boundary", "u", "timer PT2H", attachedToRef="a"), task("h"), "s > a > e, t > h > e, u > e")
    assert sorted(play.waits(CreateTimer)) == ["t", "u"]
    assert play._find("t", CreateTimer).due_at == due
    assert play._find("u", CreateTimer).due_at > due
    assert play.fire("t").tasks == ["a", "h"]
    assert play.fire("u").tasks == ["h"]


def test_what_no_longer_listens_is_closed():
    boundary = event("boundary", "t", "timer PT1H", attachedToRef="a")
    inner = event_sub_process("v", event("start", "vs", "message N"), task("h"), event("end", "ve"), "vs > h > ve")
    play = Play(diagram(S, E, task("a"), boundary, inner, "s > a > e, t > e"))
    assert play.waits() == ["a", "t", "vs"]
    move(play, S, E, task("a"), "s > a > e")
    assert play.waits() == ["a"]


def test_an_event_sub_process_of_the_new_version_listens_for_cases_under_way():
    inner = event_sub_process("v", event("start", "vs", "message N"), task("h"), event("end", "ve"), "vs > h > ve")
    sub = sub_process("p1", event("start", "ps"), task("a"), event("end", "pe"), "ps > a > pe")
    play = Play(diagram(S, E, sub, "s > p1 > e"))
    listening = sub_process("p1", event("start", "ps"), task("a"), event("end", "pe"), inner, "ps > a > pe")
    move(play, S, E, listening, "s > p1 > e")
    assert play.waits(OpenSubscription) == ["vs"]
    assert play.message("vs").tasks == ["h"]


def test_tokens_that_wait_at_a_join_find_their_flows_again():
    parts = (S, E, element("parallelGateway", "f"), element("parallelGateway", "j"), task("a"), task("b"))
    play = Play(diagram(*parts, "s > f > a > j > e, f > b > j")).complete("a")
    renamed = tuple(part.replace('"a"', '"z"') for part in parts)
    assert why(play, *renamed, "s > f > z > j > e, f > b > j") == [("j", "JOIN_CHANGED")]
    move(play, *renamed, "s > f > z > j > e, f > b > j", a="z")
    assert play.complete("b").ended == "COMPLETED"


def test_a_repeated_activity_goes_on_in_the_middle():
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    play = Play(diagram(S, E, task("a", loop), "s > a > e")).complete("a")
    move(play, S, E, task("a", loop), task("b"), "s > a > b > e")
    assert play.complete("a").complete("a").tasks == ["b"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((S, E, job("a"), "s > a > e"), "KIND_CHANGED"),
        ((S, E, sub_process("p1", event("start", "ps"), task("a"), "ps > a"), "s > p1 > e"), "SCOPE_CHANGED"),
        ((S, E, task("a", '<standardLoopCharacteristics loopMaximum="2"/>'), "s > a > e"), "LOOP_CHANGED"),
    ],
)
def test_what_stands_in_the_way_is_named(parts, code):
    play = Play(diagram(S, E, task("a"), "s > a > e"))
    assert why(play, *parts) == [("a", code)]
    with pytest.raises(MigrationRefused):
        move(play, *parts)


def test_an_event_that_waits_for_something_else():
    play = Play(diagram(S, E, event("catch", "k", "message N"), "s > k > e"))
    assert why(play, S, E, event("catch", "k", "timer PT1H"), "s > k > e") == [("k", "EVENT_CHANGED")]


def test_what_has_completed_stays_undoable_or_the_case_stays():
    undo = event("boundary", "u", "compensate", attachedToRef="a") + task("h", isForCompensation="true")
    undo += '<association id="l" sourceRef="u" targetRef="h"/>'
    parts = (S, E, task("a"), undo, task("m"), event("throw", "t", "compensate"))
    play = Play(diagram(*parts, "s > a > m > t > e")).complete("a")
    assert why(play, S, E, task("a"), task("m"), "s > a > m > e") == [("a", "COMPENSATION_GONE")]
    renamed = tuple(part.replace('"a"', '"z"') for part in parts)
    move(play, *renamed, "s > z > m > t > e", a="z")
    assert play.complete("m").tasks == ["h"]


def test_a_new_event_that_cannot_be_computed_refuses():
    play = Play(diagram(S, E, task("a"), "s > a > e"))
    with pytest.raises(MigrationRefused, match="cannot be computed"):
        move(play, S, E, task("a"), event("boundary", "u", "timer =missing", attachedToRef="a"), "s > a > e, u > e")


def test_a_mapping_is_suggested_from_names_and_neighbours():
    old = definition(S, E, task("a"), task("b"), job("c"), "s > a > b > c > e").process
    new = definition(S, E, task("x").replace('name="x"', 'name="A"'), task("b"), job("y"), "s > x > b > y > e").process
    assert suggest_mapping(old, new) == {"a": "x", "c": "y"}
    two = definition(S, E, task("x"), task("y"), "s > x > e, s > y > e").process
    one = definition(S, E, task("a"), "s > a > e").process
    assert suggest_mapping(one, two) == {}  # either could be meant: a person decides


def test_what_has_fired_is_not_armed_once_more():
    boundary = event("boundary", "t", "timer PT1H", attachedToRef="a", cancelActivity="false")
    parts = (S, E, task("a"), boundary, task("h"))
    play = Play(diagram(*parts, "s > a > e, t > h > e")).fire("t").complete("h")
    move(play, *parts, task("b"), "s > a > b > e, t > h > e")
    assert play.waits() == ["a"]


def test_a_case_that_an_event_sub_process_has_interrupted_hears_nothing_new():
    def handling(name, trigger):
        return event_sub_process(
            name, event("start", f"{name}s", trigger), task(f"{name}t"), event("end", f"{name}e"), f"{name}s > {name}t > {name}e"
        )

    play = Play(diagram(S, E, task("a"), handling("v", "message N"), "s > a > e")).message("vs")
    move(play, S, E, task("a"), handling("v", "message N"), handling("w", "signal S"), "s > a > e")
    assert play.waits() == ["vt"]

"""The state as bytes: every stored version is read, what is written can be read by the release before, and nobody decodes twice."""

import gc
from datetime import UTC, datetime
from uuid import UUID

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn import codec
from engine.bpmn.codec import decode, read_state, tokens_of, variables_of
from engine.bpmn.interpreter import advance
from engine.bpmn.runtime.token import CompletedActivity, ListenerPhase, Offer, OpenIncident, Repetition, Token
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.runtime.waits import ChildWait, ConditionWait, JobWait, SignalWait, SubscriptionWait, TimerWait, UserTaskWait
from engine.bpmn.stored.json_text import dumps, loads
from engine.bpmn.stored.token_codec import read_token, write_token
from engine.bpmn.stored.upcasters import IN_GROUPS, VERSION, WITHOUT_LISTENERS
from engine.bpmn.stored.writing import encode
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import CorruptState
from engine.model.stimuli import Started, UserTaskCompleted
from engine.testing.drawing import diagram, event, task
from engine.testing.play import BEGAN, ZONE, Play
from tests.golden.make import HERE, definition

GOLDEN = sorted(int(path.name.removeprefix("state_v")) for path in HERE.glob("state_v*"))
LATER = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
RECORD = CompletedActivity(
    "", "a", [CompletedActivity("s", "b", [], inner=True, variables={}, unfinished=True)], inner=False, variables={"n": 1}
)


def golden(version):
    return (HERE / f"state_v{version}" / "state.json").read_bytes()


def test_there_is_a_golden_state_of_every_version():
    assert list(range(1, IN_GROUPS + 1)) == GOLDEN


@pytest.mark.parametrize("version", GOLDEN)
def test_a_state_of_every_version_is_stored_in_the_current_one_and_then_stays_as_it_is(version):
    turn = Turn(str(UUID(int=1)), EvaluationTime(BEGAN), ZONE)
    stored = encode(decode(golden(version), definition(version), turn))
    # one in which no token stands in a listener is readable for the release before, which may run beside this one
    assert loads(stored.split(b"\n")[0])["v"] == (version if version in (VERSION, IN_GROUPS) else WITHOUT_LISTENERS)
    assert encode(decode(stored, definition(version), turn)) == stored
    assert tokens_of(stored) == tokens_of(golden(version))
    assert variables_of(stored) == variables_of(golden(version))


@pytest.mark.parametrize("version", [WITHOUT_LISTENERS, VERSION, IN_GROUPS])
def test_what_was_stored_in_a_version_that_is_still_written_is_stored_with_the_same_fields(version):
    """So the release that wrote it, which runs beside this one during an upgrade, can go on with it."""
    turn = Turn(str(UUID(int=1)), EvaluationTime(BEGAN), ZONE)
    stored = encode(decode(golden(version), definition(version), turn))
    assert [loads(line) for line in stored.split(b"\n")] == [loads(line) for line in golden(version).split(b"\n")]


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"via": "f", "wait": UserTaskWait(LATER)}, {"via": "f", "wait": "user_task", "armed": "2026-11-30T08:30:00+00:00"}),
        ({"wait": JobWait()}, {"wait": "job"}),
        ({"wait": ChildWait()}, {"wait": "child"}),
        ({"wait": SubscriptionWait()}, {"wait": "subscription"}),
        ({"wait": SignalWait("s")}, {"wait": "signal", "signal": "s"}),
        ({"wait": ConditionWait("=n > 1")}, {"wait": "condition", "condition": "=n > 1"}),
        ({"wait": ConditionWait("=n > 1", fired=True)}, {"wait": "condition", "condition": "=n > 1", "held": True}),
        ({"wait": TimerWait(LATER)}, {"wait": "timer", "due": "2026-11-30T08:30:00+00:00"}),
        ({"wait": TimerWait(LATER, "R3/PT1H", 2)}, {"wait": "timer", "due": "2026-11-30T08:30:00+00:00", "cycle": "R3/PT1H", "left": 2}),
        (
            {"wait": TimerWait(LATER, "R/P1M", anchor=LATER)},
            {"wait": "timer", "due": f"{LATER.isoformat()}", "cycle": "R/P1M", "left": None, "anchor": f"{LATER.isoformat()}"},
        ),
        (
            {"expired": TimerWait(LATER, "R/PT1H"), "incident": OpenIncident("again")},
            {"due": "2026-11-30T08:30:00+00:00", "cycle": "R/PT1H", "left": None, "incident": {"retry": "again"}},
        ),
        ({"incident": OpenIncident("complete", {"n": 1})}, {"incident": {"retry": "complete", "result": {"n": 1}}}),
        ({"host": "", "listens": 0, "brought": {}}, {"host": "", "listens": 0, "arrived": {}}),
        ({"inner": 2, "joining": True}, {"inner": 2, "joining": True}),
        ({"caught": {}, "about": {}, "start": "s"}, {"caught": {}, "about": {}, "start": "s"}),
        ({"repetition": Repetition([1, 2], None, 2, 1)}, {"items": [1, 2], "started": 2, "ended": 1, "maximum": None}),
        ({"offer": Offer(["a", "b"], ["b"])}, {"offers": ["a", "b"], "waiting": ["b"]}),
        ({"chosen": [], "consumed": ["f"]}, {"chosen": [], "reset": ["f"]}),
        ({"compensating": [], "cancels": "t"}, {"compensating": [], "cancels": "t"}),
        ({"wait": JobWait(), "phase": ListenerPhase("start", 1)}, {"wait": "job", "listeners": {"phase": "start", "done": 1}}),
        ({"phase": ListenerPhase("end", 0, {"n": 1})}, {"listeners": {"phase": "end", "done": 0, "result": {"n": 1}}}),
    ],
)
def test_a_token_is_written_field_by_field_and_read_back(fields, stored):
    token = Token(id="t", element="e", scope="", **fields)
    assert write_token(token) == {"scope": "", **stored}
    again = read_token("t", "e", write_token(token))
    assert all(getattr(again, name) == getattr(token, name) for name in Token.__slots__)


def test_records_of_what_has_completed_are_written_and_read_back():
    token = Token(id="t", element="e", scope="", compensates="c", reopened=RECORD, compensating=[RECORD])
    stored = write_token(token)
    child = {"scope": "s", "element": "b", "children": [], "inner": True, "variables": {}, "unfinished": True}
    assert stored["reopened"] == {"scope": "", "element": "a", "children": [child], "inner": False, "variables": {"n": 1}}
    assert write_token(read_token("t", "e", stored)) == stored


def test_fields_that_an_earlier_wait_left_mean_nothing():
    """Earlier releases left the fields of a wait that was over."""
    token = read_token("t", "e", {"scope": "", "signal": "s", "due": "2026-11-30T08:30:00+00:00", "condition": "=n"})
    assert write_token(token) == {"scope": ""}


@pytest.mark.parametrize(
    "alter",
    [
        lambda document: {**document, "v": IN_GROUPS + 1},
        lambda document: {**document, "v": "2"},
        lambda document: {name: value for name, value in document.items() if name != "scopes"},
        lambda document: {**document, "tokens": [["t", "a", {}]]},
        lambda document: {**document, "tokens": [["t", "a", {"scope": "", "wait": "bus"}]]},
        lambda document: {**document, "tokens": [["t", "a", {"scope": "", "wait": "timer"}]]},
    ],
)
def test_what_is_no_state_is_told(alter):
    with pytest.raises(CorruptState):
        read_state(dumps(alter(loads(golden(VERSION)))))


def test_an_element_that_the_process_does_not_have_is_told():
    with pytest.raises(CorruptState):
        decode(golden(1), definition(2), Turn(str(UUID(int=1)), EvaluationTime(BEGAN), ZONE))


def test_a_turn_decodes_its_state_once_also_for_those_who_read_the_new_one(monkeypatch):
    play = Play(diagram(event("start", "s"), task("a"), task("b"), event("end", "e"), "s > a > b > e"), n=3)
    counted = []
    real = codec.loads
    monkeypatch.setattr(codec, "loads", lambda data: counted.append(1) or real(data))
    token = next(effect.token for effect in play.open.values())
    done = UserTaskCompleted(id=str(UUID(int=9)), token=token, variables={"jawaban": "ya", "n": 4})
    transition = advance(play.definition, play.state, done, BEGAN, zone=ZONE)
    assert transition.view.variables == {"n": 4, "jawaban": "ya"}
    assert [token.element for token in transition.view.tokens] == ["b"]
    assert transition.view.variables_of(transition.view.tokens[0].id) == transition.view.variables
    assert len(counted) == 1
    begun = advance(play.definition, None, Started(id=str(UUID(int=9))), BEGAN, zone=ZONE)
    assert begun.view.variables == {}
    assert len(counted) == 1


def test_a_turn_leaves_nothing_to_the_collector():
    """What refers to each other in a circle would be found by a walk through all that the program holds."""
    play = Play(diagram(event("start", "s"), task("a"), task("b"), event("end", "e"), "s > a > b > e"), n=3)
    done = UserTaskCompleted(id=str(UUID(int=9)), token=next(iter(play.open)), variables={"jawaban": "ya"})
    advance(play.definition, play.state, done, BEGAN, zone=ZONE)
    gc.collect()
    gc.disable()
    try:
        advance(play.definition, play.state, done, BEGAN, zone=ZONE)
        assert gc.collect() == 0
    finally:
        gc.enable()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_the_quick_encoder_writes_what_the_exact_one_would(document):
    exact = simplejson.dumps(document, use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    assert dumps(document) == exact.encode()

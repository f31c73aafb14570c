"""The checker of liveness sees what is taken away from a state that is well."""

import pytest

from engine.bpmn.liveness import stuck_tokens
from engine.bpmn.stored.json_text import dumps, loads
from engine.testing.drawing import diagram, element, event, sub_process, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
INSIDE = (event("start", "qs"), task("b"), event("end", "qe"), "qs > b > qe")
PARTS = (
    S, E, event("end", "e2"), element("parallelGateway", "f"), element("parallelGateway", "j"), element("eventBasedGateway", "g"),
    event("catch", "c", "message M"), event("catch", "d", "timer PT1H"), task("a"), sub_process("q", *INSIDE),
    event("boundary", "t", "timer PT9H", attachedToRef="a"),
    "s > f > a > j > e, f > q > j, f > g > c > j, g > d > j, t > e2",
)  # fmt: skip


def stuck(play, change):
    document = loads(play.state)
    document["tokens"] = [token for token in document["tokens"] if change(document, *token) is not False]
    return {(item.element, item.reason) for item in stuck_tokens(play.definition.process, dumps(document))}


def without_wait(name):
    return lambda _document, _identifier, element, fields: fields.pop("wait", None) and None if element == name else None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda *_: None, set()),
        (without_wait("a"), {("a", "NO_WAIT")}),
        (without_wait("b"), {("b", "NO_WAIT")}),
        (without_wait("t"), {("t", "NO_TRIGGER")}),
        (lambda _document, _identifier, element, _fields: element != "b", {("q", "NO_WAIT")}),
        (lambda _document, _identifier, element, _fields: element not in ("c", "d"), {("g", "NO_WAIT")}),
        (lambda _document, _identifier, element, _fields: element != "q", {("b", "NO_SCOPE")}),
        (lambda _document, _identifier, element, _fields: element != "a", {("t", "NO_HOST")}),
        (lambda *_: False, {("", "NOTHING_STANDS")}),
    ],
)
def test_what_is_taken_away_is_found(change, found):
    assert stuck(Play(diagram(*PARTS), key="k"), change) == found


def test_joins_that_wait_for_one_another_are_found():
    play = Play(diagram(*PARTS), key="k").complete("a")
    waiting = lambda _document, _identifier, element, _fields: element == "j"  # noqa: E731
    assert stuck(play, waiting) == {("j", "NO_TOKEN_COMES")}


def test_a_case_that_has_ended_is_never_stuck():
    play = Play(diagram(S, E, task("a"), "s > a > e")).complete("a")
    assert stuck_tokens(play.definition.process, play.state) == []

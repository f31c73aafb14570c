"""`cancel` listeners (Camunda 8): their jobs are made when an element ends without being completed, and nobody waits for them."""

import pytest

from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import CreateJob
from engine.model.stimuli import Cancelled
from engine.testing.drawing import diagram, element, event, job, listeners, sub_process, task
from engine.testing.play import Play
from tests.support.listened_processes import WAY, E, S, listened_process, play, with_process_listeners

BOUNDARY = event("boundary", "b", "timer PT1H", attachedToRef="t")
ENDS = "s > t > e, b > e"
MANY = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"


def told(case):
    """The elements and types of the listeners' jobs for which nobody waits."""
    return [(effect.element, effect.type) for effect in case.emitted(CreateJob) if effect.detached]


@pytest.mark.parametrize(
    "step",
    [
        task("t", listeners("cancel c")),
        job("t").replace("</extensionElements>", listeners("cancel c").removeprefix("<extensionElements>")),
        element("receiveTask", "t", listeners("cancel c"), messageRef="N"),
    ],
)
def test_an_activity_that_is_interrupted_tells_its_cancel_listeners(step):
    case = play(S, E, step, BOUNDARY, ENDS).fire("b")
    assert told(case) == [("t", "c")]
    assert case.ended == "COMPLETED"


def test_what_is_completed_tells_nobody():
    case = play(S, task("t", listeners("cancel c", "end z")), "s > t").complete("t")
    case.complete("t")
    assert (told(case), case.ended) == ([], "COMPLETED")


def test_a_task_tells_its_canceling_listeners_too_if_it_is_there():
    case = play(S, E, task("t", listeners("cancel c", "canceling d")), BOUNDARY, ENDS).fire("b")
    assert sorted(told(case)) == [("t", "c"), ("t", "d")]
    inner = (event("start", "is"), task("i", listeners("start a", "cancel c", "canceling d")), event("end", "ie"), "is > i > ie")
    case = play(S, E, sub_process("t", *inner), BOUNDARY, ENDS).fire("b")
    assert told(case) == [("i", "c")], "the task was not there yet"


def test_a_sub_process_tells_after_what_is_inside():
    inner = (event("start", "is"), job("i", listeners("cancel c")), event("end", "ie"), "is > i > ie")
    case = play(S, E, sub_process("t", *inner, listeners("cancel d")), BOUNDARY, ENDS).fire("b")
    assert told(case) == [("i", "c"), ("t", "d")]


def test_each_instance_of_a_repetition_tells_its_own():
    case = play(S, E, task("t", listeners("cancel c") + MANY), BOUNDARY, ENDS).complete("t").fire("b")
    assert told(case) == [("t", "c"), ("t", "c")]
    assert len({effect.job for effect in case.emitted(CreateJob)}) == 2


@pytest.mark.parametrize("kind", ["eventBasedGateway", "intermediateCatchEvent"])
def test_waits_tell_when_the_case_is_cancelled(kind):
    if kind == "eventBasedGateway":
        ways = (event("catch", "k", "message N"), event("catch", "l", "timer PT1H"), "s > t > k > e, t > l > e")
        case = play(S, E, element(kind, "t", listeners("cancel c")), *ways)
    else:
        case = play(S, E, element(kind, "t", listeners("cancel c") + '<messageEventDefinition messageRef="N"/>'), WAY)
    case._send(lambda identifier: Cancelled(id=identifier, reason="x"))
    assert told(case) == [("t", "c")]


def test_a_cancel_listener_that_nobody_runs_is_told():
    expression = task("t", listeners("cancel =kind"))
    for step in (expression, element("exclusiveGateway", "t", listeners("cancel c"))):
        (process,) = read_diagram(diagram(S, E, step, WAY).encode()).processes
        assert "LISTENER_LOST" in {problem.code for problem in lint(process)}


def test_a_process_that_ends_without_being_completed_tells_its_cancel_listeners_after_all_that_is_inside():
    case = with_process_listeners(S, E, task("t", listeners("cancel c")), WAY, of=("cancel d", "end z", "cancel f"), n=1)
    case._send(lambda i: Cancelled(id=i, reason="wrong"))
    assert (told(case), case.ended) == ([("t", "c"), ("p", "d"), ("p", "f")], "TERMINATED")
    jobs = [effect for effect in case.emitted(CreateJob) if effect.detached]
    assert len({effect.job for effect in jobs}) == 3
    assert dict(jobs[-1].variables) == {"n": 1}


def test_a_process_that_is_cancelled_in_its_own_listener_tells_too():
    for of in (("start a", "cancel d"), ("end z", "cancel d")):
        case = with_process_listeners(S, E, *((task("t"), WAY) if of[0] == "start a" else ("s > e",)), of=of)
        case._send(lambda i: Cancelled(id=i, reason="wrong"))
        assert (told(case), case.ended) == ([("p", "d")], "TERMINATED")


def test_a_called_process_that_fails_tells_and_one_that_completes_or_terminates_itself_does_not():
    failed = Play(listened_process(S, event("end", "e", "error E"), "s > e", of=("cancel d",)), called=True)
    assert (told(failed), failed.ended) == ([("p", "d")], "FAILED")
    for end in (E, event("end", "e", "terminate")):
        case = with_process_listeners(S, end, "s > e", of=("cancel d",))
        assert (told(case), case.ended) == ([], "COMPLETED")

"""What can happen while a listener's job is at work: interruption, cancellation, failures, compensation."""

from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.stored.json_text import loads
from engine.model.effects import CloseWait, CreateJob
from engine.model.errors import InvalidState
from engine.model.stimuli import Cancelled, JobCompleted
from engine.testing.drawing import element, event, event_sub_process, job, listeners, script, sub_process, task
from tests.support.listened_processes import OUTPUT, WAY, E, S, jobs, last_job, play, with_process_listeners

ZONE = ZoneInfo("Asia/Jakarta")


# --- interruption


def guarded(*of, interrupting="true"):
    boundary = event("boundary", "b", "timer PT1H", attachedToRef="t", cancelActivity=interrupting)
    return S, E, job("t", listeners(*of)), boundary, task("late"), "s > t > e, b > late > e"


def test_a_boundary_event_listens_while_the_activity_works_not_while_its_listeners_run():
    case = play(*guarded("start a", "end z"))
    assert case.waits() == ["t"]
    case.complete("t")
    assert case.waits() == ["b", "t"]
    case.complete("t")
    assert case.waits() == ["t"], "the work is done: nothing can interrupt it any more"
    assert case.complete("t").ended == "COMPLETED"


def test_a_boundary_event_interrupts_the_work_and_no_end_listener_runs():
    case = play(*guarded("start a", "end z")).complete("t").fire("b")
    assert case.tasks == ["late"]
    assert jobs(case) == []
    assert case.complete("late").ended == "COMPLETED"
    assert [effect.type for effect in case.emitted(CreateJob)] == ["a", "x"]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_what_is_around_interrupts_a_listener_and_its_job_is_cancelled(steps):
    inner = (event("start", "is"), event("end", "ie"), job("i", listeners("start a", "end z")), "is > i > ie")
    boundary = event("boundary", "b", "timer PT1H", attachedToRef="t")
    case = play(S, E, sub_process("t", *inner), boundary, "s > t > e, b > e")
    for _ in range(steps):
        case.complete("i")
    token = last_job(case).token
    case.fire("b")
    assert case.ended == "COMPLETED"
    closed = [effect for effect in case.emitted(CloseWait) if effect.token == token and effect.reason == "cancelled"]
    assert [effect.kind for effect in closed] == ["job"]


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_case_is_cancelled_while_a_listener_runs(steps):
    case = with_process_listeners(S, E, task("t", listeners("start a", "end z")), WAY, of=("end q",))
    for _ in range(steps):
        case.complete(*case.waits()[:1])
    case._send(lambda i: Cancelled(id=i))
    assert case.ended == "TERMINATED"
    assert case.open == {}
    assert loads(case.state)["tokens"] == []
    terminated = case.history("ELEMENT_TERMINATED")
    assert terminated == (["t"] if steps < 3 else [])


def test_a_non_interrupting_event_sub_process_begins_beside_a_listener_and_keeps_the_process_alive():
    beside = event_sub_process("v", event("start", "vs", "signal S", isInterrupting="false"), task("h"), event("end", "ve"), "vs > h > ve")
    case = play(S, E, job("t", listeners("start a")), beside, WAY).signal("sig")
    assert case.waits(CreateJob) == ["t"]
    assert case.tasks == ["h"]
    case.complete("t").complete("t")
    assert case.ended is None
    assert case.complete("h").ended == "COMPLETED"


def test_an_event_sub_process_has_listeners_as_a_sub_process_has():
    inner = (event("start", "vs", "message N"), task("h"), event("end", "ve"), "vs > h > ve")
    beside = event_sub_process("v", listeners("start a", "end z"), *inner)
    case = play(S, E, task("t"), beside, WAY).message("vs", brought=1)
    assert case.tasks == []
    assert jobs(case) == ["a"]
    case.complete("v")
    assert case.variables["brought"] == 1
    case.complete("h")
    assert jobs(case) == ["z"]
    assert case.complete("v").ended == "COMPLETED"


# --- incidents


def test_a_listener_whose_type_cannot_be_computed_is_an_incident_and_those_before_are_not_run_again():
    case = play(S, E, job("t", listeners("start a", "start =kind", "end =kind")), WAY, kind=1)
    case.complete("t")
    assert [incident.kind for incident in case.incidents] == ["expression"]
    case.resolve(kind="b")
    assert jobs(case) == ["b"]
    case.complete("t")
    assert jobs(case) == ["x"]


def test_an_end_listeners_expression_that_fails_is_resolved_with_the_outputs_written_once():
    case = play(S, E, job("t", OUTPUT.format("n + 1", "n") + listeners("end =kind")), WAY, n=1).complete("t")
    assert [incident.kind for incident in case.incidents] == ["expression"]
    case.resolve(kind="b")
    assert case.complete("t").ended == "COMPLETED"
    assert case.variables["n"] == 2


def test_an_activity_that_cannot_begin_after_its_start_listener_begins_with_what_is_corrected():
    case = play(S, E, script("t", "a + 1", "b").replace(">", f">{listeners('start l')}", 1), WAY).complete("t", a="text")
    assert [incident.element for incident in case.incidents] == ["t"]
    case.resolve(a=1)
    assert case.ended == "COMPLETED"
    assert case.variables == {"b": 2}
    assert len(case.emitted(CreateJob)) == 1


@pytest.mark.parametrize("phase", ["start", "end"])
def test_a_listener_cannot_throw_an_error_that_the_diagram_catches(phase):
    boundary = event("boundary", "b", "error E", attachedToRef="t")
    case = play(S, E, job("t", listeners(f"{phase} a")), boundary, "s > t > e, b > e")
    case.complete("t") if phase == "end" else None
    case.fail("t", "E")
    assert [incident.kind for incident in case.incidents] == ["unhandled_error"]
    assert case.open == {}
    case.resolve()
    assert jobs(case) == ["a"]
    case.complete("t")
    case.complete("t") if phase == "start" else None
    assert case.ended == "COMPLETED"


def test_a_report_that_comes_twice_finds_nothing():
    case = play(S, E, task("t", listeners("start a")), WAY)
    made = last_job(case)
    case.complete("t")
    with pytest.raises(InvalidState):
        case._send(lambda i: JobCompleted(id=i, token=made.token))


# --- compensation


def test_an_activity_is_compensated_only_when_its_end_listeners_are_done_and_its_handler_has_listeners():
    undo = element(
        "serviceTask",
        "u",
        '<extensionElements><zeebe:taskDefinition type="x"/></extensionElements>' + listeners("start a", "end z"),
        isForCompensation="true",
    )
    boundary = event("boundary", "b", "compensate", attachedToRef="t")
    link = '<association id="l" sourceRef="b" targetRef="u"/>'
    case = play(S, E, job("t", listeners("end y")), boundary, undo, link, event("throw", "c", "compensate"), "s > t > c > e")
    case.complete("t").complete("t")
    assert case.waits() == ["u"]
    order = []
    while not case.ended:
        order += jobs(case)
        case.complete("u")
    assert order == ["a", "x", "z"]


def test_a_transaction_that_is_cancelled_does_not_undo_what_is_still_in_its_end_listener():
    done = job("i", listeners("end y"))
    boundary = event("boundary", "ib", "compensate", attachedToRef="i")
    undo = '<scriptTask id="iu" isForCompensation="true"><extensionElements><zeebe:script expression="=1" resultVariable="undone"/></extensionElements></scriptTask><association id="l" sourceRef="ib" targetRef="iu"/>'
    inner = (
        event("start", "is"),
        element("parallelGateway", "ig"),
        done,
        boundary,
        undo,
        task("w"),
        event("end", "ie"),
        event("end", "ic", "cancel"),
        "is > ig > i > ie, ig > w > ic",
    )
    case = play(S, E, sub_process("t", *inner, tag="transaction"), event("boundary", "b", "cancel", attachedToRef="t"), "s > t > e, b > e")
    case.complete("i").complete("w")
    assert case.ended == "COMPLETED"
    assert "undone" not in case.variables

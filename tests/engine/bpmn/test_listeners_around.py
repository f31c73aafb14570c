"""Listeners of the process and of a user task, and cases in a listener that move to another version."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.codec import variables_of
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.migration import migrate, obstacles
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import CloseWait, CreateJob, MoveToken, RecordHistory
from engine.model.stimuli import Cancelled, JobCompleted, UserTaskAssigned
from engine.testing.drawing import diagram, element, event, event_sub_process, job, listeners, sub_process, task
from engine.testing.play import Play
from tests.support.listened_processes import OUTPUT, WAY, E, S, gateway, jobs, last_job, listened_process, play, with_process_listeners

ZONE = ZoneInfo("Asia/Jakarta")


# --- the process


def test_start_listeners_of_the_process_come_before_its_first_element_and_before_it_listens():
    beside = event_sub_process("v", event("start", "vs", "signal S"), event("end", "ve"), "vs > ve")
    case = with_process_listeners(S, E, task("t"), beside, WAY, of=("start a", "start b", "end z"), n=1)
    assert case.waits() == ["p"]
    assert case.history("ELEMENT_ACTIVATED") == []
    assert last_job(case).variables == {"n": 1}
    case.complete("p", given=2)
    assert case.variables == {"n": 1, "given": 2}
    assert case.waits() == ["p"]
    case.complete("p")
    assert case.waits() == ["t", "vs"]
    case.complete("t")
    assert case.waits() == ["p"], "its event sub-process does not listen any more"
    case.complete("p", last=3)
    assert case.ended == "COMPLETED"
    assert case.end.variables == {"n": 1, "given": 2, "last": 3}
    assert case.history() == ["s", "t", "e"]


@pytest.mark.parametrize("attribute", ["", ' xmlns:flowable="http://flowable.org/bpmn" flowable:terminateAll="true"'])
def test_end_listeners_of_the_process_run_where_it_is_terminated_too(attribute):
    end = event("end", "e", "terminate").replace("<terminateEventDefinition", f"<terminateEventDefinition{attribute}")
    inner = (event("start", "is"), end, task("i"), element("parallelGateway", "ig"), "is > ig > i, ig > e")
    parts = (S, sub_process("t", *inner), event("end", "f"), "s > t > f") if attribute else (S, end, "s > e")
    case = with_process_listeners(*parts, of=("end z",))
    assert case.waits() == ["p"]
    assert case.complete("p").ended == "COMPLETED"


def test_a_called_process_that_fails_runs_no_end_listener():
    case = Play(listened_process(S, event("end", "e", "error E"), "s > e", of=("end z",)), called=True)
    assert case.ended == "FAILED"


def test_a_process_listener_whose_type_cannot_be_computed_is_an_incident_that_can_be_resolved():
    for name in ("start", "end"):
        case = with_process_listeners(S, E, task("t"), WAY, of=(f"{name} =kind",), kind=1)
        case.complete("t") if name == "end" else None
        assert [incident.kind for incident in case.incidents] == ["expression"]
        case.resolve(kind="a")
        assert case.waits() == ["p"]
        case.complete("p")
        case.complete("t") if name == "start" else None
        assert case.ended == "COMPLETED"


# --- a user task's own listeners


def test_a_user_task_appears_after_its_creating_listeners_and_counts_after_its_completing_ones():
    case = play(S, E, task("t", OUTPUT.format("answer", "out") + listeners("end z", "completing c", "creating b", "start a")), WAY)
    order = [jobs(case)]
    case.complete("t", given=1)
    order.append(jobs(case))
    assert case.tasks == []
    assert last_job(case).headers["io.camunda.zeebe:action"] == "create"
    case.complete("t", ignored=1)
    assert case.tasks == ["t"]
    assert jobs(case) == []
    case.complete("t", answer="yes")
    order.append(jobs(case))
    assert case.tasks == [], "the person is done: the task is closed"
    assert case.emitted(CloseWait)[-1].reason == "completed"
    assert last_job(case).variables == {"given": 1, "answer": "yes"}
    assert "out" not in case.variables
    case.complete("t", answer="no")
    order.append(jobs(case))
    assert case.variables == {"out": "yes"}, "a task's listeners give no variables"
    case.complete("t")
    assert order == [["a"], ["b"], ["c"], ["z"]]
    assert case.ended == "COMPLETED"


def test_answers_whose_mapping_fails_after_the_completing_listener_are_kept_and_corrected():
    case = (
        play(S, E, task("t", OUTPUT.format("answer + 1", "out") + listeners("completing c")), WAY)
        .complete("t", answer="text")
        .complete("t")
    )
    assert [incident.kind for incident in case.incidents] == ["expression"]
    case.resolve(answer=1)
    assert case.ended == "COMPLETED"
    assert case.variables == {"out": 2}
    assert len(case.emitted(CreateJob)) == 1


def test_a_task_that_is_cancelled_tells_its_canceling_listeners_and_nobody_waits_for_them():
    boundary = event("boundary", "b", "timer PT1H", attachedToRef="t")
    case = play(S, E, task("t", listeners("canceling c", "canceling d")), boundary, "s > t > e, b > e", n=1).fire("b")
    assert case.ended == "COMPLETED"
    assert [(made.type, made.detached, made.variables) for made in case.emitted(CreateJob)] == [
        ("c", True, {"n": 1}),
        ("d", True, {"n": 1}),
    ]
    assert case.open == {}


def test_a_task_that_is_completed_or_not_there_yet_tells_no_canceling_listener():
    case = play(S, E, task("t", listeners("creating b", "canceling c")), WAY)
    case._send(lambda i: Cancelled(id=i))
    assert [made.type for made in case.emitted(CreateJob)] == ["b"]
    case = play(S, E, task("t", listeners("canceling c")), WAY).complete("t")
    assert case.ended == "COMPLETED"
    assert case.emitted(CreateJob) == []


# --- migration


def moved(case, new, **mapping):
    target = Definition(read_diagram(new.encode()).processes[0])
    made = migrate(case.definition, target, case.state, mapping, identifier="00000000-0000-0000-0000-0000000000aa", now=case.now, zone=ZONE)
    case.definition, case.state = target, made.state
    case.take(made.effects)
    return case


def test_a_token_in_a_listener_is_migrated_and_goes_on_with_the_listeners_that_the_new_version_has():
    boundary = event("boundary", "b", "timer PT1H", attachedToRef="u")
    new = diagram(S, E, job("u", listeners("start a", "start b", "end z")), boundary, "s > u > e, b > e")
    case = moved(play(S, E, job("t", listeners("start a")), WAY), new, t="u")
    assert case.waits() == ["u"], "its new boundary event does not listen before it has begun"
    assert [effect.element for effect in case.emitted(MoveToken)] == ["u"]
    case.complete("u")
    assert jobs(case) == ["b"]
    case.complete("u")
    assert case.waits() == ["b", "u"]
    case.complete("u").complete("u")
    assert case.ended == "COMPLETED"


@pytest.mark.parametrize("new", [(), ("start b", "start a"), ("start b",)])
def test_a_listener_at_work_that_the_new_version_has_changed_is_an_obstacle(new):
    case = play(S, E, job("t", listeners("start a")), WAY)
    target = read_diagram(diagram(S, E, job("t", listeners(*new)), WAY).encode()).processes[0]
    assert [item.code for item in obstacles(case.definition.process, target, case.state, {})] == ["LISTENER_CHANGED"]


def test_a_token_that_is_past_its_start_listeners_is_migrated_whatever_has_become_of_them():
    new = diagram(S, E, job("t", listeners("end z")), WAY)
    case = moved(play(S, E, job("t", listeners("start a")), WAY).complete("t"), new).complete("t")
    assert jobs(case) == ["z"]
    assert case.complete("t").ended == "COMPLETED"


def test_a_case_in_the_end_listener_of_its_process_is_migrated_and_nothing_new_begins_to_listen():
    beside = event_sub_process("v", event("start", "vs", "signal S"), event("end", "ve"), "vs > ve")
    case = with_process_listeners(S, E, WAY.replace("t > ", ""), of=("end z",))
    new = diagram(S, E, beside, "s > e", identifier="p").replace('isExecutable="true">', f'isExecutable="true">{listeners("end z")}', 1)
    moved(case, new)
    assert case.waits() == ["p"]
    assert case.complete("p").ended == "COMPLETED"


# --- loops and time


def test_a_loop_runs_the_listeners_each_time():
    parts = (
        S,
        E,
        gateway("exclusive", "g", "start a"),
        task("t"),
        gateway("exclusive", "h", "start b", default="h_e"),
        "s > g > t > h > e, h > g: again",
    )
    case = play(*parts)
    for again in (True, False):
        case.complete("g").complete("t", again=again).complete("h")
    assert case.ended == "COMPLETED"
    assert [made.type for made in case.emitted(CreateJob)] == ["a", "b", "a", "b"]


def test_a_cycle_made_again_gives_the_same_ids():
    """A turn that is made twice asks for the same job: its id comes from the token."""
    case = play(S, E, job("t", listeners("start a", "start b")), WAY)
    token = last_job(case).token
    stimulus = JobCompleted(id="00000000-0000-0000-0000-0000000000bb", token=token)
    once, twice = (advance(case.definition, case.state, stimulus, case.now + timedelta(hours=1), zone=ZONE) for _ in range(2))
    assert once == twice
    assert variables_of(once.state, token) == {}
    assert not [effect for effect in once.effects if isinstance(effect, RecordHistory) and effect.event == "ELEMENT_ACTIVATED"]


def assigned(of, assignee):
    inner = listeners(*of).removesuffix("</extensionElements>") + f"<zeebe:assignmentDefinition {assignee}/></extensionElements>"
    return play(S, E, task("t", inner), WAY, siapa="camat", tak=None)


def test_assigning_listeners_run_before_a_task_that_goes_to_one_position_appears():
    case = assigned(("assigning b", "creating a", "completing z"), 'assignee="=siapa"')
    assert (last_job(case).type, last_job(case).headers["io.camunda.zeebe:action"]) == ("a", "create")
    case.complete("t")
    assert (last_job(case).type, last_job(case).headers["io.camunda.zeebe:action"]) == ("b", "assign")
    assert case.tasks == []
    case.complete("t")
    assert case.tasks == ["t"]


@pytest.mark.parametrize("assignee", ['candidateGroups="camat@kec"', 'assignee="=tak"'])
def test_a_task_that_goes_to_nobody_in_particular_is_not_assigned_yet(assignee):
    case = assigned(("creating a", "assigning b", "completing z"), assignee)
    assert [effect.type for effect in case.emitted(CreateJob)] == ["a"]
    assert case.complete("t").tasks == ["t"]


def test_who_takes_a_task_or_gives_it_back_is_told_each_time_and_nobody_waits():
    case = assigned(("assigning a", "assigning b"), 'candidateGroups="camat@kec"')
    (token,) = (identifier for identifier, effect in case.open.items() if effect.element == "t")
    for action in ("claim", "unassign", "claim"):
        case._send(lambda i, action=action: UserTaskAssigned(id=i, token=token, action=action))
    jobs = [effect for effect in case.emitted(CreateJob) if effect.detached]
    assert [(effect.type, effect.headers["io.camunda.zeebe:action"]) for effect in jobs] == [
        ("a", "claim"), ("b", "claim"), ("a", "unassign"), ("b", "unassign"), ("a", "claim"), ("b", "claim"),
    ]  # fmt: skip
    assert len({effect.job for effect in jobs}) == 6
    assert case.complete("t").ended == "COMPLETED"

"""Execution listeners run as jobs (Camunda 8): their order, their variables, at every kind of element and in repetitions."""

from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.stored.json_text import loads
from engine.model.effects import CreateJob, CreateUserTask
from engine.testing.drawing import element, event, job, listeners, script, sub_process, task
from tests.support.listened_processes import EACH, INPUT, OUTPUT, WAY, E, S, gateway, jobs, last_job, play

ZONE = ZoneInfo("Asia/Jakarta")


# --- order


def test_start_and_end_listeners_of_a_task_run_one_after_the_other_in_the_order_of_the_file():
    case = play(S, E, job("t", listeners("end d", "start a", "start b", "end c")), WAY)
    order = []
    while not case.ended:
        order += jobs(case)
        case.complete("t")
    assert order == ["a", "b", "x", "d", "c"]
    assert case.history("ELEMENT_ACTIVATED") == ["s", "t", "e"]
    assert case.history() == ["s", "t", "e"]


def test_each_listener_has_a_job_of_its_own():
    """One that handlers recognise by its idempotency key: two listeners are never taken for one that is repeated."""
    case = play(S, E, job("t", listeners("start a", "start b", "end a")), WAY)
    for _ in range(4):
        case.complete("t")
    made = case.emitted(CreateJob)
    assert len({effect.job or effect.token for effect in made}) == 4
    assert len({effect.token for effect in made}) == 1
    assert [effect.job == "" for effect in made] == [False, False, True, False]


@pytest.mark.parametrize("kind", ["task", "manualTask", "callActivity", "receiveTask", "scriptTask", "subProcess", "userTask", "sendTask"])
def test_every_activity_begins_after_its_start_listeners_and_is_left_after_its_end_listeners(kind):
    inner = {
        "callActivity": '<extensionElements><zeebe:calledElement processId="q"/></extensionElements>',
        "scriptTask": '<extensionElements><zeebe:script expression="=a + 1" resultVariable="b"/></extensionElements>',
        "subProcess": event("start", "is") + event("end", "ie") + '<sequenceFlow id="i" sourceRef="is" targetRef="ie"/>',
    }.get(kind, "")
    reference = {"messageRef": "N"} if kind in ("receiveTask", "sendTask") else {}
    case = play(S, E, element(kind, "t", inner + listeners("start a", "end z"), **reference), WAY)
    assert jobs(case) == ["a"]
    case.complete("t", a=1)
    if kind in ("callActivity", "userTask"):
        case.complete("t")
    elif kind == "receiveTask":
        case.message("t")
    assert jobs(case) == ["z"]
    assert "t" not in case.history()
    case.complete("t")
    assert case.ended == "COMPLETED"
    assert kind != "scriptTask" or case.variables["b"] == 2


@pytest.mark.parametrize(
    ("kind", "definition"), [("throw", ""), ("throw", "message N"), ("throw", "signal S"), ("catch", "message M"), ("catch", "timer PT1H")]
)
def test_events_have_both(kind, definition):
    case = play(S, E, event(kind, "t", definition).replace('name="t">', f'name="t">{listeners("start a", "end z")}'), WAY, key="k")
    assert case.open.keys() == {last_job(case).token}, "nothing is waited for before the start listener is done"
    case.complete("t")
    if definition.startswith("message M"):
        case.message("t")
    elif definition.startswith("timer"):
        case.fire("t")
    assert jobs(case) == ["z"]
    case.complete("t")
    assert case.ended == "COMPLETED"


def test_start_and_end_events_and_boundary_events_have_end_listeners():
    start, end = (
        event(
            kind,
            kind[0],
            "",
        ).replace(">", f">{listeners('end ' + kind)}", 1)
        for kind in ("start", "end")
    )
    boundary = event("boundary", "b", "timer PT1H", attachedToRef="t").replace(">", f">{listeners('end late')}", 1)
    case = play(start, end, task("t"), boundary, "s > t > e, b > e")
    assert jobs(case) == ["start"]
    case.complete("s").fire("b")
    assert jobs(case) == ["late"]
    assert case.tasks == []
    case.complete("b")
    assert jobs(case) == ["end"]
    case.complete("e")
    assert case.ended == "COMPLETED"


def test_a_terminate_end_event_ends_everything_else_and_then_its_listener_runs():
    end = event("end", "e", "terminate").replace(">", f">{listeners('end z')}", 1)
    case = play(S, end, element("parallelGateway", "g"), task("t"), script("f", "1", "n"), "s > g > t > e, g > f > e")
    assert case.tasks == []
    assert jobs(case) == ["z"]
    case.complete("e")
    assert case.ended == "COMPLETED"


# --- gateways


def test_what_the_start_listener_of_a_gateway_gives_decides_and_stays_the_gateways():
    parts = (S, E, gateway("exclusive", "g", "start a", default="g_u"), task("t"), task("u"), "s > g, g > t: way = 1, g > u, t > e, u > e")
    assert play(*parts).complete("g", way=1).tasks == ["t"]
    other = play(*parts).complete("g", way=2)
    assert other.tasks == ["u"]
    assert "way" not in other.variables
    assert [scope for scope, *_ in loads(other.complete("u").state)["scopes"]] == [""]
    assert other.ended == "COMPLETED"


def test_an_inclusive_split_and_join_have_a_start_listener_once():
    split, join = gateway("inclusive", "g", "start a"), gateway("inclusive", "h", "start z")
    case = play(S, E, split, join, task("t"), task("u"), "s > g, g > t: way > 0, g > u: way > 1, t > h, u > h, h > e").complete("g", way=2)
    assert case.tasks == ["t", "u"]
    case.complete("t")
    assert jobs(case) == []
    case.complete("u")
    assert jobs(case) == ["z"]
    assert case.complete("h").ended == "COMPLETED"


def test_a_parallel_join_has_its_start_listener_once_and_takes_the_next_round_beside_it():
    parts = (S, E, gateway("parallel", "g"), gateway("parallel", "h", "start z"), task("t"), task("u"))
    case = play(*parts, "s > g > t > h > e, g > u > h").complete("t")
    assert jobs(case) == []
    case.complete("u")
    assert jobs(case) == ["z"]
    assert case.complete("h").ended == "COMPLETED"


def test_an_event_based_gateway_listens_after_its_start_listener_with_what_that_gave():
    parts = (S, E, gateway("eventBased", "g", "start a"), event("catch", "m", "message M"), event("catch", "w", "timer PT1H"))
    case = play(*parts, "s > g > m > e, g > w > e")
    assert list(case.open) == [last_job(case).token]
    case.complete("g", key="k")
    assert case.waits() == ["m", "w"]
    assert case.message("m").ended == "COMPLETED"
    assert [scope for scope, *_ in loads(case.state)["scopes"]] == [""]


def test_a_gateways_condition_that_fails_is_an_incident_that_does_not_run_the_listener_again():
    parts = (S, E, gateway("exclusive", "g", "start a", default="g_u"), task("t"), task("u"), "s > g, g > t: way, g > u, t > e, u > e")
    case = play(*parts).complete("g", way="text")
    assert [incident.element for incident in case.incidents] == ["g"]
    case.resolve(way=True)
    assert case.tasks == ["t"]
    assert len(case.emitted(CreateJob)) == 1


# --- variables


def test_a_start_listener_sees_the_inputs_and_its_variables_are_the_elements_own():
    case = play(S, E, job("t", INPUT.format("n + 1", "local") + listeners("start a", "start b")), WAY, n=1)
    assert last_job(case).variables["local"] == 2
    case.complete("t", given=5)
    assert last_job(case).variables["given"] == 5, "the next listener sees it"
    case.complete("t")
    assert last_job(case).variables == {"local": 2, "given": 5}, "so does the job: its inputs, and what listeners have given"
    case.complete("t")
    assert case.ended == "COMPLETED"
    assert case.variables.keys() == {"n"}


def test_a_user_tasks_expressions_are_evaluated_with_what_a_start_listener_gave():
    assignment = '<extensionElements><zeebe:assignmentDefinition assignee="=who"/></extensionElements>'
    case = play(S, E, task("t", assignment + listeners("start a")), WAY).complete("t", who="siti")
    assert [effect.assignee for effect in case.emitted(CreateUserTask)] == ["siti"]


def test_an_end_listener_sees_the_outputs_and_its_variables_go_outwards_as_they_do():
    parts = (
        job("i", OUTPUT.format("r + 1", "out") + listeners("end z", "end zz")),
        "is > i > ie",
        event("start", "is"),
        event("end", "ie"),
    )
    case = play(S, E, sub_process("t", INPUT.format("0", "out"), *parts), WAY).complete("i", r=1)
    assert last_job(case).variables["out"] == 2
    case.complete("i", out=7, more=1)
    assert last_job(case).variables["out"] == 7
    case.complete("i")
    assert case.ended == "COMPLETED"
    assert case.variables == {"more": 1}, "`out` is the sub-process's, as its input mapping made it so"


def test_the_called_process_gets_what_a_start_listener_gave():
    called = '<extensionElements><zeebe:calledElement processId="q" propagateAllParentVariables="false"/></extensionElements>'
    case = play(S, E, element("callActivity", "t", called + listeners("start a")), WAY, other=1).complete("t", given=2)
    (child,) = case.open.values()
    assert child.variables == {"given": 2}


def test_headers_of_the_element_and_of_the_listener_which_wins():
    headers = '<zeebe:taskHeaders><zeebe:header key="k" value="{}"/><zeebe:header key="{}" value="1"/></zeebe:taskHeaders>'
    listener = f'<zeebe:executionListeners><zeebe:executionListener eventType="start" type="=kind" retries="=n">{headers.format("mine", "l")}</zeebe:executionListener></zeebe:executionListeners>'
    xml = job("t", f"<extensionElements>{headers.format('its', 'e')}{listener}</extensionElements>")
    case = play(S, E, xml, WAY, kind="a:b", n=4)
    made = last_job(case)
    assert (made.type, made.retries, made.headers) == ("a:b", 4, {"k": "mine", "e": "1", "l": "1"})


# --- repetition


@pytest.mark.parametrize("sequential", ["false", "true"])
def test_each_inner_instance_has_its_listeners_and_the_collection_what_the_end_listener_gave(sequential):
    case = play(S, E, task("t", EACH.format(sequential) + listeners("start a", "end z")), WAY)
    assert jobs(case) == ["a"] * (1 if sequential == "true" else 2)
    for number in (1, 2):
        case.complete("t", mark=number)
        case.complete("t", answer=f"raw {number}") if sequential == "true" else None
        case.complete("t", answer=f"made {number}") if sequential == "true" else None
    if sequential == "false":
        assert case.tasks == ["t", "t"]
        case.complete("t", answer="raw 1").complete("t", answer="raw 2")
        assert [effect.variables["answer"] for effect in case.open.values()] == ["raw 1", "raw 2"]
        assert [effect.variables["item"] for effect in case.open.values()] == [1, 2]
        case.complete("t", answer="made 1").complete("t", answer="made 2")
    assert case.ended == "COMPLETED"
    assert case.variables == {"all": ["made 1", "made 2"]}


def test_an_instance_whose_completion_condition_is_met_cancels_another_in_its_end_listener():
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><completionCondition>=enough</completionCondition>"
        "</multiInstanceLoopCharacteristics>"
    )
    case = play(S, E, task("t", loop + listeners("end z")), WAY, enough=False)
    case.complete("t", "t")
    assert jobs(case) == ["z", "z"]
    case.complete("t", enough=True)
    assert case.ended == "COMPLETED"
    assert case.open == {}


def test_an_output_element_that_fails_after_the_end_listener_is_resolved_without_it():
    loop = EACH.format("true").replace("=answer", "=answer + 1")
    case = play(S, E, task("t", loop + listeners("end z")), WAY).complete("t", answer="text").complete("t")
    assert [incident.kind for incident in case.incidents] == ["expression"]
    case.resolve(answer=1)
    case.complete("t", answer=2).complete("t")
    assert case.ended == "COMPLETED"
    assert case.variables["all"] == [2, 3]
    assert len(case.emitted(CreateJob)) == 2

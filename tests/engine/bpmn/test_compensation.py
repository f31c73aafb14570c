"""Compensation and transactions (BPMN 2.0.2, 10.7, 13.3.5 and 13.5.5)."""

import pytest

from engine.testing.drawing import diagram, element, event, event_sub_process, job, script, sub_process, task
from engine.testing.play import Play

START, END = event("start", "s"), event("end", "e")


def undoable(name, *, kind=task, handler=None):
    boundary = event("boundary", f"{name}_b", "compensate", attachedToRef=name)
    link = f'<association id="{name}_l" sourceRef="{name}_b" targetRef="{name}_u"/>'
    return kind(name) + boundary + (handler or task(f"{name}_u", isForCompensation="true")) + link


def test_handlers_run_in_the_reverse_order_of_completion():
    parts = (START, END, element("parallelGateway", "f"), element("parallelGateway", "j"), undoable("a"), undoable("b"), undoable("c"))
    play = Play(diagram(*parts, event("throw", "t", "compensate"), "s > f > a > j, f > b > j, j > c > t > e"))
    play.complete("b").complete("a").complete("c")
    assert play.tasks == ["c_u"]
    assert play.complete("c_u").tasks == ["a_u"]
    assert play.complete("a_u").tasks == ["b_u"]
    assert play.complete("b_u").ended == "COMPLETED"


def test_only_what_has_completed_is_compensated_and_only_once():
    parts = (START, END, element("parallelGateway", "f"), undoable("a"), undoable("b"), task("m"))
    play = Play(
        diagram(*parts, event("throw", "t", "compensate"), event("throw", "u", "compensate"), "s > f > a > t > m > u > e, f > b > e")
    )
    play.complete("a")
    assert play.tasks == ["a_u", "b"]
    play.complete("a_u").complete("m")
    assert play.tasks == ["b"]
    assert play.complete("b").ended == "COMPLETED"


def test_a_throw_may_name_one_activity():
    parts = (START, event("end", "e", "compensate a"), undoable("a"), undoable("b"))
    play = Play(diagram(*parts, "s > a > b > e")).complete("a", "b")
    assert play.tasks == ["a_u"]
    assert play.complete("a_u").ended == "COMPLETED"


def test_a_loop_is_undone_as_often_as_it_was_done():
    parts = (START, END, undoable("a"), element("exclusiveGateway", "m"), element("exclusiveGateway", "x", default="x_t"))
    play = Play(diagram(*parts, event("throw", "t", "compensate"), "s > m > a > x, x > m: again, x > t > e"))
    play.complete("a", again=True).complete("a", again=False)
    assert play.tasks == ["a_u"]
    assert play.complete("a_u").tasks == ["a_u"]
    assert play.complete("a_u").ended == "COMPLETED"


def test_a_completed_sub_process_is_undone_from_within_with_the_variables_that_it_had():
    mapping = '<extensionElements><zeebe:ioMapping><zeebe:input source="=n" target="mine"/></zeebe:ioMapping></extensionElements>'
    handler = element(
        "scriptTask",
        "a_u",
        '<extensionElements><zeebe:script expression="=mine" resultVariable="undone"/></extensionElements>',
        isForCompensation="true",
    )
    parts = (event("start", "ss"), undoable("a", handler=handler), undoable("b"), event("end", "se"), "ss > a > b > se")
    sub = sub_process("sub", mapping, *parts)
    play = Play(diagram(START, END, sub, task("m"), event("throw", "t", "compensate"), "s > sub > m > t > e"), n=5)
    play.complete("a", "b").complete("m", n=6)
    assert play.tasks == ["b_u"]
    play.complete("b_u")
    assert (play.ended, play.variables["undone"]) == ("COMPLETED", 5)


def test_a_handler_of_the_sub_process_itself_stands_for_all_of_it():
    sub = sub_process("sub", event("start", "ss"), undoable("a"), event("end", "se"), "ss > a > se")
    parts = (undoable("sub", kind=lambda _name: sub), task("m"), event("throw", "t", "compensate"))
    play = Play(diagram(START, END, *parts, "s > sub > m > t > e")).complete("a", "m")
    assert play.tasks == ["sub_u"]
    assert play.complete("sub_u").ended == "COMPLETED"


def test_a_compensation_event_sub_process_decides_what_is_undone():
    inner = event_sub_process(
        "ev", event("start", "cs", "compensate"), task("h"), event("throw", "ct", "compensate a"), event("end", "ce"), "cs > h > ct > ce"
    )
    sub = sub_process("sub", event("start", "ss"), undoable("a"), undoable("b"), event("end", "se"), inner, "ss > a > b > se")
    play = Play(diagram(START, END, sub, task("m"), event("throw", "t", "compensate"), "s > sub > m > t > e")).complete("a", "b", "m")
    assert play.tasks == ["h"]
    assert play.complete("h").tasks == ["a_u"]
    assert play.complete("a_u").ended == "COMPLETED"


def test_an_error_handler_may_undo_what_its_scope_had_completed():
    inner = event_sub_process("ev", event("start", "es", "error E"), event("throw", "ct", "compensate"), event("end", "ee"), "es > ct > ee")
    play = Play(diagram(START, END, undoable("a"), job("j"), inner, "s > a > j > e")).complete("a").fail("j", "E")
    assert play.tasks == ["a_u"]
    assert play.complete("a_u").ended == "COMPLETED"


def test_each_instance_of_a_repeated_sub_process_is_undone():
    loop = '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>'
    sub = sub_process("sub", loop, event("start", "ss"), undoable("a"), event("end", "se"), "ss > a > se")
    play = (
        Play(diagram(START, END, sub, task("m"), event("throw", "t", "compensate"), "s > sub > m > t > e"))
        .complete("a")
        .complete("a")
        .complete("m")
    )
    assert play.tasks == ["a_u"]
    assert play.complete("a_u").tasks == ["a_u"]
    assert play.complete("a_u").ended == "COMPLETED"


def transaction(*parts):
    return sub_process("tx", event("start", "ss"), *parts, tag="transaction")


def test_a_cancelled_transaction_is_undone_and_leaves_by_its_cancel_event():
    parts = (
        undoable("a"),
        undoable("b"),
        task("c"),
        element("parallelGateway", "f"),
        event("end", "se", "cancel"),
        event("end", "ok"),
        task("d"),
    )
    tx = transaction(*parts, "ss > f > a > b > se, f > c > d > ok")
    cancel = event("boundary", "x", "cancel", attachedToRef="tx")
    play = Play(diagram(START, END, tx, cancel, task("r"), task("h"), "s > tx > r > e, x > h > e")).complete("a")
    play.complete("b")
    assert play.tasks == ["b_u"]  # c was still at work and has ended
    assert play.complete("b_u").tasks == ["a_u"]
    assert play.complete("a_u").tasks == ["h"]
    assert play.complete("h").ended == "COMPLETED"


def test_a_cancelled_transaction_also_undoes_what_had_completed_in_a_part_still_at_work():
    inner = sub_process("in", event("start", "is"), undoable("a"), task("w"), event("end", "ie"), "is > a > w > ie")
    tx = transaction(inner, task("c"), element("parallelGateway", "f"), event("end", "se", "cancel"), "ss > f > in, f > c > se")
    play = Play(diagram(START, END, tx, event("boundary", "x", "cancel", attachedToRef="tx"), task("h"), "s > tx > e, x > h > e"))
    play.complete("a").complete("c")
    assert play.tasks == ["a_u"]
    assert play.complete("a_u").tasks == ["h"]


def test_a_transaction_that_completes_goes_on_and_can_be_undone_later():
    tx = transaction(undoable("a"), event("end", "se"), "ss > a > se")
    play = Play(
        diagram(
            START,
            END,
            tx,
            event("boundary", "x", "cancel", attachedToRef="tx"),
            task("r"),
            event("throw", "t", "compensate"),
            "s > tx > r > t > e, x > e",
        )
    )
    assert play.complete("a").tasks == ["r"]
    assert play.complete("r").tasks == ["a_u"]
    assert play.complete("a_u").ended == "COMPLETED"


def test_a_handler_may_be_a_script_and_the_throw_goes_on_in_the_same_turn():
    handler = element(
        "scriptTask",
        "a_u",
        '<extensionElements><zeebe:script expression="=1" resultVariable="u"/></extensionElements>',
        isForCompensation="true",
    )
    play = Play(
        diagram(
            START,
            END,
            undoable("a", kind=lambda name: script(name, "2", "v"), handler=handler),
            event("throw", "t", "compensate"),
            "s > a > t > e",
        )
    )
    assert (play.ended, play.variables) == ("COMPLETED", {"v": 2, "u": 1})


LOOP = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"


@pytest.mark.parametrize(("loop", "undone"), [("", ["a_u"]), (LOOP, ["a_u", "a_u"])], ids=["once", "repeated"])
def test_a_cancelled_transaction_undoes_a_sub_process_at_work_by_its_parts(loop, undone):
    """Its own compensation event sub-process is there once it has completed (13.5.5)."""
    own = event_sub_process("v", event("start", "vs", "compensate"), task("h"), event("end", "ve"), "vs > h > ve")
    at_work = sub_process(
        "q", *filter(None, [loop]), event("start", "qs"), undoable("a"), task("w"), event("end", "qe"), own, "qs > a > w > qe"
    )
    inside = (event("start", "ts"), element("parallelGateway", "f"), at_work, task("c"), event("end", "te"), event("end", "tc", "cancel"))
    host = sub_process("tx", *inside, "ts > f > q > te, f > c > tc", tag="transaction")
    play = Play(diagram(START, END, host, event("boundary", "b", "cancel", attachedToRef="tx"), "s > tx > e, b > e"))
    while "a" in play.tasks:
        play.complete("a")
    play.complete("c")
    done = []
    while play.tasks:
        done.append(play.tasks[0])
        play.complete(play.tasks[0])
    assert (done, play.ended) == (undone, "COMPLETED")

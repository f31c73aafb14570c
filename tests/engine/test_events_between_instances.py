"""Messages, signals, timers and escalations between instances, on the database: each has its effect once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.commands.instances.report_escalation import ReportEscalation
from engine.commands.instances.start_instance_by_signal import StartInstanceBySignal
from engine.commands.messages.broadcast_signal import BroadcastSignal
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.messages.deliver_signal import DeliverSignal
from engine.commands.timers.trigger_start_timer import TriggerStartTimer
from engine.model.errors import CorrelationFailed, InvalidState
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import Job, SignalSubscription, StartSubscription
from engine.testing.drawing import element, event, process, task
from engine.testing.harness import NOON

GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
START, END = event("start", "s"), event("end", "e")


def work(name):
    return task(name, GROUP)


def starts(harness):
    return harness._all(select(StartSubscription))


def test_a_message_begins_an_instance_once(harness, drawn):
    drawn(process(event("start", "m", "message N"), work("t"), END, "m > t > e"))
    first = harness.execute(CorrelateMessage(name="plain", correlation_key="", message_id="1", variables={"x": 1}))
    assert harness.execute(CorrelateMessage(name="plain", correlation_key="", message_id="1"))["instance"] == first["instance"]
    assert [item.element_id for item in harness.tasks()] == ["t"]
    assert harness.execute(CorrelateMessage(name="plain", correlation_key="", message_id="2"))["instance"] != first["instance"]


def test_two_processes_that_begin_with_one_message_are_refused_with_their_names(harness, drawn):
    drawn(process(event("start", "m", "message N"), END, "m > e"), process(event("start", "m", "message N"), END, "m > e", identifier="q"))
    with pytest.raises(CorrelationFailed, match="p, q"):
        harness.execute(CorrelateMessage(name="plain", correlation_key="", message_id="1"))


def test_one_pool_sends_to_another(harness, drawn):
    receiver = process(event("start", "m", "message N"), event("catch", "w", "message M"), END, "m > w > e", identifier="q")
    mapping = '<extensionElements><zeebe:ioMapping><zeebe:input source="=7" target="key"/></zeebe:ioMapping></extensionElements>'
    begin = event("throw", "a", "message N").replace("<messageEvent", mapping + "<messageEvent")
    go_on = event("end", "e", "message M").replace("<messageEvent", mapping + "<messageEvent")
    drawn(process(START, begin, work("t"), go_on, "s > a > t > e"), receiver)
    case = harness.start("p", harness.person)
    harness.run_jobs()
    (other,) = [item for item in harness.instances() if item.id != case]
    assert other.status == "ACTIVE"
    harness.complete(harness.task("t").id, harness.person)
    harness.run_jobs()
    assert {item.status for item in harness.instances()} == {"COMPLETED"}
    assert harness.incidents() == []


def test_a_signal_reaches_everybody_who_waits_and_begins_processes(harness, drawn):
    catching = process(START, event("catch", "w", "signal S"), END, "s > w > e")
    throwing = process(event("start", "m", "message N"), event("end", "f", "signal S"), "m > f", identifier="q")
    beginning = process(event("start", "g", "signal S"), work("t"), END, "g > t > e", identifier="r")
    drawn(catching, throwing, beginning)
    cases = [harness.start("p", harness.person) for _ in range(3)]
    harness.execute(CorrelateMessage(name="plain", correlation_key="", message_id="1"))
    harness.run_jobs()
    assert {harness.instance(case).status for case in cases} == {"COMPLETED"}
    assert [item.process_key for item in harness.instances() if item.status == "ACTIVE"] == ["r"]
    assert harness._all(select(SignalSubscription)) == []


def test_a_signal_from_outside(harness, drawn):
    drawn(
        process(START, event("catch", "w", "signal S"), END, "s > w > e"),
        process(event("start", "g", "signal S"), END, "g > e", identifier="r"),
    )
    case = harness.start("p", harness.person)
    answer = harness.execute(BroadcastSignal(name="sig", variables={"x": 1}, idempotency_key="k"))
    assert harness.execute(BroadcastSignal(name="sig", variables={"x": 1}, idempotency_key="k")) == answer
    assert (answer["heard"], len(answer["begun"])) == (1, 1)
    harness.run_jobs()
    assert harness.instance(case).status == "COMPLETED"


def test_a_start_timer_fires_at_its_times_once_each_and_catches_up_once(harness, drawn):
    drawn(process(event("start", "t", "cycle R3/PT1H"), END, "t > e"))
    harness.clock.forward(minutes=59)
    assert harness.sweep().timers == 0
    harness.clock.forward(minutes=1)
    (start,) = starts(harness)
    assert harness.execute(TriggerStartTimer(start=start.id))
    assert harness.execute(TriggerStartTimer(start=start.id)) == {}
    harness.clock.forward(hours=10)
    assert harness.sweep().timers == 1
    assert harness.sweep().timers == 0
    harness.clock.forward(hours=1)
    assert harness.sweep().timers == 1
    assert len(harness.instances()) == 3
    assert starts(harness) == []


@pytest.mark.parametrize(
    ("day", "cycle"),
    [
        (datetime(2026, 12, 31, 12, tzinfo=UTC), "R/P1M"),
        (datetime(2027, 1, 30, 12, tzinfo=UTC), "R/2027-01-31T08:00:00/P1M"),
        (datetime(2027, 1, 30, 12, tzinfo=UTC), '="R/" + string(now() + duration("P1D")) + "/P1M"'),
    ],
)
def test_a_start_timer_of_months_does_not_drift(harness, drawn, day, cycle):
    zone = harness.engine.platform.zone
    harness.clock.moment = day
    drawn(process(event("start", "t", f"cycle {cycle}"), END, "t > e"))
    days = []
    for _ in range(4):
        (start,) = starts(harness)
        days.append(start.due_at.astimezone(zone).day)
        harness.clock.moment = start.due_at
        assert harness.execute(TriggerStartTimer(start=start.id))
    assert days == [31, 28, 31, 30]


def test_a_new_version_takes_over_what_begins_a_process(harness, drawn):
    drawn(process(event("start", "t", "cycle 0 0 8 * * *"), END, "t > e"))
    (before,) = starts(harness)
    drawn(process(event("start", "t", "cycle 0 0 9 * * *"), END, "t > e"))
    (after,) = starts(harness)
    assert (before.due_at.astimezone(harness.engine.platform.zone).hour, after.due_at.astimezone(harness.engine.platform.zone).hour) == (
        8,
        9,
    )
    drawn(process(START, END, "s > e"))
    assert starts(harness) == []


def test_a_disabled_package_begins_nothing_until_it_is_enabled(harness, drawn):
    drawn(process(event("start", "t", "timer PT1H"), event("end", "e"), "t > e"))
    state = PackageState(key="contoh", enabled=False, changed_at=NOON)
    from sqlalchemy.orm import Session

    with Session(harness.database) as session:
        session.merge(state)
        session.commit()
    harness.clock.forward(hours=2)
    assert harness.sweep().timers == 0
    with Session(harness.database) as session:
        session.merge(PackageState(key="contoh", enabled=True, changed_at=NOON + timedelta(hours=1)))
        session.commit()
    assert harness.sweep().timers == 1
    assert len(harness.instances()) == 1


CALL = '<extensionElements><zeebe:calledElement processId="q" bindingType="deployment"/></extensionElements>'


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_a_called_process_escalates_and_ends_in_this_order(harness, drawn, interrupting):
    boundary = event("boundary", "x", "escalation X", attachedToRef="c", cancelActivity=interrupting)
    called = process(START, event("throw", "a", "escalation X"), event("end", "e", "escalation X"), "s > a > e", identifier="q")
    parts = (START, element("callActivity", "c", CALL), boundary, work("t"), work("h"), END)
    drawn(process(*parts, "s > c > t > e, x > h > e"), called)
    harness.start("p", harness.person)
    harness.run_jobs()
    assert sorted(item.element_id for item in harness.tasks()) == (["h"] if interrupting == "true" else ["h", "h", "t"])
    assert harness.incidents() == []


def test_follow_ups_that_come_twice_or_too_late_do_nothing_more(harness, drawn):
    catching = process(START, event("catch", "w", "signal S"), END, "s > w > e")
    beginning = process(event("start", "g", "signal S"), work("t"), END, "g > t > e", identifier="r")
    drawn(catching, beginning)
    case = harness.start("p", harness.person)
    (waiting,) = harness._all(select(SignalSubscription))
    caught = DeliverSignal(instance=case, signal="sig", tokens=[str(waiting.id)])
    harness.execute(caught)
    with pytest.raises(InvalidState):
        harness.execute(caught)
    (start,) = starts(harness)
    begin = StartInstanceBySignal(start=start.id, instance=uuid4())
    assert harness.execute(begin)["instance"] == str(begin.instance)
    assert harness.execute(begin) == {}
    assert harness.execute(StartInstanceBySignal(start=uuid4(), instance=uuid4())) == {}
    assert len(harness.tasks("t")) == 1


def test_an_escalation_that_was_reported_is_not_reported_again(harness, drawn):
    boundary = event("boundary", "x", "escalation X", attachedToRef="c", cancelActivity="false")
    called = process(START, event("throw", "a", "escalation X"), work("k"), END, "s > a > k > e", identifier="q")
    drawn(process(START, element("callActivity", "c", CALL), boundary, work("h"), END, "s > c > e, x > h > e"), called)
    case = harness.start("p", harness.person)
    harness.run_jobs()
    (job,) = harness._all(select(Job).where(Job.type == "alur:escalate"))
    (child,) = [item for item in harness.instances() if item.parent_id == case]
    again = ReportEscalation(parent=case, token=child.parent_token, job=job.id, code="X")
    assert harness.execute(again) == {}
    assert [item.element_id for item in harness.tasks("h")] == ["h"]

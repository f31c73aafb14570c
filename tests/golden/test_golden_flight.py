"""A database of the version before, whose cases stand at every place, is upgraded; this version understands and finishes all of them.

make_flight.py says what the set holds.
"""

from collections import Counter

import pytest
from sqlalchemy import func, select

from casework.notices.new_notices import MAIL_WITHDRAWAL
from casework.payments.tables import Bill
from engine.bpmn.codec import tokens_of, variables_of
from engine.commands.messages.broadcast_signal import BroadcastSignal
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.core.job_rows import MAIL_PERSON, MAIL_REMINDER, RETRY_INCIDENT, TELL_OPERATORS
from engine.jobs.step_context import StepContext
from engine.persistence.tables.instances import (
    Incident,
    Job,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    StartSubscription,
    Timer,
)
from engine.queries.audit.audit_verification import VerifyAudit
from tests.golden.flight_office import SIGNED

ENDED = {"COMPLETED", "FAILED", "TERMINATED"}
#: messages that the golden package waits for; the others come from the platform itself, or from the bank
MESSAGES = ("msg", "golden-balap")
#: steps that the releases of the set did not have
NEWER = {TELL_OPERATORS, MAIL_PERSON, MAIL_REMINDER, RETRY_INCIDENT, MAIL_WITHDRAWAL} | {
    *("alur:look-up-position", "alur:hand-over", "alur:take-delivery", "alur:mail-documents", "alur:give-copy", "alur:cancel-number")
}


@pytest.mark.long
def test_every_case_in_flight_is_understood_and_finished(office):
    harness = office.harness
    cases = harness._all(select(ProcessInstance))
    flying = [case for case in cases if case.status == "ACTIVE"]
    assert len(flying) >= 200
    assert harness.ask(VerifyAudit()) == []
    for case in cases:
        assert isinstance(variables_of(case.state), dict), case.id
        assert case.status in ENDED or tokens_of(case.state), case.id
    jobs = harness._all(select(Job).where(Job.status.in_(("READY", "LEASED"))))
    steps = harness.engine.platform.packages.steps
    assert set(steps) - NEWER <= {job.type for job in jobs}, "a job of each type waits"
    assert harness.tasks(SIGNED), "a permit waits for its signature"
    for job in jobs:
        declared = harness.engine.platform.packages.job_type(job.type)
        assert declared is not None, job.type
        if declared.context is StepContext:
            assert declared.read(job.variables) is not None
    stuck = {incident.kind for incident in harness.incidents()}
    assert stuck == {"assignment", "expression", "job", "to_be_checked", "legal_clock", "step_limit", "unhandled_error"}
    known = {incident.id for incident in harness._all(select(Incident))}
    finish(office)
    ended = Counter(harness.instance(case.id).status for case in flying)
    assert set(ended) <= ENDED, ended
    assert set(harness._all(select(ProcessInstance.status))) <= ENDED
    arisen = [(row.kind, row.element_id, row.message) for row in harness._all(select(Incident).where(Incident.id.not_in(known)))]
    # the set holds a job whose worker died at its last attempt: it is found when its lease has run out
    assert arisen == [("job", "biasa", "the worker died at every attempt")], "else only what stood still before was resolved"
    for table in (Timer, MessageSubscription, SignalSubscription):
        assert harness._all(select(table)) == []
    assert harness._all(select(Job).where(Job.status.in_(("READY", "LEASED")))) == []
    assert harness.ask(VerifyAudit()) == []


def finish(office):
    """All that can be done now is done; then the clock goes on to what is due next."""
    harness = office.harness
    for _ in range(200):
        moved = harness.run_jobs()
        for incident in harness.incidents():
            office.resolve(incident)
            moved += 1
        for row in harness._all(select(MessageSubscription).where(MessageSubscription.message.in_(MESSAGES))):
            message = CorrelateMessage(name=row.message, correlation_key=row.correlation_key, message_id=f"akhir {row.id}")
            harness.execute(message)
            moved += 1
        for signal in sorted(set(harness._all(select(SignalSubscription.signal)))):
            harness.execute(BroadcastSignal(name=signal, idempotency_key=f"{signal} {harness.clock.moment} {moved}"))
            moved += 1
        for bill in harness._all(select(Bill).where(Bill.status == "OPEN")):
            office.pay(bill)
            moved += 1
        for task in harness.tasks():
            moved += still_open(harness, task) and office.do(task)
        if moved:
            continue
        if not harness._all(select(ProcessInstance.id).where(ProcessInstance.status == "ACTIVE")):
            return
        forward(harness)


def still_open(harness, task):
    """A task that was done may have ended others."""
    return any(item.id == task.id for item in harness.tasks(task.element_id))


def forward(harness):
    due = [
        moment
        for column in (Timer.due_at, StartSubscription.due_at, Job.due_at)
        for moment in harness._all(
            select(func.min(column)).where(Job.status.in_(("READY", "LEASED"))) if column is Job.due_at else select(func.min(column))
        )
        if moment
    ]
    assert due, [case.process_key for case in harness.instances() if case.status == "ACTIVE"]
    harness.clock.moment = max(harness.clock.moment, min(due))
    while harness.sweep().timers:
        pass

"""A bill has somebody who looks after its money today: a treasurer who is at work; without one operators are told, and a Plh. is the remedy."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from casework.payments.queries.unbooked_payments import UnbookedPayments
from demo.organisation import identifier
from engine.commands.people.appoint_substitute import AppointSubstitute
from engine.jobs.watch import watch
from engine.model.errors import Forbidden
from engine.persistence.tables.identity import Absence, Holding, Position
from engine.persistence.tables.receivers import ReceiverFinding
from engine.queries.receivers.remedies import Remedies
from tests.support.cashier import Cashier
from tests.support.permit_office import Office
from tests.support.rows import change

POST = identifier("position", "bendahara.bapenda")
PERSON = identifier("person", "bendahara.bapenda")


@pytest.fixture
def cashier(harness, regency):
    return Cashier(Office(harness, regency))


def findings(harness):
    watch(harness.engine)
    rows = harness._all(select(ReceiverFinding).where(ReceiverFinding.closed_at.is_(None), ReceiverFinding.kind == "bill"))
    return [(row.reason, row.subject) for row in rows]


def leave(harness, days=5):
    moment = harness.clock.moment
    harness.add(Absence(id=uuid4(), person_id=PERSON, valid_from=moment, valid_to=moment + timedelta(days=days), reason="Cuti"))


def test_an_open_bill_has_a_treasurer_who_is_at_work(harness, regency, cashier):
    assert findings(harness) == []
    leave(harness)
    assert findings(harness) == [("AWAY", cashier.bill.id)]
    (row,) = harness._all(select(ReceiverFinding).where(ReceiverFinding.kind == "bill"))
    assert harness.ask(Remedies(finding=row.id)).position == POST
    day = harness.clock.moment.date()
    deputy = identifier("person", "kepala.bapenda")
    given = {"first": day.isoformat(), "last": (day + timedelta(days=3)).isoformat(), "decree": "800/1", "kind": "PLH"}
    with pytest.raises(Forbidden):
        harness.ask(UnbookedPayments(), harness.actor(deputy))
    harness.execute(AppointSubstitute(position=POST, person=deputy, **given), regency("operator"))
    assert findings(harness) == []
    harness.ask(UnbookedPayments(), harness.actor(deputy))


@pytest.mark.parametrize("reason", ["VACANT", "NOBODY"])
def test_a_regency_without_a_treasurer_is_told(harness, cashier, reason):
    if reason == "VACANT":
        change(harness, update(Holding).where(Holding.position_id == POST).values(valid_to=harness.clock.moment))
    else:
        change(harness, update(Position).where(Position.id == POST).values(permissions=[]))
    assert findings(harness) == [(reason, cashier.bill.id)]


def test_a_paid_bill_waits_for_nobody_but_money_that_goes_back_does(harness, cashier):
    cashier.say("B1")
    leave(harness)
    assert findings(harness) == []
    cashier.say("B2")
    assert findings(harness) == [("AWAY", cashier.bill.id)], "a second payment waits for somebody who looks after it"
    change(harness, delete(Absence))
    assert findings(harness) == []

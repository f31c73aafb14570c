"""Bills: paid by the bank's word alone, once, however often, late or wrongly it says so; and compared with its statement each day."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy import select

from casework.payments.commands.create_bill import CreateBill
from casework.payments.commands.expire_bill import ExpireBill
from casework.payments.commands.record_payment import RecordPayment
from casework.payments.commands.settle_payment import SettlePayment
from casework.payments.commands.store_reconciliation import StoreReconciliation
from casework.payments.ports import BankPayment
from casework.payments.queries.bill_deadline import BillDeadline
from casework.payments.queries.unbooked_payments import UnbookedPayments
from casework.payments.reconcile import reconcile
from casework.payments.tables import BankMessage, Bill
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.persistence.tables.instances import Job
from engine.queries.audit.audit_verification import VerifyAudit
from tests.support.cashier import AMOUNT, Cashier


@pytest.fixture
def cashier(office):
    return Cashier(office)


def test_a_bill_waits_for_the_banks_word_and_the_clock_stands_meanwhile(harness, cashier):
    view = cashier.office.follow(cashier.receipt)
    (bill,) = view.bills
    assert (bill.amount, bill.status, bill.description) == (AMOUNT, "OPEN", "Retribusi izin uji")
    assert view.clock.paused == "payment"
    assert any("ada tagihan" in mail.subject for mail in harness.notifier.mails.values())
    assert cashier.say() == "BOOKED"
    view = cashier.office.follow(cashier.receipt)
    assert (view.bills[0].status, view.bills[0].reference, view.clock.paused) == ("PAID", "B1", "")
    assert cashier.went_on == 1


def test_the_same_word_again_changes_nothing(harness, cashier):
    assert [cashier.say() for _ in range(5)] == ["BOOKED"] * 5
    assert cashier.went_on == 1
    assert len(harness._all(select(BankMessage))) == 1


def test_said_at_once_from_many_sides_the_money_is_booked_once(harness, cashier):
    commands = [
        RecordPayment(reference=f"B{number % 3}", va=cashier.bill.va, amount=AMOUNT, paid_at=harness.clock.moment) for number in range(12)
    ]
    with ThreadPoolExecutor(6) as pool:
        verdicts = [answer["verdict"] for answer in pool.map(harness.execute, commands)]
    harness.run_jobs()
    assert sum(row.verdict == "BOOKED" for row in harness._all(select(BankMessage))) == 1
    assert set(verdicts) == {"BOOKED", "DOUBLE"}
    assert cashier.went_on == 1


def test_in_every_order_the_money_is_booked_once(harness, office):
    """Right, wrong, double, late and expiry, in each order of five: the bill ends in one way and the case follows it."""
    Cashier(office)
    orders = list(permutations(("right", "wrong", "again", "other", "expiry")))
    for number, order in enumerate(random.Random(3).sample(orders, 40)):
        bill, due = uuid4(), harness.clock.moment + timedelta(hours=1)
        case = harness._all(select(Bill))[0].instance_id
        va = f"99{number:010}"
        harness.execute(CreateBill(instance=case, bill=bill, description="x", amount=AMOUNT, va=va, qris="q", expires_at=due))
        for what in order:
            if what == "expiry":
                harness.clock.moment = max(harness.clock.moment, due)
                harness.execute(ExpireBill(bill=bill))
            else:
                reference = {"right": "R", "again": "R", "wrong": "W", "other": "O"}[what]
                amount = AMOUNT - 1 if what == "wrong" else AMOUNT
                harness.execute(RecordPayment(reference=f"{reference}{number}", va=va, amount=amount, paid_at=harness.clock.moment))
        row = next(item for item in harness._all(select(Bill)) if item.id == bill)
        booked = [item for item in harness._all(select(BankMessage)) if item.va == va and item.verdict == "BOOKED"]
        told = [job for job in harness._all(select(Job)) if job.variables.get("correlation_key") == str(bill)]
        first = next(what for what in order if what in ("right", "again", "other", "expiry"))
        assert row.status == ("EXPIRED" if first == "expiry" else "PAID"), order
        assert len(booked) == (row.status == "PAID"), order
        assert len(told) == 1, "the diagram hears one of the two, once"


@pytest.mark.parametrize("amount", [AMOUNT - 1, AMOUNT + 1, Decimal(1)])
def test_another_amount_is_no_payment(cashier, amount):
    assert cashier.say(amount=amount) == "WRONG_AMOUNT"
    assert cashier.bill.status == "OPEN"
    assert cashier.went_on == 0
    assert cashier.say("B2") == "BOOKED"


def test_an_unknown_account_is_kept_for_somebody_to_look_after(harness, cashier):
    assert cashier.say(va="1234") == "UNKNOWN"
    (row,) = harness._all(select(BankMessage))
    assert (row.verdict, row.bill_id) == ("UNKNOWN", None)


def test_unpaid_in_time_it_is_over_and_money_that_comes_later_is_told(harness, cashier):
    due = cashier.bill.expires_at
    harness.clock.moment = due - timedelta(seconds=1)
    harness.sweep()
    assert cashier.bill.status == "OPEN"
    harness.clock.moment = due
    harness.sweep()
    harness.run_jobs()
    assert cashier.bill.status == "EXPIRED"
    assert cashier.office.follow(cashier.receipt).status == "COMPLETED"
    assert cashier.say() == "LATE"
    assert cashier.went_on == 0
    with pytest.raises(NotFound):
        harness.execute(ExpireBill(bill=uuid4()))


def test_a_bank_that_is_away_is_asked_again(harness, office):
    harness.bank.away = True
    Cashier(office)
    assert harness._all(select(Bill)) == []
    assert harness.incidents() == []
    harness.bank.away = False
    harness.clock.forward(hours=1)
    harness.run_jobs()
    assert len(harness._all(select(Bill))) == 1


def test_the_statement_finds_what_we_did_not_hear_of_and_what_the_bank_does_not_have(harness, cashier):
    now, zone = harness.clock.moment, harness.engine.platform.zone
    day = now.astimezone(zone).date()
    cashier.say("HANTU", va="1")
    harness.bank.paid = [
        BankPayment(reference="B9", va=cashier.bill.va, amount=AMOUNT, paid_at=now),
        BankPayment(reference="ASING", va="77", amount=Decimal(5), paid_at=now),
    ]
    result = reconcile(harness.engine, day)
    harness.run_jobs()
    assert (cashier.bill.status, cashier.bill.bank_reference, cashier.went_on) == ("PAID", "B9", 1)
    assert result["booked_now"] == ["ASING", "B9"]
    assert result["missing_at_bank"] == ["HANTU"]
    assert result["to_be_looked_after"] == ["ASING UNKNOWN", "HANTU UNKNOWN"]
    again = reconcile(harness.engine, day)
    assert (again["booked_now"], again["agreed"]) == ([], ["B9"])
    empty = harness.execute(StoreReconciliation(day=day - timedelta(days=1), stated=[], booked_now=[]))
    assert set(map(tuple, empty.values())) == {()}


def test_a_case_that_was_ended_takes_no_money(harness, cashier):
    case = cashier.office.follow(cashier.receipt).instance
    harness.execute(CancelProcessInstance(instance=case, reason="ditarik pemohon"))
    assert cashier.say() == "LATE"
    assert cashier.bill.status == "OPEN"


# --- money that somebody must look after


@pytest.fixture
def treasurer(office):
    return office.actor("bendahara.bapenda")


def test_money_that_no_bill_could_take_is_listed_until_somebody_says_how_it_ended(harness, cashier, treasurer):
    assert cashier.say("KURANG", AMOUNT - 1) == "WRONG_AMOUNT"
    assert cashier.say("ASING", va="1") == "UNKNOWN"
    cashier.say("BENAR")
    assert cashier.say("LAGI") == "DOUBLE"
    money = harness.ask(UnbookedPayments(), treasurer)
    assert [(row.reference, row.verdict) for row in money.open] == [("ASING", "UNKNOWN"), ("KURANG", "WRONG_AMOUNT"), ("LAGI", "DOUBLE")]
    assert money.open[2].number == cashier.office.follow(cashier.receipt).number
    harness.execute(SettlePayment(reference="LAGI", note="Dikembalikan ke rekening asal."), treasurer)
    money = harness.ask(UnbookedPayments(), treasurer)
    assert [row.reference for row in money.open] == ["ASING", "KURANG"]
    assert [(row.reference, row.settled_by, row.note) for row in money.settled] == [
        ("LAGI", treasurer.name, "Dikembalikan ke rekening asal.")
    ]
    assert harness.ask(VerifyAudit()) == []
    harness.clock.moment += timedelta(days=31)
    assert harness.ask(UnbookedPayments(), treasurer).settled == []


def test_a_payment_that_the_bank_does_not_have_is_listed_too(harness, cashier, treasurer):
    cashier.say("BOHONG")
    reconcile(harness.engine, harness.clock.moment.date())
    money = harness.ask(UnbookedPayments(), treasurer)
    assert [(row.reference, row.verdict) for row in money.open] == [("BOHONG", "MISSING")]
    assert money.compared.day == harness.clock.moment.date()


def test_money_is_settled_once_with_a_note_by_a_treasurer_only(harness, cashier, treasurer):
    cashier.say("ASING", va="1")
    for note in ("", "singkat", "x" * 501):
        with pytest.raises(InvalidState):
            harness.execute(SettlePayment(reference="ASING", note=note), treasurer)
    with pytest.raises(NotFound):
        harness.execute(SettlePayment(reference="?", note="Dikembalikan ke rekening asal."), treasurer)
    for stranger in (cashier.office.officer, cashier.office.actor("operator")):
        with pytest.raises(Forbidden):
            harness.execute(SettlePayment(reference="ASING", note="Dikembalikan ke rekening asal."), stranger)
        with pytest.raises(Forbidden):
            harness.ask(UnbookedPayments(), stranger)
    harness.execute(SettlePayment(reference="ASING", note="Dikembalikan ke rekening asal."), treasurer)
    with pytest.raises(InvalidState):
        harness.execute(SettlePayment(reference="ASING", note="Dikembalikan ke rekening asal."), treasurer)


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2026-12-02", "2026-12-02T16:00:00+07:00"),
        ("P7D", "2026-11-30T16:00:00+07:00"),
        ("2026-12-02T10:30:00", "2026-12-02T10:30:00+07:00"),
        ("2026-12-02T10:30:00@Asia/Jayapura", "2026-12-02T10:30:00+09:00"),
    ],
)
def test_a_bill_may_be_paid_until_the_office_closes_on_its_last_day(harness, until, due):
    assert harness.ask(BillDeadline(until=until)) == datetime.fromisoformat(due)


@pytest.mark.parametrize("until", ["besok", "", "=now()", "0026-01-01"])
def test_what_is_no_deadline_of_a_bill_is_refused(harness, until):
    with pytest.raises(InvalidState):
        harness.ask(BillDeadline(until=until))

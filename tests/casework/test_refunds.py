"""Money that does not fit: completed by a later payment, accepted by the treasurer, or sent back; its payer is told of each."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.notices.commands.cancel_case import CancelCase
from casework.payments.commands.accept_payment import AcceptPayment
from casework.payments.commands.ask_refund import AskRefund
from casework.payments.commands.pay_refund import PayRefund
from casework.payments.commands.settle_payment import SettlePayment
from casework.payments.queries.unbooked_payments import UnbookedPayments
from casework.payments.reconcile import reconcile
from casework.payments.tables import BankMessage, Refund
from casework.privacy.commands.erase_case import EraseCase
from engine.model.actor import GUEST, SYSTEM
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.queries.audit.audit_verification import VerifyAudit
from tests.support.cashier import AMOUNT, Cashier

ACCOUNT = {"bank": "Bank Contoh", "number": "123-456 7890", "holder": "Dewi"}


@pytest.fixture
def cashier(office):
    return Cashier(office)


@pytest.fixture
def treasurer(office):
    return office.actor("bendahara.bapenda")


def payments(cashier):
    return {item.reference: item for item in cashier.office.follow(cashier.receipt).bills[0].payments}


def told(harness, words):
    return [mail for mail in harness.notifier.mails.values() if words in mail.text]


def ask(cashier, reference, **changes):
    case_pass = cashier.office.follow(cashier.receipt).case_pass
    return cashier.harness.execute(AskRefund(case_pass=case_pass, reference=reference, **{**ACCOUNT, **changes}), GUEST)


def test_a_short_payment_is_told_and_the_rest_pays_the_bill(harness, cashier, treasurer):
    assert cashier.say("A", AMOUNT - 1000) == "WRONG_AMOUNT"
    (short,) = payments(cashier).values()
    assert (short.kind, short.missing, short.completable, short.refund) == ("short", 1000, True, AMOUNT - 1000)
    assert len(told(harness, "kurang Rp1.000")) == 1
    assert cashier.say("B", AMOUNT - 149_600) == "WRONG_AMOUNT", "still not enough"
    assert payments(cashier)["A"].missing == 600
    assert cashier.say("C", AMOUNT - 149_400) == "BOOKED"
    assert (cashier.bill.status, cashier.bill.bank_reference, cashier.went_on) == ("PAID", "C", 1)
    assert {name: item.kind for name, item in payments(cashier).items()} == {"A": "part", "B": "part", "C": "paid"}
    assert harness.ask(UnbookedPayments(), treasurer).open == []
    assert cashier.say("A", AMOUNT - 1000) == "PART", "told again, it changes nothing"
    harness.bank.paid = []
    result = reconcile(harness.engine, harness.clock.moment.date())
    assert result["missing_at_bank"] == ["A", "B", "C"]
    assert result["to_be_looked_after"] == []
    assert harness.ask(VerifyAudit()) == []


def test_paid_again_in_full_the_first_part_goes_back(harness, cashier, treasurer):
    cashier.say("A", AMOUNT - 1)
    assert cashier.say("B") == "BOOKED"
    assert (payments(cashier)["A"].kind, payments(cashier)["A"].completable) == ("short", False)
    ask(cashier, "A")
    (row,) = harness.ask(UnbookedPayments(), treasurer).open
    assert (row.refund, row.account.number, row.account.holder, row.actions) == (AMOUNT - 1, "1234567890", "Dewi", ["refund"])
    harness.execute(PayRefund(reference="A", transfer="TRF 1"), treasurer)
    harness.run_jobs()
    seen = payments(cashier)["A"]
    assert (seen.transfer, seen.account.number, seen.account.holder) == ("TRF 1", "******7890", "")
    assert len(told(harness, "sudah dikembalikan dengan nomor transfer TRF 1")) == 1
    money = harness.ask(UnbookedPayments(), treasurer)
    assert (money.open, [item.reference for item in money.settled]) == ([], ["A"])
    for again in (lambda: harness.execute(PayRefund(reference="A", transfer="TRF 2"), treasurer), lambda: ask(cashier, "A")):
        with pytest.raises(InvalidState):
            again()
    assert harness.ask(VerifyAudit()) == []


def test_what_was_asked_back_no_longer_counts(harness, cashier):
    cashier.say("A", AMOUNT - 1000)
    ask(cashier, "A")
    ask(cashier, "A", number="99999")
    assert payments(cashier)["A"].account.number == "*9999"
    assert cashier.say("B", 1000) == "WRONG_AMOUNT"
    assert cashier.bill.status == "OPEN"


def test_too_much_is_accepted_by_the_treasurer_and_the_excess_goes_back(harness, cashier, treasurer):
    cashier.say("A", AMOUNT + 500)
    assert payments(cashier)["A"].kind == "over"
    assert len(told(harness, "Jangan membayar lagi")) == 1
    (row,) = harness.ask(UnbookedPayments(), treasurer).open
    assert row.actions == ["accept", "refund"]
    assert harness.execute(AcceptPayment(reference="A"), treasurer) == {"goes_back": 500}
    harness.run_jobs()
    assert (cashier.bill.status, cashier.went_on) == ("PAID", 1)
    (row,) = harness.ask(UnbookedPayments(), treasurer).open
    assert (row.verdict, row.refund, row.actions) == ("EXCESS", 500, ["refund"])
    ask(cashier, "A")
    harness.execute(PayRefund(reference="A", transfer="TRF 9"), treasurer)
    assert payments(cashier)["A"].refund == 500
    assert harness.ask(UnbookedPayments(), treasurer).open == []
    with pytest.raises(InvalidState):
        harness.execute(AcceptPayment(reference="A"), treasurer)


def test_parts_that_are_too_much_together_are_accepted_too(harness, cashier, treasurer):
    cashier.say("A", AMOUNT - 1000)
    cashier.say("B", 5000)
    assert harness.execute(AcceptPayment(reference="B"), treasurer) == {"goes_back": 4000}
    assert {row.reference: row.verdict for row in harness._all(select(BankMessage))} == {"A": "PART", "B": "BOOKED"}


def test_too_little_late_or_booked_money_is_not_accepted(harness, cashier, treasurer):
    cashier.say("A", AMOUNT - 1000)
    with pytest.raises(InvalidState):
        harness.execute(AcceptPayment(reference="A"), treasurer)
    cashier.say("B", AMOUNT + 1000)
    ask(cashier, "B")
    with pytest.raises(InvalidState):
        harness.execute(AcceptPayment(reference="B"), treasurer)
    cashier.say("C", AMOUNT)
    for reference in ("A", "B", "C"):
        with pytest.raises(InvalidState):
            harness.execute(AcceptPayment(reference=reference), treasurer)
    with pytest.raises(NotFound):
        harness.execute(AcceptPayment(reference="?"), treasurer)


def test_late_and_second_payments_are_told_and_go_back(harness, cashier):
    cashier.say("A")
    cashier.say("B")
    assert payments(cashier)["B"].kind == "double"
    assert len(told(harness, "diterima sekali lagi")) == 1
    assert ask(cashier, "B") == {"reference": "B"}
    with pytest.raises(InvalidState):
        ask(cashier, "A")


def test_a_late_one_goes_back_too(harness, cashier):
    harness.clock.moment = cashier.bill.expires_at
    harness.sweep()
    harness.run_jobs()
    cashier.say("A")
    assert payments(cashier)["A"].kind == "late"
    assert len(told(harness, "setelah waktu tagihan habis")) == 1
    assert ask(cashier, "A") == {"reference": "A"}


def test_only_the_applicant_asks_and_only_a_treasurer_pays(harness, cashier, treasurer):
    cashier.say("A", AMOUNT - 1)
    cashier.say("ASING", va="1")
    other = cashier.office.send(jenis="biasa", surel="lain@contoh.example")
    for case_pass in (cashier.office.follow(other).case_pass, "x"):
        with pytest.raises(NotFound):
            harness.execute(AskRefund(case_pass=case_pass, reference="A", **ACCOUNT), GUEST)
    with pytest.raises(NotFound):
        ask(cashier, "ASING")
    for wrong in ({"number": "12"}, {"number": "satu dua"}, {"bank": ""}, {"holder": " "}, {"bank": "x" * 101}):
        with pytest.raises(InvalidState):
            ask(cashier, "A", **wrong)
    for command in (PayRefund(reference="A", transfer="TRF 1"), AcceptPayment(reference="A")):
        for stranger in (GUEST, cashier.office.officer):
            with pytest.raises(Forbidden):
                harness.execute(command, stranger)
    for transfer in ("", "x" * 101):
        with pytest.raises(InvalidState):
            harness.execute(PayRefund(reference="A", transfer=transfer), treasurer)
    harness.execute(SettlePayment(reference="A", note="Dibawa sendiri ke loket."), treasurer)
    assert payments(cashier)["A"].settled_at is not None
    with pytest.raises(InvalidState):
        ask(cashier, "A")


def test_accounts_are_erased_with_their_case(harness, cashier, treasurer):
    case = cashier.office.follow(cashier.receipt).instance
    harness.clock.moment = cashier.bill.expires_at + timedelta(seconds=1)
    harness.sweep()
    harness.run_jobs()
    cashier.say("A")
    ask(cashier, "A")
    harness.execute(EraseCase(instance=case, basis="Jadwal retensi"), SYSTEM)
    assert [row.account for row in harness._all(select(Refund))] == [None]


def test_a_case_that_was_stopped_asks_for_no_money_and_what_comes_then_can_go_back(harness, cashier, office):
    harness.execute(
        CancelCase(instance=office.follow(cashier.receipt).instance, reason="Permohonan ganda, diputuskan dinas."), office.actor("operator")
    )
    (bill,) = office.follow(cashier.receipt).bills
    assert (bill.status, bill.expires_at) == ("EXPIRED", harness.clock.moment)
    assert cashier.say("A", AMOUNT) == "LATE"
    (late,) = payments(cashier).values()
    assert (late.kind, late.completable, late.refund) == ("late", False, AMOUNT)

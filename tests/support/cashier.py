"""A permit that is to be paid, and what the bank says of it."""

from decimal import Decimal

from sqlalchemy import select

from casework.payments.commands.record_payment import RecordPayment
from casework.payments.tables import Bill
from tests.support.permit_office import OFFICER

AMOUNT = Decimal(150_000)


class Cashier:
    def __init__(self, office):
        self.office, self.harness = office, office.harness
        self.receipt = office.send(jenis="berbayar")
        self.harness.complete(self.harness.task("periksa").id, office.actor(OFFICER), kelengkapan="lengkap")
        self.harness.run_jobs()
        self.harness.complete(self.harness.task("putuskan").id, office.actor("agendaris.dishub"), keputusan="Diizinkan.")
        self.harness.run_jobs()

    @property
    def bill(self):
        (bill,) = self.harness._all(select(Bill))
        return bill

    def say(self, reference="B1", amount=AMOUNT, va=None, at=None, **more):
        """What the bank says; gives the verdict."""
        command = RecordPayment(reference=reference, va=va or self.bill.va, amount=amount, paid_at=at or self.harness.clock.moment, **more)
        answer = self.harness.execute(command)
        self.harness.run_jobs()
        return answer["verdict"]

    @property
    def went_on(self):
        """Whether the permit is being written: once, or not."""
        return len(self.harness.tasks("tanda_tangan"))

"""Payment to each of its ends: lunas, tidak_dibayar (over tercatat and tercatat_habis)."""

from datetime import timedelta

import pytest

from tests.support.cashier import Cashier
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def cashier(harness, regency):
    return Cashier(Office(harness, regency))


def status(harness):
    return [item.facts.get("pembayaran") for item in harness.instances() if item.process_key == "pembayaran"]


def test_what_is_paid_goes_on(harness, cashier):
    cashier.say()
    assert status(harness) == ["lunas"]


def test_what_is_not_paid_ends(harness, cashier):
    harness.clock.moment = cashier.bill.expires_at + timedelta(minutes=1)
    harness.sweep()
    harness.run_jobs()
    assert status(harness) == ["kedaluwarsa"]

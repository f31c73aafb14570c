"""The bank's callback and the demonstration's bank: signed both ways, told once, twice, late, falsely."""

import json
import threading
import time
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from casework.payments.connectors.bank import HttpBank
from casework.payments.errors import BankAway
from casework.payments.tables import BankMessage, Bill
from demo.bank import BankLedger, create_bank
from engine.connectors.clock import MachineClock
from engine.connectors.signed_http import signature
from tests.support.cashier import AMOUNT, Cashier
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed

KEY = "k" * 32


@pytest.fixture
@deployed(*OFFICE)
def cashier(web, regency):
    return Cashier(Office(web.harness, regency))


@pytest.fixture
def call(web):
    def call(values, *, key=KEY, at=None, body=None, headers=None):
        content = body if body is not None else json.dumps(values).encode()
        timestamp = (at or web.harness.clock.moment).isoformat()
        signed = {"X-Timestamp": timestamp, "X-Signature": signature(key, timestamp, content)}
        answer = web.test_client().post("/api/bank/pembayaran", data=content, headers=signed if headers is None else headers)
        web.harness.run_jobs()
        return answer

    return call


def said(cashier, **changes):
    at = cashier.harness.clock.moment.isoformat()
    return {"ref": "B1", "va": cashier.bill.va, "amount": int(AMOUNT), "paid_at": at, **changes}


def test_a_signed_callback_pays_and_the_applicants_page_says_so(cashier, call, browse):
    citizen = browse()
    where = f"/tanda-terima/{cashier.receipt}/lacak"
    citizen.get(where)
    assert "Bayar Rp150.000 sebelum" in citizen.page
    assert cashier.bill.va in citizen.page
    assert 'src="data:image/svg+xml' in citizen.page
    for _ in range(3):
        answer = call(said(cashier))
        assert (answer.status_code, answer.json["verdict"]) == (200, "BOOKED")
    citizen.get(where)
    assert "Lunas: Rp150.000" in citizen.page
    assert "nomor bukti bank B1" in citizen.page


@pytest.mark.parametrize("reference", ["B" * 3000, "B\ud83d", "B\0"])
def test_a_reference_that_cannot_be_kept_is_refused(cashier, call, reference):
    assert call(said(cashier, ref=reference)).status_code == 422
    assert call(said(cashier, va=reference)).status_code == 422


def test_what_is_not_signed_by_the_bank_is_nothing(cashier, call, web):
    values = said(cashier)
    now = web.harness.clock.moment
    assert call(values, key="x" * 32).status_code == 401
    assert call(values, at=now - timedelta(minutes=6)).status_code == 401
    assert call(values, at=now + timedelta(minutes=6)).status_code == 401
    assert call(values, headers={}).status_code == 400
    assert call(values, headers={"X-Timestamp": "kemarin", "X-Signature": "ä"}).status_code == 401
    for body in (
        b"",
        b"[]",
        b"nonsense",
        b'{"ref": "x"}',
        json.dumps({**values, "amount": 1.5}).encode(),
        json.dumps({**values, "amount": -5}).encode(),
    ):
        assert call(None, body=body).status_code == 422, body
    assert call(None, body=json.dumps({**values, "paid_at": "2026-11-23"}).encode()).status_code == 422
    assert call(None, body=b" " * 20_000).status_code == 413
    assert web.harness._all(select(BankMessage)) == []
    assert cashier.bill.status == "OPEN"


def test_wrong_and_late_are_told_to_the_bank(cashier, call):
    assert call(said(cashier, amount=1)).json["verdict"] == "WRONG_AMOUNT"
    assert call(said(cashier, ref="B2", va="1")).json["verdict"] == "UNKNOWN"


@pytest.fixture
def bank(web, tmp_path):
    """The demonstration's bank and a platform, both listening."""
    platform = make_server("127.0.0.1", 0, web, threaded=True)
    web.harness.clock.moment = MachineClock().now(None)
    app = create_bank(
        BankLedger(tmp_path / "bank.json"),
        address=f"http://127.0.0.1:{platform.server_port}",
        key=KEY,
        zone=web.harness.engine.platform.zone,
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    for item in (platform, server):
        threading.Thread(target=item.serve_forever, daemon=True).start()
    yield app, HttpBank(f"http://127.0.0.1:{server.server_port}", KEY)
    for item in (platform, server):
        item.shutdown()
        item.server_close()


def wait_for(condition):
    until = time.monotonic() + 10
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    assert condition()


@pytest.mark.parametrize(
    ("way", "verdicts", "stated"),
    [("sekali", ["BOOKED"], 1), ("dua-kali", ["BOOKED"], 1), ("kurang", ["WRONG_AMOUNT"], 1), ("bohong", ["BOOKED"], 0), ("diam", [], 1)],
)
def test_the_demonstrations_bank_pays_as_it_is_told(web, cashier, bank, way, verdicts, stated):
    app, gateway = bank
    bill = cashier.bill
    codes = gateway.create(bill.id, amount=bill.amount, description="x", expires_at=bill.expires_at)
    assert gateway.create(bill.id, amount=bill.amount, description="x", expires_at=bill.expires_at) == codes
    with web.harness.database.begin() as connection:
        connection.execute(Bill.__table__.update().values(va=codes.va))
    page = app.test_client()
    assert codes.va in page.get("/").text
    assert page.post(f"/bayar/{codes.va}", data={"cara": way}).status_code == 302
    wait_for(lambda: [row.verdict for row in web.harness._all(select(BankMessage))] == verdicts)
    today = MachineClock().now(None).astimezone(web.harness.engine.platform.zone).date()
    payments = gateway.statement(today)
    assert len(payments) == stated
    assert all(payment.amount in (AMOUNT, AMOUNT - 1000) for payment in payments)


def test_a_bank_that_is_not_there_or_speaks_with_another_key_is_away(bank):
    _app, gateway = bank
    for other in (HttpBank(gateway._address, "z" * 32), HttpBank("http://127.0.0.1:1", KEY)):
        with pytest.raises(BankAway):
            other.create(uuid4(), amount=Decimal(1), description="x", expires_at=MachineClock().now(None))

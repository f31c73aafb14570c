"""A lost PIN, behind the page: the address of the application or of its account, the digits, and the number belong together."""

import re

import pytest

from casework.tracking.commands.open_tracking import OpenTracking
from casework.tracking.commands.renew_pin import RenewPin
from casework.tracking.commands.send_pin_code import SendPinCode
from engine.model.actor import GUEST, SYSTEM
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.queries.audit.audit_verification import VerifyAudit

OWN = {"channel": "email", "address": "dewi@contoh.example"}


def test_the_digits_give_a_new_pin_once_and_for_this_number_only(harness, office):
    view, other = office.follow(office.send()), office.follow(office.send(surel="lain@contoh.example"))
    sent = harness.execute(SendPinCode(number=view.number, **OWN), SYSTEM)
    assert re.fullmatch(r"\d{6}", sent["code"])
    with pytest.raises(NotFound):
        harness.execute(RenewPin(token=sent["token"], code=sent["code"], number=other.number), SYSTEM)
    given = harness.execute(RenewPin(token=sent["token"], code=sent["code"], number=view.number), SYSTEM)
    assert harness.execute(OpenTracking(number=view.number, pin=given["pin"]), GUEST) == {"pass": given["pass"]}
    assert given["pass"] == view.case_pass
    with pytest.raises(NotFound):
        harness.execute(RenewPin(token=sent["token"], code=sent["code"], number=view.number), SYSTEM)
    assert harness.ask(VerifyAudit()) == []


def test_wrong_digits_are_counted_and_end(harness, office):
    view = office.follow(office.send())
    sent = harness.execute(SendPinCode(number=view.number, **OWN), SYSTEM)
    wrong = "000000" if sent["code"] != "000000" else "000001"
    left = [harness.execute(RenewPin(token=sent["token"], code=wrong, number=view.number), SYSTEM)["left"] for _ in range(4)]
    assert left == [2, 1, 0, 0]
    assert harness.execute(RenewPin(token=sent["token"], code=sent["code"], number=view.number), SYSTEM) == {"left": 0}


def test_what_does_not_belong_together_gets_a_token_without_a_code(harness, office):
    view = office.follow(office.send())
    for number, address in (("TGR-AAAA-AAAA", OWN), (view.number, {"channel": "email", "address": "x@y.example"})):
        answer = harness.execute(SendPinCode(number=number, **address), SYSTEM)
        assert not answer["fits"]
        assert "code" not in answer
    with pytest.raises(InvalidState):
        harness.execute(SendPinCode(number=view.number, channel="fax", address="1234"), SYSTEM)
    with pytest.raises(Forbidden):
        harness.execute(SendPinCode(number=view.number, **OWN), GUEST)
    with pytest.raises(Forbidden):
        harness.execute(RenewPin(token="x", code="1", number=view.number), GUEST)

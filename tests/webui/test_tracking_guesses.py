"""Guessing a case is hopeless, and nobody is kept from their own by those who try."""

import re
import secrets

import pytest
from sqlalchemy import select

from casework.applications.tables import Application
from casework.records.public_numbers import new_code
from casework.tracking.commands.open_tracking import MOST_TRIES, OpenTracking
from engine.model.actor import GUEST
from tests.support.citizens import number_and_pin
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def known(web, regency, browse):
    """A case of somebody: number, PIN and the receipt's address."""
    where = f"/tanda-terima/{Office(web.harness, regency).send()}"
    owner = browse()
    owner.get(where)
    return (*number_and_pin(owner.page), where)


def ask(browser, number, pin, address="127.0.0.1"):
    """The page after a try from an address of the network, without what differs by itself."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.page).group(1)
    answer = browser.client.post("/lacak", data={"csrf_token": token, "nomor": number, "pin": pin}, environ_base={"REMOTE_ADDR": address})
    page = answer.get_data(as_text=True)
    # the token, and the number that comes back in its field
    return answer.status_code, re.sub(r' value="[^"]*"', "", page)


def test_ten_thousand_random_numbers_give_nothing(web, known):
    for _ in range(10_000):
        command = OpenTracking(number=f"TGR-{new_code()}", pin=f"{secrets.randbelow(10**6):06}")
        assert web.harness.execute(command, GUEST) == {}
    (row,) = web.harness._all(select(Application))
    assert row.tries == 0


def test_unknown_numbers_wrong_pins_and_what_is_no_number_look_alike(known, browse):
    number, pin, _where = known
    browser = browse()
    browser.get("/lacak")
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    tries = [(number, wrong), (number, ""), (number, "x" * 30), ("TGR", pin), ("'; --", pin), ("", ""), (f"XXX-{number[4:]}", pin)]
    tries += [(f"TGR-{new_code()}", pin) for _ in range(40)]
    seen = {ask(browser, *given) for given in tries if given[0]}
    assert len(seen) == 1
    assert next(iter(seen))[0] == 422


def test_from_a_thousand_addresses_a_hundred_tries_a_day_reach_a_case_and_its_owner_still_follows_it(web, known, browse):
    number, pin, where = known
    browser = browse()
    browser.get("/lacak")
    wrong = [f"{guess:06}" for guess in range(1_000) if f"{guess:06}" != pin]
    for place, guess in enumerate(wrong):
        assert ask(browser, number, guess, f"10.1.{place // 250}.{place % 250}")[0] == 422
    # the right PIN is the hundred-and-first at best: it is not even looked at any more
    status, page = ask(browser, number, pin, "10.2.0.1")
    assert (status, page) == ask(browser, f"TGR-{new_code()}", pin, "10.2.0.2")
    (row,) = web.harness._all(select(Application))
    assert row.tries > MOST_TRIES
    owner = browse()
    assert owner.get(f"{where}/lacak").status_code == 200
    assert number in owner.page
    web.harness.clock.forward(days=1)
    assert ask(browser, number, pin, "10.2.0.3")[0] == 302

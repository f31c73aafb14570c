"""Guessing a case is hopeless, and nobody is kept from their own by those who try (findings: security 13)."""

import re
import secrets

import pytest
from sqlalchemy import select

from casework.applications.tables import Application
from casework.records.public_numbers import new_code
from casework.tracking.commands.open_tracking import OpenTracking
from engine.model.actor import GUEST
from tests.support.citizens import number_and_pin
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed
from webui.guesses import guess
from webui.limits import TooMany


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


def wrong_pins(pin, count):
    return [f"{number:06}" for number in range(count + 1) if f"{number:06}" != pin][:count]


def test_from_a_hundred_addresses_nobody_keeps_the_right_pin_out(web, known, browse):
    number, pin, where = known
    browser = browse()
    browser.get("/lacak")
    for place, wrong in enumerate(wrong_pins(pin, 120)):
        assert ask(browser, number, wrong, f"10.1.0.{place}")[0] == 422
    (row,) = web.harness._all(select(Application))
    assert row.tries == 120
    assert ask(browser, number, pin, "10.2.0.1")[0] == 302
    assert browser.get("/lacak/0").status_code == 200
    owner = browse()
    assert owner.get(f"{where}/lacak").status_code == 200
    assert number in owner.page


def test_the_more_an_object_is_guessed_at_the_fewer_tries_a_network_has(web):
    """Each network meets the amounts of the page of limits, and the first try of a network is taken on every level."""
    for least, allowed in ((0, 10), (100, 3), (1000, 1)):
        name = f"number {least}"
        for wrong in range(least):
            with web.test_request_context(environ_base={"REMOTE_ADDR": f"10.{wrong // 250}.1.{wrong % 250}"}):
                guess("pin", name).was_wrong()
        with web.test_request_context(environ_base={"REMOTE_ADDR": "10.9.0.1"}):
            for _ in range(allowed):
                guess("pin", name)
            with pytest.raises(TooMany):
                guess("pin", name)


def test_tries_of_one_network_grow_fewer_and_a_number_that_is_not_there_looks_the_same(known, browse):
    number, pin, _where = known
    browser = browse()
    browser.get("/lacak")
    seen = []
    for tried in (number, f"TGR-{new_code()}"):
        for place, wrong in enumerate(wrong_pins(pin, 100)):
            ask(browser, tried, wrong, f"10.1.0.{place}")
        # after a hundred wrong ones: three a minute instead of ten
        seen.append([ask(browser, tried, "000000" if pin != "000000" else "1", "10.2.0.1") for _ in range(5)])
    assert [status for status, _page in seen[0]] == [422] * 3 + [429] * 2
    assert [status for status, _page in seen[0]] == [status for status, _page in seen[1]]


def test_a_right_pin_ends_the_delay_of_its_network(known, browse):
    number, pin, _where = known
    browser = browse()
    for wrong in wrong_pins(pin, 9):
        browser.get("/lacak")
        assert ask(browser, number, wrong)[0] == 422
    assert ask(browser, number, pin)[0] == 302
    browser.get("/lacak")
    assert [ask(browser, number, wrong)[0] for wrong in wrong_pins(pin, 11)] == [422] * 10 + [429]


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}.{1}", "{0}\u00a0{1}", "{0}\u200b{1}", "{full}"])
def test_a_pin_is_read_as_people_type_and_paste_it(known, browse, typed):
    number, pin, _where = known
    full = "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in pin)
    browser = browse()
    browser.get("/lacak")
    assert ask(browser, number, typed.format(pin[:3], pin[3:], full=full))[0] == 302


@pytest.mark.parametrize("typed", ["{0}a{1}", "{0}", "{0}{1}0", "\U0001f600", "{0} {1} {1}"])
def test_what_is_another_pin_stays_wrong(known, browse, typed):
    number, pin, _where = known
    browser = browse()
    browser.get("/lacak")
    assert ask(browser, number, typed.format(pin[:3], pin[3:]))[0] == 422

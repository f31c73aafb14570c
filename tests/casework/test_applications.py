"""Drafts, public numbers and PINs: what a citizen sends is one case, and only who holds its secrets can follow it."""

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.forget_drafts import ForgetDrafts
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.queries.application_form import ApplicationForm
from casework.applications.tables import Application, ApplicationDraft
from casework.services.queries.service_catalogue import ServiceByKey, ServiceCatalogue
from casework.tracking.commands.open_tracking import OpenTracking
from casework.tracking.queries.tracking import Receipt, Tracking
from engine.commands.deployment.set_package_state import SetPackageState
from engine.model.actor import GUEST
from engine.model.errors import FormRejected, InvalidState, NotFound
from tests.support.templates import deployed


@pytest.fixture
@deployed("pengaduan")
def service(harness, regency):
    harness.deploy("pengaduan")

    class Counter:
        answers = {
            "jenis": "aspirasi",
            "hal": "Pohon peneduh di alun-alun",
            "isi": "Mohon ditanam pohon peneduh di sekitar alun-alun.",
            "identitas": "anonim",
        }

        def begin(self, **answers):
            begun = harness.execute(BeginApplication(service="pengaduan"), GUEST)
            held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
            if answers:
                harness.execute(SaveApplication(**held, answers=answers), GUEST)
            return held

        def send(self):
            return harness.execute(SubmitApplication(**self.begin(**self.answers)), GUEST)["receipt"]

    return Counter()


def test_a_draft_is_kept_sealed_and_only_its_holder_reads_it(harness, service):
    held = service.begin(hal="Rahasia saya")
    (row,) = harness._all(select(ApplicationDraft))
    assert b"Rahasia" not in row.answers
    assert held["token"] not in (row.token_hash, row.answers.decode("latin-1"))
    assert harness.ask(ApplicationForm(**held), GUEST).answers == {"hal": "Rahasia saya"}
    for stranger in ({**held, "token": "x"}, {**held, "draft": uuid4()}):
        for ask in (ApplicationForm(**stranger),):
            with pytest.raises(NotFound):
                harness.ask(ask, GUEST)
        for command in (SaveApplication(**stranger, answers={}), SubmitApplication(**stranger)):
            with pytest.raises(NotFound):
                harness.execute(command, GUEST)


def test_a_draft_grows_page_by_page_and_is_forgotten_when_nobody_goes_on(harness, service):
    held = service.begin(jenis="aspirasi")
    harness.clock.forward(days=29)
    harness.execute(SaveApplication(**held, answers={"hal": "x"}), GUEST)
    assert harness.ask(ApplicationForm(**held), GUEST).answers == {"jenis": "aspirasi", "hal": "x"}
    harness.clock.forward(days=29)
    assert harness.execute(ForgetDrafts())["drafts"] == 0
    harness.clock.forward(days=2)
    assert harness.execute(ForgetDrafts())["drafts"] == 1
    with pytest.raises(NotFound):
        harness.ask(ApplicationForm(**held), GUEST)


def test_what_is_wrong_is_told_and_the_draft_stays(harness, service):
    held = service.begin(**{**service.answers, "hal": ""})
    with pytest.raises(FormRejected) as rejected:
        harness.execute(SubmitApplication(**held), GUEST)
    assert [error.field for error in rejected.value.errors] == ["hal"]
    assert harness.instances() == []
    assert harness.ask(ApplicationForm(**held), GUEST).answers["isi"] == service.answers["isi"]


def test_sent_twenty_times_at_once_it_is_one_case(harness, service):
    held = service.begin(**service.answers)
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda _n: harness.execute(SubmitApplication(**held), GUEST)["receipt"], range(20)))
    assert len(set(sent)) == 1
    assert len(harness.instances()) == 1
    first, again = (harness.ask(Receipt(token=sent[0]), GUEST) for _ in range(2))
    assert (first.number, first.pin) == (again.number, again.pin)
    with pytest.raises(InvalidState):
        harness.execute(SaveApplication(**held, answers={"hal": "lain"}), GUEST)
    assert harness.ask(ApplicationForm(**held), GUEST).receipt == sent[0]


def test_a_case_is_followed_by_number_and_pin_however_they_are_typed(harness, service):
    view = harness.ask(Receipt(token=service.send()), GUEST)
    assert view.number.startswith("TGR-")
    assert harness.instance(view.instance).business_key == view.number
    for typed in (view.number, view.number.lower(), view.number.replace("-", " "), f" {view.number.replace('-', '')} "):
        found = harness.execute(OpenTracking(number=typed, pin=f" {view.pin} "), GUEST)
        assert found == {"pass": view.case_pass}
    assert harness.ask(Tracking(case_pass=view.case_pass), GUEST).pin == "", "only the receipt shows it"
    for given in (str(view.instance), f"{view.instance}.", "", "x.y", view.case_pass[:-1], view.case_pass + "ä"):
        with pytest.raises(NotFound):
            harness.ask(Tracking(case_pass=given), GUEST)


def test_guessing_is_hopeless_and_unknown_numbers_look_like_wrong_pins(harness, service):
    receipt = service.send()
    view = harness.ask(Receipt(token=receipt), GUEST)
    chance = random.Random(1)
    for _ in range(200):
        number = f"TGR-{chance.randrange(10**8):08}"
        assert harness.execute(OpenTracking(number=number, pin=f"{chance.randrange(10**6):06}"), GUEST) == {}
    for number in ("", "-", "TGR", "x" * 500, "TGR-AAAA-ÄÖÜ1", "'; drop table application"):
        assert harness.execute(OpenTracking(number=number, pin="123456"), GUEST) == {}
    wrong = f"{(int(view.pin) + 1) % 10**6:06}"
    for _ in range(20):
        assert harness.execute(OpenTracking(number=view.number, pin=wrong), GUEST) == {}
    # whoever asks slows guesses down; the right PIN is never refused, so that no stranger locks an applicant out
    assert harness.ask(Receipt(token=receipt), GUEST).number == view.number
    assert harness.execute(OpenTracking(number=view.number, pin=view.pin), GUEST) == {"pass": view.case_pass}


def test_numbers_and_pins_are_in_no_order_and_no_table(harness, service):
    views = [harness.ask(Receipt(token=service.send()), GUEST) for _ in range(12)]
    assert len({view.number for view in views}) == len({view.pin for view in views}) == 12
    assert [view.number for view in views] != sorted(view.number for view in views)
    rows = harness._all(select(Application))
    assert not any(view.pin.encode() in row.pin_index for view in views for row in rows)


def test_what_is_not_offered_cannot_be_applied_for(harness, service):
    assert [offered.service.key for offered in harness.ask(ServiceCatalogue(), GUEST)] == ["pengaduan"]
    held = service.begin(**service.answers)
    harness.execute(SetPackageState(package="pengaduan", enabled=False))
    assert harness.ask(ServiceCatalogue(), GUEST) == []
    with pytest.raises(NotFound):
        harness.ask(ServiceByKey(service="pengaduan"), GUEST)
    for command in (BeginApplication(service="pengaduan"), SubmitApplication(**held)):
        with pytest.raises(NotFound):
            harness.execute(command, GUEST)


def test_an_unknown_receipt_is_told_apart_from_nothing(harness, service):
    service.send()
    for token in ("", "x", "A" * 32, "'"):
        with pytest.raises(NotFound):
            harness.ask(Receipt(token=token), GUEST)

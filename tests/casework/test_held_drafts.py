"""A draft is found again by the tokens of its browser and by its mailed link, until it is sent; at a counter nobody's is shown."""

from uuid import UUID, uuid4

import pytest

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.open_linked_draft import OpenLinkedDraft
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.queries.draft_mail import DraftMail
from casework.applications.queries.held_drafts import HeldDrafts
from engine.model.actor import GUEST
from engine.model.errors import InvalidState, NotFound
from tests.support.templates import deployed

ANSWERS = {"jenis": "aspirasi", "hal": "Pohon peneduh di alun-alun", "isi": "Mohon ditanam pohon di alun-alun.", "identitas": "anonim"}


@pytest.fixture
@deployed("pengaduan")
def begin(harness, regency):
    harness.deploy("pengaduan")

    def begun():
        made = harness.execute(BeginApplication(service="pengaduan"), GUEST)
        held = {"draft": UUID(made["draft"]), "token": made["token"]}
        harness.execute(SaveApplication(**held, answers=ANSWERS), GUEST)
        return held

    return begun


def test_a_link_opens_its_draft_until_it_is_sent(harness, begin):
    held = begin()
    link = harness.ask(DraftMail(**held), GUEST).link.rpartition("/")[2]
    assert harness.execute(OpenLinkedDraft(draft=held["draft"], link=link), GUEST) == {"token": held["token"]}
    for draft, given in ((begin()["draft"], link), (held["draft"], link[:-1] + "!"), (held["draft"], "é"), (uuid4(), link)):
        with pytest.raises(NotFound):
            harness.execute(OpenLinkedDraft(draft=draft, link=given), GUEST)
    with pytest.raises(NotFound):
        harness.ask(DraftMail(draft=held["draft"], token="x"), GUEST)
    harness.execute(SubmitApplication(**held), GUEST)
    with pytest.raises(NotFound):
        harness.execute(OpenLinkedDraft(draft=held["draft"], link=link), GUEST)
    with pytest.raises(InvalidState):
        harness.ask(DraftMail(**held), GUEST)


def test_a_browser_finds_the_drafts_that_it_holds_and_a_counter_none(harness, begin, regency):
    held = begin()
    tokens = [held["token"], "unknown"]
    (found,) = harness.ask(HeldDrafts(tokens=tokens), GUEST)
    assert (found.id, found.here) == (held["draft"], True)
    assert harness.ask(HeldDrafts(tokens=tokens, service="izin"), GUEST) == []
    assert harness.ask(HeldDrafts(tokens=tokens), regency("sekda")) == []
    harness.clock.forward(days=31)
    assert harness.ask(HeldDrafts(tokens=tokens), GUEST) == []

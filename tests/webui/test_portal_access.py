"""Another citizen's case, draft, file, step and document: every address of the portal answers 404, for each kind of reader."""

import io
from uuid import uuid4

import pytest

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.store_attachment import StoreAttachment
from engine.model.actor import GUEST
from tests.support.account_pages import sign_up
from tests.support.citizens import number_and_pin
from tests.support.files import picture
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.signing_desk import Desk
from tests.support.templates import deployed
from webui.access import rule_of

#: what anybody may open, whatever stands in the address
OPEN_TO_ALL = {"portal.verify_code", "portal.service", "portal.begin", "portal.sample"}
#: asks before it opens anything, and opens nothing without the mailed link
ASKS_FIRST = {"portal.open_linked_draft"}


@pytest.fixture
@deployed(*OFFICE)
def theirs(web, regency):
    """Somebody else's: a signed document in one case, a step that waits in another, a draft with a file."""
    office = Office(web.harness, regency)
    desk = Desk(office)
    desk.signed()
    waiting = office.send(nama="Budi")
    office.give_back(("luas", "MISSING", ""))
    begun = web.harness.execute(BeginApplication(service="izin-uji"), GUEST)
    file = web.harness.execute(
        StoreAttachment(draft=begun["draft"], token=begun["token"], file_name="a.png", content=picture("PNG")), GUEST
    )
    return {
        "draft": begun["draft"],
        "document": [file["id"], str(office.follow(desk.receipt).documents[0].document)],
        "task": str(office.follow(waiting).waiting[0].id),
        "receipt": waiting,
        "number": office.follow(waiting).number,
        "office": office,
    }


def addresses(web, theirs):
    """(methods, address) of every rule of the portal that names something, filled with what is not the reader's."""
    for rule in web.url_map.iter_rules():
        if not rule.endpoint.startswith("portal.") or not rule.arguments or rule.endpoint in OPEN_TO_ALL:
            continue
        for document in theirs["document"]:
            address = str(rule)
            for name, value in (
                ("<uuid:draft>", theirs["draft"]),
                ("<uuid:document>", document),
                ("<uuid:task>", theirs["task"]),
                ("<token>", str(uuid4())),
                ("<link>", str(uuid4())),
                ("<uuid:bill>", str(uuid4())),
                ("<reference>", "tidak-ada"),
                ("<number>", theirs["number"]),
                ("<int:step>", "1"),
                ("<int:place>", "0"),
            ):
                address = address.replace(name, value)
            assert "<" not in address, address
            yield rule.endpoint, rule.methods - ({"GET"} if rule.endpoint in ASKS_FIRST else set()), address


@pytest.mark.parametrize("reader", ["guest", "citizen with a case", "citizen with an account", "officer", "head"])
def test_what_is_not_ones_own_is_not_found(web, browse, theirs, reader):
    somebody = browse({"officer": "agendaris.dishub", "head": "bupati"}.get(reader))
    own, account = reader == "citizen with a case", reader == "citizen with an account"
    if account:
        sign_up(web, somebody)
    if own:
        somebody.get(f"/tanda-terima/{theirs['office'].send(nama='Siti')}")
        number, pin = number_and_pin(somebody.page)
        somebody.get("/lacak")
        somebody.post("/lacak", nomor=number, pin=pin)
    somebody.get("/lacak")
    with_token, walked = somebody.page, 0
    for endpoint, methods, address in addresses(web, theirs):
        # one's own opened case is at place 0; what is asked of it there is another's
        if own and address.startswith("/lacak/0") and "document" not in endpoint and "begin" not in endpoint and "issued" not in endpoint:
            continue
        for method in sorted(methods & {"GET", "POST"}):
            if method == "GET":
                answer = somebody.client.get(address)
            else:
                somebody.page = with_token
                answer = somebody.post(address, pesan="x", benar="ya", berkas=(io.BytesIO(picture("PNG")), "a.png"))
            # an account's pages ask a guest to sign in, whatever stands behind them
            asked = rule_of(web, endpoint).need == "person" and reader in ("guest", "citizen with a case")
            assert answer.status_code == (302 if asked else 404), (reader, method, address)
            assert not asked or answer.headers["Location"].startswith("/masuk/warga")
            assert "Budi" not in answer.get_data(as_text=True)
            walked += 1
    assert walked >= 25


def test_an_officer_of_the_case_still_has_no_way_into_the_applicants_pages(web, browse, theirs):
    officer = browse(OFFICER)
    for _endpoint, methods, address in addresses(web, theirs):
        if "GET" in methods:
            assert officer.client.get(address).status_code == 404, address

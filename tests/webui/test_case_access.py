"""An applicant's case, by every address of the staff's pages, for everybody who has no business with it: 404 each."""

from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.cases.queries.case_detail import CaseDetail
from casework.documents.tables import Document
from engine.persistence.tables.identity import Holding, Person, Position
from tests.support.account_pages import sign_up
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed

NIK = "3603121208900123"


@pytest.fixture
@deployed(*OFFICE)
def case(web, regency):
    office = Office(web.harness, regency)
    receipt = office.send(nama="Budi Rahasia", nik=NIK)
    instance = office.follow(receipt).instance
    officer = office.officer
    return {
        "receipt": receipt,
        "instances": [str(item.id) for item in web.harness.instances()],
        "task": str(web.harness.task("periksa").id),
        "documents": [str(item.id) for item in web.harness._all(select(Document).where(Document.instance_id == instance))],
        "secret": str(web.harness.ask(CaseDetail(instance=instance), officer).secrets[0].id),
        "officer": officer,
    }


def addresses(web, case):
    for rule in web.url_map.iter_rules():
        if "identifier" not in rule.arguments:
            continue
        for known in (*case["instances"], case["task"], *case["documents"], str(uuid4())):
            address = (
                str(rule)
                .replace("<uuid:identifier>", known)
                .replace("<uuid:value>", case["secret"])
                .replace("<int:number>", "1")
                .replace("<process>", "surat_keluar")
            )
            assert "<" not in address, address
            yield rule, address


def retire(web, officer):
    """The officer's posts end now, and somebody else holds them."""
    with Session(web.harness.database) as session:
        now = web.harness.clock.moment
        session.execute(update(Holding).where(Holding.person_id == officer.person).values(valid_to=now))
        other = session.scalars(select(Person.id).where(Person.email == "kepala.dinsos@tangerangkab.example")).one()
        position = session.scalars(select(Position.id).where(Position.code == OFFICER)).one()
        held = {"person_id": other, "position_id": position, "kind": "DEFINITIF", "valid_from": now, "valid_to": None, "decree": "uji"}
        session.add(Holding(id=uuid4(), **held))
        session.commit()


@pytest.mark.parametrize("reader", ["other unit", "former holder", "regent", "operator", "treasurer", "another citizen"])
def test_who_has_no_business_with_a_case_finds_nothing_by_any_address(web, browse, case, reader):
    codes = {"other unit": "agendaris.dishub", "former holder": OFFICER, "regent": "bupati", "operator": "operator"}
    somebody = browse({**codes, "treasurer": "bendahara.bapenda"}.get(reader))
    if reader == "another citizen":
        sign_up(web, somebody)
    if reader == "former holder":
        assert somebody.get(f"/tugas/{case['task']}").status_code == 200
        retire(web, case["officer"])
    somebody.get("/bantuan-tidak-ada")
    with_token, walked = somebody.page, 0
    for rule, address in addresses(web, case):
        if reader == "operator" and address.startswith("/kokpit/"):
            continue
        for method in sorted(rule.methods & {"GET", "POST"}):
            somebody.page = with_token
            answer = somebody.client.get(address) if method == "GET" else somebody.post(address, tindakan="selesai", alasan="x" * 20)
            assert answer.status_code == 404, (reader, method, address)
            page = answer.get_data(as_text=True)
            assert "Budi" not in page
            assert NIK not in page
            walked += 1
    assert walked >= 60


def test_the_new_holder_has_what_the_former_one_lost(web, browse, case):
    retire(web, case["officer"])
    successor = browse("kepala.dinsos")
    for address in (f"/kasus/{case['instances'][0]}", f"/tugas/{case['task']}", f"/berkas/{case['documents'][0]}"):
        with successor.client.get(address) as answer:
            assert answer.status_code == 200, address


def test_nothing_of_it_is_in_lists_and_searches_of_others(web, browse, case):
    for code in ("agendaris.dishub", "bupati", "operator", "kepala.dinsos"):
        somebody = browse(code)
        for address in (
            "/tugas",
            "/tugas?tab=unit",
            "/tugas?tab=menunggu",
            "/tugas?tab=selesai",
            "/tenggat",
            "/cari?kata=Budi",
            f"/cari?kata={NIK}",
        ):
            somebody.get(address)
            assert "Budi Rahasia" not in somebody.page, (code, address)
